"""The one way to find missions, for pages and for the API: words, a place, facets, an order, a page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication, Where
from benevolat.missions.queries import WHOLE
from benevolat.territoire.models import Commune

from .engine import state
from .french import fold
from .models import WordFamily
from .permissions import visible_families
from .request import MOST, Hit, SearchRequest, SearchResult, Sort

WIDER_RADII = (5.0, 10.0, 15.0, 25.0, 50.0, 100.0)
NEW_FOR_DAYS = 7


@dataclass(frozen=True, slots=True)
class MissionRow:
    """What a list shows of a mission."""

    id: int
    public_id: str
    title: str
    association_name: str
    commune_name: str | None
    distance_km: float | None
    domaine: str | None
    kind: MissionKind
    half_days: int
    hours_per_week: float | None
    schedule: str | None
    next_slot: tuple[datetime, datetime] | None
    other_slots: int
    remote: bool
    by_bus: bool
    costs_refunded: bool
    places_left: int | None
    full: bool
    newness: bool


@dataclass(frozen=True, slots=True)
class Wider:
    """A wider question that finds something, and how many: those that hold every word, else those that hold a part of them."""

    change: str
    request: SearchRequest
    total: int


def search(request: SearchRequest) -> SearchResult:
    """Return the page of missions that answer a question, their exact total and the counts of every facet.

    Only published missions of verified associations, still recruiting and not over, are found; what is committed is seen at once.
    """
    if not 0 <= request.limit <= MOST or request.skip < 0:
        request = replace(request, limit=max(0, min(request.limit, MOST)), skip=max(0, request.skip))
    return state().answer(request)


def rows(hits: Iterable[Hit]) -> list[MissionRow]:
    """Return what a list shows of the missions found, in their order; one that stopped being public meanwhile is left out."""
    far = {each.mission: each.distance_km for each in hits}
    found = {row.id: row for row in db.session.execute(_shown().where(Mission.id.in_(far)))} if far else {}
    slots = _coming([each for each, row in found.items() if row.kind is MissionKind.DATED])
    return [_row(found[mission], km, slots.get(mission, [])) for mission, km in far.items() if mission in found]


def wider(request: SearchRequest) -> list[Wider]:
    """Return the wider questions that find something, the nearest to what was asked first: farther, without a filter, from home."""
    tries: list[tuple[str, SearchRequest]] = []
    if request.radius_km is not None and request.point is not None and not request.remote:
        tries += [("radius", replace(request, radius_km=km)) for km in WIDER_RADII if km > request.radius_km]
    if request.domains:
        tries.append(("domain", replace(request, domains=())))
    if request.flags or request.half_days or request.kind:
        tries.append(("filters", replace(request, flags=frozenset(), half_days=0, kind=None)))
    if request.words.strip():
        tries.append(("words", replace(request, words="")))
    if not request.remote:
        tries.append(("remote", replace(request, remote=True)))
    else:
        tries.append(("on_site", replace(request, remote=False)))
    return _that_find(tries) or _that_find(_last_tries(request))


def _that_find(tries: list[tuple[str, SearchRequest]]) -> list[Wider]:
    """Return, of each change, the first question that finds every word, else the first that finds a part of them."""
    found: dict[str, Wider] = {}
    settled: set[str] = set()
    for change, question in tries:
        if change in settled:
            continue
        result = search(replace(question, skip=0, limit=0, counts=False))
        if result.whole:
            settled.add(change)
            found[change] = Wider(change, question, result.whole)
        elif result.total:
            found.setdefault(change, Wider(change, question, result.total))
    return list(found.values())


def _last_tries(request: SearchRequest) -> list[tuple[str, SearchRequest]]:
    """Return what is left to ask when no single change finds anything: the same words anywhere, then anything around the place."""
    tries = [("anywhere", SearchRequest(words=request.words))] if request.words.strip() else []
    if request.point is not None and request.radius_km is not None:
        radii = [request.radius_km, *(km for km in WIDER_RADII if km > request.radius_km)]
        tries += [("around", SearchRequest(point=request.point, radius_km=km)) for km in radii]
    return tries


def near(mission: Mission, most: int = 3, radius_km: float = 25.0) -> list[MissionRow]:
    """Return other missions near one: on site around it, else the newest that are done from home."""
    place = point_of(mission)
    asked = SearchRequest(point=place, radius_km=radius_km, sort=Sort.DISTANCE) if place else SearchRequest(remote=True)
    hits = search(replace(asked, limit=most + 1, counts=False)).hits
    return rows(each for each in hits if each.mission != mission.id)[:most]


def point_of(mission: Mission) -> Point | None:
    """Return where a mission takes place, or None when it is only done from home."""
    if mission.where is Where.REMOTE:
        return None
    if mission.lat is not None and mission.lon is not None:
        return Point(mission.lat, mission.lon)
    return mission.commune.point if mission.commune else None


def find_public_mission(public_id: str) -> Mission | None:
    """Return the mission that anybody may see under this id, or None: published, by a verified association."""
    public = (Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED)
    return db.session.scalar(
        sa.select(Mission).join(Association, Association.id == Mission.association_id)
        .where(Mission.public_id == public_id, *public).options(*WHOLE)
    )


def find_former_mission(public_id: str) -> Mission | None:
    """Return the mission that anybody could see under this id and no longer can (withdrawn, or its association suspended), or None."""
    return db.session.scalar(
        sa.select(Mission).join(Association, Association.id == Mission.association_id)
        .where(Mission.public_id == public_id, Mission.published_at.is_not(None), sa.or_(
            Mission.publication == Publication.WITHDRAWN,
            sa.and_(Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.SUSPENDED),
        )).options(joinedload(Mission.commune))
    )


def find_public_association(public_id: str) -> Association | None:
    """Return the association that anybody may see under this id, or None: a verified one."""
    return db.session.scalar(
        sa.select(Association).where(Association.public_id == public_id, Association.state == AssociationState.VERIFIED)
        .options(joinedload(Association.commune))
    )


def associations(name: str, communes: set[str] | None, *, skip: int, limit: int) -> tuple[list[tuple[Association, int]], int]:
    """Return the verified associations whose name holds every word, in these communes, with how many missions each has, and their total."""
    found = state().named(fold(name[:200]).split(), communes)
    page = found[skip:skip + limit]
    verified = sa.select(Association).where(Association.id.in_(page), Association.state == AssociationState.VERIFIED)
    shown = {each.id: each for each in db.session.scalars(verified.options(joinedload(Association.commune)))} if page else {}
    counts = state().open_by_association()
    return [(shown[key], counts.get(key, 0)) for key in page if key in shown], len(found)


def list_families(user: Any) -> list[WordFamily]:
    """Return the families of words that an account may see, in the order of what people say."""
    chosen = visible_families(user).order_by(sa.func.lower(WordFamily.spoken), WordFamily.id)
    return list(db.session.scalars(chosen.options(joinedload(WordFamily.added_by), joinedload(WordFamily.changed_by))))


def find_family(user: Any, public_id: str) -> WordFamily | None:
    """Return the family of words that an account may see under this id, or None."""
    return db.session.scalar(visible_families(user).where(WordFamily.public_id == public_id))


def _shown() -> sa.Select[*tuple[Any, ...]]:
    chosen: sa.Select[*tuple[Any, ...]] = (
        sa.select(
            Mission.id, Mission.public_id, Mission.title, Association.name.label("association_name"), Commune.name.label("commune_name"),
            Mission.domaine_code, Mission.kind, Mission.half_days, Mission.hours_per_week, Mission.schedule, Mission.where.label("where"),
            Mission.by_bus, Mission.costs_refunded, Mission.places, Mission.places_taken, Mission.published_at,
        )
        .join(Association, Association.id == Mission.association_id).outerjoin(Commune, Commune.code == Mission.commune_code)
        .where(Mission.publication == Publication.PUBLISHED, Association.state == AssociationState.VERIFIED)
    )
    return chosen


def _coming(missions: list[int]) -> dict[int, list[Any]]:
    """Return the slots to come of dated missions, the next first."""
    slots: dict[int, list[Any]] = {}
    if missions:
        chosen = sa.select(Creneau.mission_id, Creneau.starts_at, Creneau.ends_at, Creneau.places, Creneau.places_taken).where(
            Creneau.mission_id.in_(missions), sa.not_(Creneau.cancelled), Creneau.starts_at > clock.now()
        ).order_by(Creneau.starts_at, Creneau.id)
        for slot in db.session.execute(chosen):
            slots.setdefault(slot.mission_id, []).append(slot)
    return slots


def _row(row: Any, km: float | None, slots: list[Any]) -> MissionRow:
    if row.kind is MissionKind.DATED:
        left = sum(each.places - each.places_taken for each in slots) if slots else None
    else:
        left = row.places - row.places_taken if row.places is not None else None
    published: date = clock.local(row.published_at).date()
    remote_only = row.where is Where.REMOTE
    return MissionRow(
        row.id, row.public_id, row.title, row.association_name,
        None if remote_only or row.commune_name is None else row.commune_name.replace("'", "’"), km, row.domaine_code, row.kind,
        row.half_days, row.hours_per_week, row.schedule, (slots[0].starts_at, slots[0].ends_at) if slots else None, max(0, len(slots) - 1),
        row.where is not Where.ON_SITE, row.by_bus and not remote_only, row.costs_refunded, left, left == 0,
        (clock.today() - published).days < NEW_FOR_DAYS,
    )
