"""Reads of missions, each named for the question it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.territoire.models import Commune

from .models import FURTHEST, MOST_SLOTS, Creneau, Mission, MissionCompetence, MissionImport, MissionKind, Publication
from .permissions import EDITABLE, own_missions, visible_imports, visible_missions
from .sheet import Column, Fault, Line, Problem, plain

WHOLE = (
    joinedload(Mission.association).joinedload(Association.commune), joinedload(Mission.commune), joinedload(Mission.domaine),
    selectinload(Mission.creneaux), selectinload(Mission.competences),
)
"""Everything a mission's own page shows, in three queries."""
BEFORE_FIRST, BETWEEN = timedelta(days=90), timedelta(days=14)
LATE, SPREAD = timedelta(days=2), 30
"""From when a first reminder is late, and over how many days the late ones are spread."""
"""A regular mission that nobody touched for 90 days is asked about; again 14 days later; 14 days after that it is paused."""
ORDER = (
    Publication.TO_CORRECT, Publication.DRAFT, Publication.SUBMITTED, Publication.PUBLISHED, Publication.REFUSED, Publication.WITHDRAWN,
)
"""In a list for its association: what waits for it first."""


def find_visible_mission(user: Any, public_id: str) -> Mission | None:
    """Return the mission this person may see under this id, or None."""
    return db.session.scalar(visible_missions(user).where(Mission.public_id == public_id).options(*WHOLE))


def find_own_mission(user: Any, public_id: str) -> Mission | None:
    """Return the mission of an association this person acts for, or None."""
    return db.session.scalar(own_missions(user).where(Mission.public_id == public_id).options(*WHOLE))


def find_creneau(mission: Mission, public_id: str) -> Creneau | None:
    """Return a créneau of a mission, or None."""
    return next((each for each in mission.creneaux if each.public_id == public_id), None)


def takes_dates(mission: Mission) -> bool:
    """Tell whether dates may still be added: withdrawn, refused, or published as a rhythm, a mission takes none."""
    return mission.publication in EDITABLE and (mission.kind is MissionKind.DATED or mission.published_at is None)


def ids_of(public_ids: Sequence[str]) -> dict[str, int]:
    """Return the row number of each public id that exists, in the order given."""
    if not public_ids:
        return {}
    found = {row.public_id: row.id for row in db.session.execute(
        sa.select(Mission.id, Mission.public_id).where(Mission.public_id.in_(public_ids))
    )}
    return {each: found[each] for each in public_ids if each in found}


def missions_of(association: Association) -> list[Mission]:
    """Return an association's missions with what their three status axes need: what waits for it first, then the newest."""
    rank = sa.case({state: place for place, state in enumerate(ORDER)}, value=Mission.publication)
    return list(db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association.id).order_by(rank, Mission.updated_at.desc(), Mission.id)
        .options(joinedload(Mission.commune), selectinload(Mission.creneaux))
    ))


PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of an association's missions, and how many there are, in the list and in the archives."""

    rows: list[Mission]
    page: int
    pages: int
    counts: dict[bool, int]


def _archived() -> sa.ColumnElement[bool]:
    """What leaves the list of its association: withdrawn, refused, or published and over."""
    return sa.or_(
        Mission.publication.in_((Publication.WITHDRAWN, Publication.REFUSED)),
        sa.and_(Mission.publication == Publication.PUBLISHED, Mission.ends_on.is_not(None), Mission.ends_on < clock.today()),
    )


