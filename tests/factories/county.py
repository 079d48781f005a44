"""A whole Département at work: 60 associations, 3 000 missions, 50 000 candidatures, written in bulk as the services would leave them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, Kind, User
from benevolat.associations.models import Association, MemberRole, Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import Mission, MissionKind, Publication, SearchSequence
from benevolat.territoire.models import Commune

from . import number
from .people import person

NEEDS = ("Distribuer des colis", "Lire avec des enfants", "Rendre visite à une personne âgée", "Tenir l’accueil", "Arroser le jardin",
         "Réparer des vélos", "Conduire jusqu’au marché", "Apprendre le français ensemble")
STATES = (State.SENT, State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.WAITLISTED, State.REVOKED)
PUBLICATIONS = (Publication.PUBLISHED,) * 17 + (Publication.SUBMITTED, Publication.WITHDRAWN, Publication.TO_CORRECT)


@dataclass(frozen=True, slots=True)
class County:
    """Who looks at it: a member of the busiest association, a volunteer who applied often, and the ids of what they open."""

    member: User
    volunteer: User
    association: Association
    mission: Mission


def _write(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Write rows in one statement, under ids of ours: to be told theirs would take a statement for each thousand."""
    first = (db.session.scalar(sa.select(sa.func.max(model.id))) or 0) + 1
    ids = range(first, first + len(rows))
    db.session.execute(sa.insert(model), [{"id": key, **row} for key, row in zip(ids, rows, strict=True)])
    return list(ids)


def _people(count: int) -> list[int]:
    return _write(User, [
        {"kind": Kind.PERSON, "email": f"foule{number()}@courriel.example", "email_confirmed_at": clock.now(), "first_name": "Nadia",
         "last_name": f"Foule {n}", "age_band": AgeBand.ADULT, "commune_code": "38563", "message_paces": {}}
        for n in range(count)
    ])


def _missions(hosts: list[int], count: int) -> list[int]:
    communes = list(db.session.execute(sa.select(Commune.code, Commune.lat, Commune.lon).where(Commune.code.like("38%")).limit(200)))
    rows = []
    for n in range(count):
        code, lat, lon = communes[n % len(communes)]
        publication = PUBLICATIONS[n % len(PUBLICATIONS)]
        rows.append({
            "association_id": hosts[0] if n < count // 20 else hosts[n % len(hosts)], "title": f"{NEEDS[n % len(NEEDS)]} {n}",
            "description": "Vous venez quand vous voulez, avec l’équipe, et vous repartez avec un café.", "kind": MissionKind.REGULAR,
            "domaine_code": "solidarite", "half_days": 1 << n % 21, "hours_per_week": 2.0, "places": None,
            "commune_code": code, "lat": lat, "lon": lon,
            "publication": publication, "publication_reason": "Dites l’heure." if publication is Publication.TO_CORRECT else None,
            "published_at": clock.now() - timedelta(days=n % 400), "starts_on": clock.today() - timedelta(days=30),
            "ends_on": clock.today() + timedelta(days=n % 200), "not_a_job": True, "column_seq": n + 1, "text_seq": n + 1,
        })
    made = _write(Mission, rows)
    db.session.execute(sa.delete(SearchSequence))
    db.session.execute(sa.insert(SearchSequence), [{"name": name, "value": count} for name in ("columns", "text")])
    return made


def _moments(missions: list[int], people: list[int], volunteer: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield candidatures: a tenth to the busiest association's missions, one in five hundred by the one volunteer, none twice alive."""
    busiest = max(1, len(missions) // 20)
    for n in range(count):
        often = n % 500 == 0
        mission = missions[n % busiest] if n % 10 == 0 and not often else missions[n * 7 % len(missions)]
        sent: datetime = clock.now() - timedelta(days=n % 700, minutes=n % 60)
        state = STATES[n // 11 % len(STATES)]
        yield {
            "mission_id": mission, "user_id": volunteer if often else people[(n // len(missions) * 997 + n) % len(people)], "state": state,
            "message": "Je suis libre le matin.", "sent_at": sent, "reason": "Les places sont prises." if state in REASONED else None,
            "decided_at": None if state is State.SENT else sent + timedelta(days=3),
        }


REASONED = {State.DECLINED, State.REVOKED}
DONE = (EngagementState.PLANNED, EngagementState.IN_PROGRESS, EngagementState.TO_CLOSE, EngagementState.NOT_DONE)


def county(associations: int = 60, missions: int = 3000, candidatures: int = 50_000) -> County:
    """Write the whole county, and return who looks at it. Three seconds at full size."""
    member, volunteer = person(first_name="Mireille", last_name="Astier"), person(first_name="Jeanne", last_name="Morin")
    hosts = _write(Association, [
        {"name": f"Les Mains Vertes {number()}", "rna": f"W389{number():06d}", "commune_code": "38185", "state": AssociationState.VERIFIED,
         "description": "Un jardin partagé ouvert à tous.", "email": f"hote{n}@mains-vertes.example", "verified_at": clock.now()}
        for n in range(associations)
    ])
    db.session.add(Membership(association_id=hosts[0], user_id=member.id, role=MemberRole.ADMIN))
    posted = _missions(hosts, missions)
    people = _people(max(20, candidatures // 10))
    rows = list({(row["mission_id"], row["user_id"]): row for row in _moments(posted, people, volunteer.id, candidatures)}.values())
    sent = _write(Candidature, rows)
    accepted = [(key, row) for key, row in zip(sent, rows, strict=True) if row["state"] is State.ACCEPTED]
    owner = dict(db.session.execute(sa.select(Mission.id, Mission.association_id)).all())  # type: ignore[arg-type]
    _write(Engagement, [
        {"user_id": row["user_id"], "candidature_id": key, "association_id": owner[row["mission_id"]], "title": "Une mission",
         "state": (state := DONE[n % len(DONE)]), "starts_on": row["sent_at"].date(), "created_at": row["sent_at"],
         "reason": "Il pleuvait." if state is EngagementState.NOT_DONE else None,
         "to_close_at": clock.now() if state is EngagementState.TO_CLOSE else None}
        for n, (key, row) in enumerate(accepted)
    ])
    db.session.flush()
    return County(member, volunteer, db.session.get_one(Association, hosts[0]), db.session.get_one(Mission, posted[0]))
