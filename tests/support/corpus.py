"""A seeded corpus of missions over the communes of the Isère, questions of ten classes, and edits: for the search's tests and benches."""

import random
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import sqlalchemy as sa

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import (
    Creneau,
    FrenchLevel,
    Mission,
    MissionCompetence,
    MissionKind,
    Publication,
    SearchSequence,
    Setting,
    Where,
)
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
COMMONNESS = tuple(1 / (rank + 3) for rank in range(len(WORDS)))
"""A few words are in most texts, most are in few."""


SYLLABLES = ("ba", "cor", "di", "fel", "gra", "lin", "mo", "nou", "per", "ri", "sol", "ta", "ver", "zan")
RARE = tuple("".join(parts) for parts in product(SYLLABLES, repeat=3))
"""2 744 invented words, each said by few: what a real vocabulary is mostly made of."""
BATCH = 5_000


def fill(count: int, *, seed: int = 38, associations: int = 40) -> list[Mission]:
    """Write a seeded corpus and return its missions; most are public, some are not, in every way a mission can be."""
    write(count, seed=seed, associations=associations)
    return list(db.session.scalars(sa.select(Mission).order_by(Mission.id)))


def write(count: int, *, seed: int = 38, associations: int = 40) -> None:
    """Write the same without giving it back: a hundred thousand missions take a while."""
    chance = random.Random(seed)
    communes = list(db.session.scalars(sa.select(Commune).where(Commune.territoire_code.is_not(None)).order_by(Commune.code)))
    domaines = list(db.session.scalars(sa.select(Domaine.code).order_by(Domaine.code)))
    skills = list(db.session.scalars(sa.select(Competence.code).order_by(Competence.code)))
    hosts = [Association(
        name=f"Association {chance.choice(WORDS)} {n}", rna=f"W38{n:07d}", commune_code=chance.choice(communes).code,
        state=AssociationState.VERIFIED if n % 10 else AssociationState.PENDING,
    ) for n in range(associations)]
    db.session.add_all(hosts)
    db.session.flush()
    keys = [each.id for each in hosts]
    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        made = [_mission(chance, number, chance.choice(keys), communes, domaines) for number in numbers]
        db.session.execute(sa.insert(Mission), made)
        slots = [slot for each in made if each["kind"] is MissionKind.DATED for slot in _slots(chance, each["id"])]
        if slots:
            db.session.execute(sa.insert(Creneau), slots)
        shown = [(each["id"], code) for each in made for code in chance.sample(skills, chance.choice((0, 1, 2, 4)))]
        if shown:
            db.session.execute(sa.insert(MissionCompetence), [{"mission_id": key, "competence_code": code} for key, code in shown])
    db.session.add_all([SearchSequence(name="columns", value=count), SearchSequence(name="text", value=count)])
    db.session.flush()


def _mission(chance: random.Random, number: int, host: int, communes: list[Commune], domaines: list[str]) -> dict[str, Any]:
    place, today = chance.choice(communes), clock.today()
    where = chance.choices(list(Where), (8, 1, 1))[0]
    starts_on = today + timedelta(days=chance.randint(-60, 40))
    at = {"commune_code": None, "lat": None, "lon": None} if where is Where.REMOTE else {
        "commune_code": place.code, "lat": place.lat + chance.uniform(-0.02, 0.02), "lon": place.lon + chance.uniform(-0.02, 0.02),
    }
    said = [*chance.choices(WORDS, COMMONNESS, k=chance.randint(5, 30)), *(chance.choice(RARE) for _n in range(chance.randint(0, 10)))]
    return {
        "id": number, "association_id": host, "title": f"{chance.choice(VERBS)} {chance.choice(THINGS)}",
        "description": " ".join(said), "domaine_code": chance.choice([*domaines, None]), "kind": chance.choice(list(MissionKind)),
        "half_days": chance.choice((0, chance.getrandbits(21), 0b11)), "hours_per_week": 2.0, "starts_on": chance.choice((None, starts_on)),
        "ends_on": chance.choice((None, starts_on + timedelta(days=chance.randint(0, 120)))), "places": 3, "where": where, **at,
        "recruiting": chance.random() < 0.95, "places_taken": chance.choice((0, 1, 2, 3)),
        "publication": Publication.PUBLISHED if chance.random() < 0.9 else chance.choice((Publication.DRAFT, Publication.SUBMITTED)),
        "published_at": clock.now() - timedelta(hours=chance.randint(0, 2000)), "column_seq": number, "text_seq": number,
        "french_level": chance.choice(list(FrenchLevel)), "setting": chance.choice(list(Setting)),
        **{name: chance.random() < 0.4 for name in STORED_FLAGS},
    }


def _slots(chance: random.Random, mission: int) -> list[dict[str, Any]]:
    slots = []
    for _n in range(chance.randint(0, 3)):
        starts_at = clock.now() + timedelta(hours=chance.randint(-200, 900))
        slots.append({
            "mission_id": mission, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "places": 2,
            "places_taken": chance.choice((0, 1, 2)), "cancelled": chance.random() < 0.15,
        })
    return slots


def edit(missions: list[Mission], count: int, *, seed: int) -> None:
    """Change missions as people do: texts, publication, dates, places, associations."""
    chance = random.Random(seed)
    hosts = list(db.session.scalars(sa.select(Association).order_by(Association.id)))
    change(missions, count, chance)
    chance.choice(hosts).state = AssociationState.VERIFIED
    suspended = chance.choice(hosts)
    suspended.state, suspended.state_reason = AssociationState.SUSPENDED, "Essai"
    db.session.flush()


def change(missions: list[Mission], count: int, chance: random.Random) -> None:
    """Change missions alone: their texts, publication, dates and places."""
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
        touch(mission, text=act in {0, 1, 3, 4})


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