def list_missions(association: Association, *, archived: bool = False, text: str = "", page: int = 1, per_page: int = PER_PAGE) -> Listed:
    """Return a page of an association's missions, those that wait for it first, or of its archives; only titles that hold the text.

    Three statements and those of the créneaux and communes, however many missions there are.
    """
    wanted = [Mission.association_id == association.id]
    if text:
        wanted.append(Mission.title.icontains(text, autoescape=True))
    rank = sa.case({state: place for place, state in enumerate(ORDER)}, value=Mission.publication)
    told = sa.case((_archived(), 1), else_=0)
    counts = {False: 0, True: 0} | {
        bool(row[0]): row[1] for row in db.session.execute(sa.select(told, sa.func.count()).where(*wanted).group_by(told))
    }
    pages = max(1, -(-counts[archived] // per_page))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        sa.select(Mission).where(*wanted, _archived() if archived else sa.not_(_archived()))
        .order_by(rank, Mission.updated_at.desc(), Mission.id).limit(per_page).offset((page - 1) * per_page)
        .options(joinedload(Mission.commune), selectinload(Mission.creneaux))
    )
    return Listed(list(rows), page, pages, counts)


def find_own_missions(user: Any, association: Association, public_ids: Sequence[str]) -> list[Mission]:
    """Return those of these missions that are an association's and that this person acts for, by title."""
    return list(db.session.scalars(
        own_missions(user).where(Mission.association_id == association.id, Mission.public_id.in_(list(public_ids)[:PER_PAGE]))
        .order_by(Mission.title, Mission.id).options(joinedload(Mission.association), joinedload(Mission.commune))
    ))


def siblings_of(mission: Mission) -> list[Mission]:
    """Return the same mission in its other places, those that may still change, by commune; nothing is asked for one alone."""
    if mission.group_key is None:
        return []
    return list(db.session.scalars(
        sa.select(Mission).outerjoin(Commune, Commune.code == Mission.commune_code)
        .where(Mission.group_key == mission.group_key, Mission.association_id == mission.association_id, Mission.id != mission.id,
               Mission.publication.in_(EDITABLE))
        .order_by(Commune.name, Mission.id)
        .options(contains_eager(Mission.commune), joinedload(Mission.association), selectinload(Mission.creneaux))
    ))


def public_siblings(mission: Mission) -> list[Mission]:
    """Return the same mission in its other places, those that everybody may see, by commune."""
    return [each for each in siblings_of(mission) if each.publication is Publication.PUBLISHED]


def group_sizes(missions: Sequence[Mission]) -> dict[str, int]:
    """Return in how many places each of these missions is proposed, by the key of its group, in one statement."""
    keys = {each.group_key for each in missions if each.group_key is not None}
    if not keys:
        return {}
    rows = db.session.execute(
        sa.select(Mission.group_key, sa.func.count()).where(Mission.group_key.in_(keys), Mission.publication.in_(EDITABLE))
        .group_by(Mission.group_key)
    )
    return {str(row[0]): row[1] for row in rows}


def missions_to_correct(association: Association, limit: int = 10) -> list[Mission]:
    """Return the missions a modérateur sent back, the last one first."""
    return list(db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association.id, Mission.publication == Publication.TO_CORRECT)
        .order_by(Mission.updated_at.desc(), Mission.id).limit(limit)
    ))


def missions_to_renew() -> list[Mission]:
    """Return the published regular missions whose next reminder, or pause, is due.

    A first reminder that is late (a site that begins to remind, a worker that was down) waits for its association's day, one in thirty:
    nothing is sent to everybody on one day, and an association reads its own together.
    """
    first, next_one = clock.now() - BEFORE_FIRST, clock.now() - BETWEEN
    its_day = sa.or_(Mission.fresh_at > first - LATE, Mission.association_id % SPREAD == clock.today().toordinal() % SPREAD)
    return list(db.session.scalars(
        sa.select(Mission).where(
            Mission.publication == Publication.PUBLISHED, Mission.kind == MissionKind.REGULAR, Mission.recruiting,
            sa.or_(Mission.ends_on.is_(None), Mission.ends_on >= clock.today()),
            sa.or_(sa.and_(Mission.reminded_at.is_(None), Mission.fresh_at <= first, its_day), Mission.reminded_at <= next_one),
        ).order_by(Mission.id)
    ))


def missions_to_resume() -> list[Mission]:
    """Return the paused missions whose day of return has come."""
    return list(db.session.scalars(
        sa.select(Mission).where(
            Mission.publication == Publication.PUBLISHED, sa.not_(Mission.recruiting), Mission.resumes_on <= clock.today()
        ).order_by(Mission.id).with_for_update()
    ))


def find_by_link(public_id: str) -> Mission | None:
    """Return a published mission for whoever holds the link of its reminder; what the link allows is can_confirm_mission's to say."""
    return db.session.scalar(
        sa.select(Mission).where(Mission.public_id == public_id, Mission.publication == Publication.PUBLISHED).options(*WHOLE)
    )


def next_creneaux(association: Association, limit: int = 5) -> list[Creneau]:
    """Return the next slots of an association's published missions."""
    return list(db.session.scalars(
        sa.select(Creneau).join(Mission, Creneau.mission_id == Mission.id)
        .where(Mission.association_id == association.id, Mission.publication == Publication.PUBLISHED, Mission.kind == MissionKind.DATED,
               Creneau.starts_at > clock.now(), sa.not_(Creneau.cancelled))
        .order_by(Creneau.starts_at, Creneau.id).limit(limit).options(contains_eager(Creneau.mission))
    ))


