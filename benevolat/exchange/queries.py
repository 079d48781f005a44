"""Missions as partners read them: API Engagement's field names, public facts only; and which ones are sent to them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.competences.models import Competence, Domaine
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.advice import Advice
from benevolat.missions.models import Creneau, Mission, MissionCompetence, MissionKind, Publication, Recruitment, Where
from benevolat.missions.queries import WHOLE
from benevolat.missions.words import when_words
from benevolat.search.request import Hit
from benevolat.territoire.queries import commune_place

from .models import RepriseFile
from .permissions import visible_reprise_files
from .rules import partner_advice

OURS = "iserebenevolat"
"""The publisher of what came from the site before this one: those missions are ours."""
REMOTE = {Where.ON_SITE: "no", Where.BOTH: "possible", Where.REMOTE: "full"}


def in_order(hits: Iterable[Hit]) -> list[Mission]:
    """Return the missions found, whole and in their order."""
    wanted = [each.mission for each in hits]
    chosen = sa.select(Mission).where(Mission.id.in_(wanted)).options(*WHOLE)
    found = {each.id: each for each in db.session.scalars(chosen)} if wanted else {}
    return [found[each] for each in wanted if each in found]


def as_partners_read(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return the missions found, in their order, with the names API Engagement gives to their fields, plus id and distance_km."""
    far = {each.mission: each.distance_km for each in hits}
    distances = {mission: None if km is None else round(km, 1) for mission, km in far.items()}
    return [{**as_partner_reads(each), "distance_km": distances[each.id]} for each in in_order(hits)]


def public_missions() -> list[Mission]:
    """Return the missions that anybody may join today with all that is public of them, oldest first: three statements, however many."""
    public = sa.and_(Mission.publication == Publication.PUBLISHED, Mission.recruiting, Association.state == AssociationState.VERIFIED)
    missions = list(db.session.scalars(
        sa.select(Mission).join(Association, Association.id == Mission.association_id).where(public)
        .order_by(Mission.published_at, Mission.id)
        .options(contains_eager(Mission.association), joinedload(Mission.commune), joinedload(Mission.domaine))
    ))
    of_these = sa.select(Mission.id).join(Association, Association.id == Mission.association_id).where(public)
    slots = db.session.scalars(sa.select(Creneau).where(Creneau.mission_id.in_(of_these)).order_by(Creneau.starts_at, Creneau.id))
    _attach(missions, "creneaux", ((each.mission_id, each) for each in slots))
    skills = db.session.execute(
        sa.select(MissionCompetence.mission_id, Competence).join(Competence, Competence.code == MissionCompetence.competence_code)
        .where(MissionCompetence.mission_id.in_(of_these)).order_by(Competence.rank)
    )
    _attach(missions, "competences", ((row[0], row[1]) for row in skills))
    return [each for each in missions if each.recruitment is not Recruitment.CLOSED]


def _attach(missions: Sequence[Mission], name: str, found: Iterable[tuple[int, Any]]) -> None:
    """Give missions what one statement read for all of them, instead of a statement for each five hundred."""
    grouped: dict[int, list[Any]] = defaultdict(list)
    for mission_id, row in found:
        grouped[mission_id].append(row)
    for each in missions:
        set_committed_value(each, name, grouped[each.id])


def shared_missions() -> tuple[list[Mission], list[tuple[Mission, list[Advice]]]]:
    """Return the missions sent to partners, and those that a partner would refuse, each with the reasons and how to mend them.

    What came from a partner is its own to send.
    """
    ours = [each for each in public_missions() if each.publisher in {None, OURS}]
    judged = [(each, partner_advice(each)) for each in ours]
    return [each for each, why in judged if not why], [(each, why) for each, why in judged if why]


def partner_advice_of(mission: Mission) -> list[Advice]:
    """Return what partners would refuse of a mission that is ours to send, as advice to its association."""
    return partner_advice(mission) if mission.publisher in {None, OURS} else []


def public_addresses(skip: int, limit: int) -> list[Any]:
    """Return (room, public id, moment of its last change or None) of the missions anybody may join and the verified associations."""
    every = _of_the_site()
    return list(db.session.execute(sa.select(every).order_by(every.c.room, every.c.public_id).offset(skip).limit(limit)))


