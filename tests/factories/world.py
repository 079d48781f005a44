"""Invented associations, missions, candidatures and engagements, in real communes."""

from datetime import timedelta
from typing import Any

from benevolat.accounts.models import User
from benevolat.associations.models import Association, MemberRole, Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication
from benevolat.territoire.models import Commune

from . import keep, number
from .people import person

DAILY = {"right_missions": True, "right_candidates": True, "right_hours": True}
"""What a member does who was given all of the daily work."""


def association(*, member: User | None = None, **values: Any) -> Association:
    """A verified association of Grenoble; `member` becomes its administrator."""
    n = number()
    row: Association = keep(Association(**{
        "name": f"Les Mains Vertes {n}", "rna": f"W389{n:06d}", "commune_code": "38185", "state": AssociationState.VERIFIED,
        "description": "Un jardin partagé ouvert à tous.", "email": f"asso{n}@mains-vertes.example", "verified_at": clock.now(), **values,
    }))
    if member is not None:
        keep(Membership(association_id=row.id, user_id=member.id, role=MemberRole.ADMIN))
    return row


def mission(host: Association | None = None, **values: Any) -> Mission:
    """A published regular mission in Voiron with two places, not yet seen by the search (call missions.services.touch for that)."""
    host = host or association(member=person())
    place = db.session.get_one(Commune, values.get("commune_code", "38563"))
    row: Mission = keep(Mission(**{
        "association_id": host.id, "title": "Arroser le jardin partagé", "domaine_code": "environnement", "kind": MissionKind.REGULAR,
        "description": "Vous arrosez les plants et vous désherbez avec l’équipe du jardin, à votre rythme.", "half_days": 0b10,
        "hours_per_week": 2.0, "starts_on": clock.today() - timedelta(days=7), "ends_on": clock.today() + timedelta(days=90), "places": 2,
        "commune_code": place.code, "lat": place.lat, "lon": place.lon, "publication": Publication.PUBLISHED, "published_at": clock.now(),
        "not_a_job": True, **values,
    }))
    return row


def creneau(of: Mission, *, days: int = 7, hours: float = 2, places: int = 2, **values: Any) -> Creneau:
    """A slot that many days from now."""
    starts_at = clock.now() + timedelta(days=days)
    row: Creneau = keep(Creneau(**{
        "mission_id": of.id, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours), "places": places, **values,
    }))
    return row


def candidature(of: Mission, by: User | None = None, **values: Any) -> Candidature:
    """An application that was sent (places are counted by the services, not here)."""
    state = values.get("state", CandidatureState.SENT)
    decided = None if state in {CandidatureState.SENT} else clock.now()
    row: Candidature = keep(Candidature(**{
        "mission_id": of.id, "user_id": (by or person()).id, "message": "J’aime le jardin.", "sent_at": clock.now(), "decided_at": decided,
        **values,
    }))
    return row


def engagement(of: Candidature, **values: Any) -> Engagement:
    """What follows an accepted candidature."""
    row: Engagement = keep(Engagement(**{
        "user_id": of.user_id, "candidature_id": of.id, "association_id": of.mission.association_id, "title": of.mission.title,
        "starts_on": clock.today(), **values,
    }))
    return row