def skills_of_domaine(domaine_code: str) -> dict[str, int]:
    """Return how many published missions of a domain let each skill show."""
    rows = db.session.execute(
        sa.select(MissionCompetence.competence_code, sa.func.count())
        .join(Mission, Mission.id == MissionCompetence.mission_id)
        .where(Mission.domaine_code == domaine_code, Mission.publication == Publication.PUBLISHED)
        .group_by(MissionCompetence.competence_code)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Change:
    """A line that changes a mission: what of it, and the dates it adds."""

    line: Line
    mission: Mission
    answers: dict[str, Any]
    dates: list[tuple[datetime, datetime]]

    @property
    def labels(self) -> list[str]:
        """The titles of the columns that change."""
        return [str(each.label) for each in Column if each.value in self.answers or (each is Column.DATES and self.dates)]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: the new missions, those that change and in what, those that do not, and the lines left aside."""

    new: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_import(kept: MissionImport) -> Plan:
    """Return what an import would do now, in two statements however many lines it has."""
    lines = [Line.load(each) for each in kept.content["lines"]]
    plan = Plan(problems=[Problem.load(each, Column, Fault) for each in kept.content["problems"]])
    by_reference, by_text = _held(kept.association_id)
    asked = {each.reference for each in lines}
    for line in lines:
        mission = by_reference.get(line.reference)
        twin = by_text.get(line.same_as)
        if mission is None and twin is not None and (twin.reference or twin.public_id) not in asked:
            plan.problems.append(Problem(line.number, Column.REFERENCE, Fault.MOVED))
        elif mission is None and any(start <= clock.now() or start > clock.now() + FURTHEST for start, _end in line.dates):
            plan.problems.append(Problem(line.number, Column.DATES, Fault.PAST))
        elif mission is None:
            plan.new.append(line)
        else:
            _compare(line, mission, plan)
    plan.problems.sort(key=lambda each: each.number)
    return plan


def _held(association_id: int) -> tuple[dict[str, Mission], dict[tuple[str, Any], Mission]]:
    """Return an association's missions by their reference (or their own id here), and those alive by their title and commune."""
    rows = list(db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association_id).order_by(Mission.id).options(selectinload(Mission.creneaux))
    ))
    references = {each.public_id: each for each in rows} | {each.reference: each for each in rows if each.reference}
    return references, {(plain(each.title), each.commune_code): each for each in rows if each.publication in EDITABLE}


def _compare(line: Line, mission: Mission, plan: Plan) -> None:
    """Put a line whose mission is known among those that change it, those that do not, or those that cannot."""
    held = {(each.starts_at, each.ends_at) for each in mission.creneaux}
    dates = [each for each in line.dates if each not in held]
    left_out = {"places"} if line.dates else set()
    answers = {name: value for name, value in line.answers.items() if name not in left_out and getattr(mission, name) != value}
    fault: tuple[Column | None, Fault] | None = None
    if mission.publication not in EDITABLE:
        fault = (Column.REFERENCE, Fault.CLOSED)
    elif "kind" in answers and mission.published_at is not None:
        fault = (None, Fault.KIND)
    elif answers.get("places", mission.places_taken) < mission.places_taken:
        fault = (Column.PLACES, Fault.TAKEN)
    elif any(start <= clock.now() or start > clock.now() + FURTHEST for start, _end in dates):
        fault = (Column.DATES, Fault.PAST)
    elif len(held) + len(dates) > MOST_SLOTS:
        fault = (Column.DATES, Fault.MANY)
    if fault is not None:
        plan.problems.append(Problem(line.number, *fault))
    elif answers or dates:
        plan.changed.append(Change(line, mission, answers, dates))
    else:
        plan.same.append(line)


def missions_to_export(association: Association) -> list[Mission]:
    """Return an association's missions that may still change, by title, with what a line of a file says of them."""
    return list(db.session.scalars(
        sa.select(Mission).where(Mission.association_id == association.id, Mission.publication.in_(EDITABLE))
        .order_by(Mission.title, Mission.id)
        .options(joinedload(Mission.commune), joinedload(Mission.domaine), selectinload(Mission.creneaux))
    ))


def find_import(user: Any, public_id: str) -> MissionImport | None:
    """Return what was read of one's own file, for an hour, or None."""
    return db.session.scalar(
        visible_imports(user).where(MissionImport.public_id == public_id).options(joinedload(MissionImport.association))
    )