def count_public_addresses() -> int:
    """Return how many addresses `public_addresses` has."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_of_the_site())) or 0


def _of_the_site() -> sa.Subquery:
    verified = Association.state == AssociationState.VERIFIED
    missions = (
        sa.select(sa.literal("missions").label("room"), Mission.public_id, Mission.updated_at.label("changed"))
        .join(Association, Association.id == Mission.association_id)
        .where(verified, Mission.publication == Publication.PUBLISHED, Mission.recruiting,
               sa.or_(Mission.ends_on.is_(None), Mission.ends_on >= clock.today()))
    )
    hosts = sa.select(sa.literal("associations"), Association.public_id, sa.cast(sa.null(), Mission.updated_at.type)).where(verified)
    return sa.union_all(missions, hosts).subquery()


def domain_codes() -> dict[str, str]:
    """Return our domain for each code of ours or of API Engagement."""
    rows = db.session.execute(sa.select(Domaine.code, Domaine.api_engagement).order_by(Domaine.rank)).all()
    codes = {foreign: code for code, names in reversed(rows) for foreign in names}
    return codes | {code: code for code, _names in rows}


def as_partner_reads(mission: Mission) -> dict[str, Any]:
    """Return the public facts of a mission under the names that API Engagement gives to them."""
    host, domaine = mission.association, mission.domaine
    starts, ends = _period(mission)
    return {
        "id": mission.public_id, "clientId": mission.client_id or mission.public_id, "title": mission.title,
        "description": mission.description, "domain": domaine.api_engagement[0] if domaine and domaine.api_engagement else None,
        "activities": [mission.activity] if mission.activity else [], "schedule": mission.schedule or when_words(mission),
        "startAt": starts, "endAt": ends, "places": _places(mission), "remote": REMOTE[mission.where],
        "openToMinors": mission.minors_ok, "reducedMobilityAccessible": mission.wheelchair, "closeToTransport": mission.by_bus,
        "softSkills": [each.label for each in mission.competences], "addresses": _addresses(mission),
        "organizationClientId": host.public_id, "organizationName": host.name, "organizationRNA": host.rna,
        "organizationSiren": host.siren, "organizationDescription": host.description,
    }


def _period(mission: Mission) -> tuple[str | None, str | None]:
    """Return the first and last moment: of the slots to come, or the days between which a regular mission lasts."""
    if mission.kind is MissionKind.DATED:
        slots = [each for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled]
        return (slots[0].starts_at.isoformat(), max(each.ends_at for each in slots).isoformat()) if slots else (None, None)
    return mission.starts_on.isoformat() if mission.starts_on else None, mission.ends_on.isoformat() if mission.ends_on else None


def _places(mission: Mission) -> int | None:
    if mission.kind is MissionKind.DATED:
        return sum(each.places for each in mission.creneaux if each.starts_at > clock.now() and not each.cancelled) or None
    return mission.places


def _addresses(mission: Mission) -> list[dict[str, Any]]:
    """Return where it takes place: the street only when it is public, else the commune and its own point."""
    commune = mission.commune
    if mission.where is Where.REMOTE or commune is None:
        return []
    shown = mission.address_public and mission.lat is not None
    lat, lon = (mission.lat, mission.lon) if shown else (commune.lat, commune.lon)
    return [{
        "street": mission.address if mission.address_public else None, "postalCode": _postal_code(commune.code),
        "city": commune.name, "location": {"lat": lat, "lon": lon},
    }]


def _postal_code(code: str) -> str | None:
    place = commune_place(code)
    return place.postal_codes[0] if place and place.postal_codes else None


def reprise_files(user: Any) -> list[RepriseFile]:
    """Return the files of the former site that are still known, the latest first, with who brought them."""
    chosen = visible_reprise_files(user).order_by(RepriseFile.added_at.desc(), RepriseFile.id.desc())
    return list(db.session.scalars(chosen.options(joinedload(RepriseFile.by), defer(RepriseFile.report))))


def find_reprise_file(user: Any, public_id: str) -> RepriseFile | None:
    """Return a file of the former site, or None."""
    return db.session.scalar(visible_reprise_files(user).where(RepriseFile.public_id == public_id))
