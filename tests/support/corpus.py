"""A seeded corpus of missions over the communes of the Isère, questions of ten classes, and edits: for the search's tests and benches."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Creneau, FrenchLevel, Mission, MissionKind, Publication, SearchSequence, Setting, Where
from benevolat.missions.services import touch
from benevolat.search.columns import FLAGS, STORED_FLAGS
from benevolat.search.request import SearchRequest, Sort
from benevolat.territoire.models import Commune

VERBS = (
    "Servir", "Préparer", "Animer", "Réparer", "Accompagner", "Trier", "Lire", "Arroser", "Conduire", "Écouter", "Accueillir",
    "Ranger", "Distribuer", "Cuisiner", "Entretenir", "Encadrer", "Visiter", "Peindre", "Ramasser", "Jouer",
)
THINGS = (
    "le repas du mardi", "les vélos d’occasion", "un atelier d’écriture", "les paniers de légumes", "le jardin partagé",
    "des histoires", "les personnes âgées", "le goûter des enfants", "l’aide aux devoirs", "les chiens du refuge", "la forêt",
    "la fête du village", "l’épicerie solidaire", "le vestiaire", "les cours de français", "la bibliothèque", "un match de rugby",
    "les sentiers", "la collecte alimentaire", "les ordinateurs", "le café des parents", "les œuvres de l’exposition", "la chorale",
    "le marché",
)
WORDS = (
    "équipe", "matinée", "cuisine", "vélo", "jardin", "enfants", "école", "lecture", "musique", "sport", "nature", "rivière",
    "montagne", "couture", "bois", "numérique", "informatique", "permis", "camion", "courses", "visites", "hôpital", "maison",
    "retraite", "quartier", "fête", "décor", "théâtre", "cinéma", "concert", "soupe", "pain", "légumes", "fruits", "compost",
    "abeilles", "tri", "déchets", "réemploi", "meubles", "vêtements", "jouets", "animaux", "chats", "chevaux", "randonnée", "ski",
    "natation", "secours", "sang", "écoute",
)


def fill(count: int, *, seed: int = 38, associations: int = 40) -> list[Mission]:
    """Write a seeded corpus and return its missions; most are public, some are not, in every way a mission can be."""
    chance = random.Random(seed)
    communes = list(db.session.scalars(sa.select(Commune).where(Commune.territoire_code.is_not(None)).order_by(Commune.code)))
    domaines = list(db.session.scalars(sa.select(Domaine.code).order_by(Domaine.code)))
    hosts = [Association(
        name=f"Association {chance.choice(WORDS)} {n}", rna=f"W38{n:07d}", commune_code=chance.choice(communes).code,
        state=AssociationState.VERIFIED if n % 10 else AssociationState.PENDING,
    ) for n in range(associations)]
    db.session.add_all(hosts)
    db.session.flush()
    made = [_mission(chance, chance.choice(hosts), communes, domaines) for _n in range(count)]
    for number, mission in enumerate(made, start=1):
        mission.column_seq = mission.text_seq = number
    skills = list(db.session.scalars(sa.select(Competence).order_by(Competence.code)))
    for each in made:
        each.competences = chance.sample(skills, chance.choice((0, 1, 2, 4)))
    db.session.add_all([*made, SearchSequence(name="columns", value=count), SearchSequence(name="text", value=count)])
    db.session.flush()
    return made


def _mission(chance: random.Random, host: Association, communes: list[Commune], domaines: list[str]) -> Mission:
    place, today, kind = chance.choice(communes), clock.today(), chance.choice(list(MissionKind))
    where = chance.choices(list(Where), (8, 1, 1))[0]
    starts_on = today + timedelta(days=chance.randint(-60, 40))
    publication = Publication.PUBLISHED if chance.random() < 0.9 else chance.choice((Publication.DRAFT, Publication.SUBMITTED))
    mission = Mission(
        association_id=host.id, title=f"{chance.choice(VERBS)} {chance.choice(THINGS)}",
        description=" ".join(chance.choices(WORDS, k=chance.randint(5, 40))), domaine_code=chance.choice([*domaines, None]), kind=kind,
        half_days=chance.choice((0, chance.getrandbits(21))), hours_per_week=2.0, starts_on=chance.choice((None, starts_on)),
        ends_on=chance.choice((None, starts_on + timedelta(days=chance.randint(0, 120)))), places=3, recruiting=chance.random() < 0.95,
        where=where, commune_code=None if where is Where.REMOTE else place.code,
        lat=None if where is Where.REMOTE else place.lat + chance.uniform(-0.02, 0.02),
        lon=None if where is Where.REMOTE else place.lon + chance.uniform(-0.02, 0.02), publication=publication,
        published_at=clock.now() - timedelta(hours=chance.randint(0, 2000)), **{name: chance.random() < 0.4 for name in STORED_FLAGS},
        places_taken=chance.choice((0, 1, 2, 3)), french_level=chance.choice(list(FrenchLevel)), setting=chance.choice(list(Setting)),
    )
    if kind is MissionKind.DATED:
        for _n in range(chance.randint(0, 3)):
            starts_at = clock.now() + timedelta(hours=chance.randint(-200, 900))
            mission.creneaux.append(Creneau(
                starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), places=2, places_taken=chance.choice((0, 1, 2)),
                cancelled=chance.random() < 0.15,
            ))
    return mission


def edit(missions: list[Mission], count: int, *, seed: int) -> None:
    """Change missions as people do: texts, publication, dates, places, associations."""
    chance = random.Random(seed)
    hosts = list(db.session.scalars(sa.select(Association).order_by(Association.id)))
    for _n in range(count):
        mission, act = chance.choice(missions), chance.randrange(6)
        if act == 0:
            mission.title = f"{chance.choice(VERBS)} {chance.choice(THINGS)}"
        elif act == 1:
            mission.publication = chance.choice((Publication.WITHDRAWN, Publication.PUBLISHED))
        elif act == 2:
            mission.recruiting = not mission.recruiting
        elif act == 3:
            mission.description = " ".join(chance.choices(WORDS, k=20))
        elif act == 4:
            mission.by_bus, mission.half_days = not mission.by_bus, chance.choice((chance.getrandbits(21), 0b11, 0b010000))
            mission.places_taken, mission.setting = chance.choice((0, 3)), chance.choice(list(Setting))
            mission.competences = mission.competences[1:]
        else:
            mission.ends_on = clock.today() + timedelta(days=chance.randint(-10, 60))
            mission.starts_on = None
        touch(mission, text=act in {0, 1, 3})
    chance.choice(hosts).state = AssociationState.VERIFIED
    suspended = chance.choice(hosts)
    suspended.state, suspended.state_reason = AssociationState.SUSPENDED, "Essai"
    db.session.flush()


def questions(count: int, *, seed: int = 7) -> list[SearchRequest]:
    """Return seeded questions of ten classes."""
    chance = random.Random(seed)
    known = Known(
        list(db.session.scalars(sa.select(Commune).where(Commune.population > 1500).order_by(Commune.code))),
        list(db.session.scalars(sa.select(Domaine.code).order_by(Domaine.code))),
        list(db.session.scalars(sa.select(Competence.code).order_by(Competence.code))),
        list(db.session.scalars(sa.select(Association.id).order_by(Association.id))),
    )
    return [_question(chance, n % 10, known) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Known:
    """What a question may name."""

    communes: list[Commune]
    domaines: list[str]
    competences: list[str]
    associations: list[int]


def _wishes(chance: random.Random, known: Known) -> dict[str, Any]:
    """Return a few filters among all there are."""
    every: list[tuple[str, Any]] = [
        ("half_days", chance.getrandbits(21)), ("remote", chance.random() < 0.5), ("flags", frozenset(chance.sample(FLAGS, 1))),
        ("french", chance.choice(list(FrenchLevel))), ("setting", chance.choice(list(Setting))),
        ("within_days", chance.choice((0, 7, 30))), ("competences", tuple(chance.sample(known.competences, 3))),
        ("association", chance.choice(known.associations)), ("without", (chance.choice(WORDS),)),
    ]
    return dict(chance.sample(every, chance.randint(0, 3)))


def _question(chance: random.Random, kind: int, known: Known) -> SearchRequest:
    one, commune = chance.choice(WORDS), chance.choice(known.communes)
    place: dict[str, Any] = {"point": Point(commune.lat, commune.lon), "radius_km": float(chance.choice((2, 5, 10, 20, 50)))}
    page: dict[str, Any] = {"sort": chance.choice([None, *Sort]), "skip": chance.choice((0, 0, 0, 20, 40))}
    return [
        lambda: SearchRequest(one, **page),
        lambda: SearchRequest(f"{one} {chance.choice(WORDS)} {chance.choice(WORDS)}", **page),
        lambda: SearchRequest(one[: max(3, len(one) - 2)], **page),
        lambda: SearchRequest(f"{one}x", **page),
        lambda: SearchRequest(chance.choice(THINGS).upper(), **page),
        lambda: SearchRequest(**place, **page),
        lambda: SearchRequest(f"{one} {chance.choice(WORDS)}", **place, **page),
        lambda: SearchRequest(one, domains=tuple(chance.sample(known.domaines, 2)), kind=chance.choice(list(MissionKind)), **page),
        lambda: SearchRequest(chance.choice(("", one)), **_wishes(chance, known), **place, **page),
        lambda: SearchRequest(territory=chance.choice(("trieves", "vercors", "oisans", "voironnais-chartreuse")),
                              isere=chance.random() < 0.2, kind=chance.choice([None, *MissionKind]), **page),
    ][kind]()
