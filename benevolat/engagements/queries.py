"""Reads of engagements: those of a person or an association, those whose date has come, and the days on which hours are likely."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from benevolat.candidatures.models import Candidature
from benevolat.competences.models import Competence
from benevolat.competences.queries import all_competences
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict
from benevolat.core.labels import Labelled
from benevolat.missions.models import Mission, MissionKind
from benevolat.missions.queries import skills_of_domaine

from .models import STANDS, Bilan, BilanCompetence, BilanState, Contretemps, Declaration, Engagement, Releve, State
from .permissions import can_enter_hours, is_host, visible_hosted_engagements, visible_own_engagements
from .workflow import (
    ANSWER,
    ASSOCIATION_SILENT,
    BILAN,
    REDECLARED,
    REMINDED_AFTER,
    SETTLED,
    UNWRITTEN,
    VOLUNTEER_SILENT,
    WORKFLOW,
    correctable_until,
)

DAYS_SHOWN = 7


def whole(query: sa.Select[Engagement]) -> list[Engagement]:
    """Run a query with everything a list shows, in a number of queries that does not grow with its rows."""
    return list(db.session.scalars(query.options(
        joinedload(Engagement.user), joinedload(Engagement.association), selectinload(Engagement.contretemps),
        joinedload(Engagement.candidature).joinedload(Candidature.creneau),
        joinedload(Engagement.candidature).joinedload(Candidature.mission).joinedload(Mission.domaine),
        joinedload(Engagement.bilan).selectinload(Bilan.competences).joinedload(BilanCompetence.competence),
        joinedload(Engagement.declaration).joinedload(Declaration.domaine), selectinload(Engagement.releves),
    )))


def own_engagements(user: Any) -> list[Engagement]:
    """Return what a person does or did, the latest first."""
    return whole(visible_own_engagements(user).order_by(Engagement.starts_on.desc(), Engagement.id.desc()))


class HostedGroup(Labelled):
    """What a list of people received is divided into, what is to be done first."""

    TO_SIGN = "a-signer", _l("Bilans à signer")
    TO_WRITE = "a-ecrire", _l("Bilans à écrire\u00a0: deux minutes chacun")
    HERE = "ici", _l("Ici en ce moment")
    COMING = "bientot", _l("Bientôt ici")
    ANSWERED = "en-attente", _l("En attente de la personne")
    OVER = "termine", _l("Terminé")


_GROUP = sa.case(
    (Engagement.state.in_((State.ATTESTED, State.NOT_DONE, State.CANCELLED)), HostedGroup.OVER.value),
    (Engagement.state == State.IN_PROGRESS, HostedGroup.HERE.value), (Engagement.state == State.PLANNED, HostedGroup.COMING.value),
    (Bilan.state == BilanState.PREPARED, HostedGroup.TO_SIGN.value),
    (Bilan.state.in_((BilanState.CONFIRMED, BilanState.WITHDRAWN)), HostedGroup.ANSWERED.value),
    else_=HostedGroup.TO_WRITE.value,
).label("hosted_group")


@dataclass(frozen=True, slots=True)
class Hosted:
    """Some of the people of a group, and how many there are in it."""

    engagements: list[Engagement]
    total: int


def hosted_groups(user: Any, *, only: HostedGroup | None = None, page: int = 1, size: int = 20) -> dict[HostedGroup, Hosted]:
    """Return who is or was received in the associations of an account, by group, a page of each (or of one alone).

    The nearest date comes first, and the latest in what is over. Two reads of rows, however many people there are.
    """
    over = sa.case((_GROUP.in_((HostedGroup.OVER.value,)), 1), else_=0)
    latest = sa.case((over == 1, Engagement.starts_on))
    order = (latest.desc(), sa.case((over == 0, Engagement.starts_on)), sa.case((over == 1, -Engagement.id), else_=Engagement.id))
    ranked = (
        visible_hosted_engagements(user).outerjoin(Bilan, Bilan.engagement_id == Engagement.id).with_only_columns(
            Engagement.id, _GROUP, sa.func.row_number().over(partition_by=_GROUP, order_by=order).label("rank"),
            sa.func.count().over(partition_by=_GROUP).label("total"),
        )
    ).subquery()
    first = (page - 1) * size
    chosen = sa.select(ranked).where(ranked.c.rank > first, ranked.c.rank <= first + size).order_by(ranked.c.rank)
    rows = db.session.execute(chosen.where(ranked.c.hosted_group == only.value) if only is not None else chosen).all()
    found = {each.id: each for each in whole(sa.select(Engagement).where(Engagement.id.in_([row.id for row in rows])))} if rows else {}
    groups: dict[str, Hosted] = {}
    for row in rows:
        groups.setdefault(row.hosted_group, Hosted([], row.total)).engagements.append(found[row.id])
    return {group: groups[group.value] for group in HostedGroup if group.value in groups}


def find_own_engagement(user: Any, public_id: str) -> Engagement | None:
    """Return an engagement of the person, or None."""
    return next(iter(whole(visible_own_engagements(user).where(Engagement.public_id == public_id))), None)


def find_hosted_engagement(user: Any, public_id: str) -> Engagement | None:
    """Return an engagement in the associations of an account, or None."""
    return next(iter(whole(visible_hosted_engagements(user).where(Engagement.public_id == public_id))), None)


def is_running(engagement: Engagement | None) -> bool:
    """Tell whether what a candidature planned may still be called off: nothing is planned yet, or it is not over."""
    return engagement is None or engagement.state in (State.PLANNED, State.IN_PROGRESS)


def engagement_of(candidature: Candidature) -> Engagement | None:
    """Return what a candidature planned, if it was accepted."""
    return db.session.scalar(sa.select(Engagement).where(Engagement.candidature_id == candidature.id))


def engagements_of_mission(mission: Mission) -> list[Engagement]:
    """Return the planned and present engagements of a mission: the people to tell when it changes."""
    return whole(
        sa.select(Engagement).join(Candidature, Candidature.id == Engagement.candidature_id)
        .where(Candidature.mission_id == mission.id, Engagement.state.in_((State.PLANNED, State.IN_PROGRESS)))
        .order_by(Engagement.id)
    )


def engagements_of_association(association_id: int) -> list[Engagement]:
    """Return the planned and present engagements in an association."""
    return whole(
        sa.select(Engagement)
        .where(Engagement.association_id == association_id, Engagement.state.in_((State.PLANNED, State.IN_PROGRESS)))
        .order_by(Engagement.id)
    )


def to_advance() -> list[Engagement]:
    """Return what may start or end today; `services.advance` looks at the hour."""
    today = clock.today()
    return whole(sa.select(Engagement).where(sa.or_(
        sa.and_(Engagement.state == State.PLANNED, Engagement.starts_on <= today),
        sa.and_(Engagement.state == State.IN_PROGRESS, Engagement.ends_on <= today),
    )).order_by(Engagement.id))


def _unwritten_since(delay: timedelta) -> sa.Select[Engagement]:
    return sa.select(Engagement).outerjoin(Bilan, Bilan.engagement_id == Engagement.id).where(
        Engagement.state == State.TO_CLOSE, Engagement.association_id.is_not(None), Engagement.to_close_at <= clock.now() - delay,
        sa.or_(Bilan.id.is_(None), Bilan.state.in_(UNWRITTEN)),
    ).order_by(Engagement.id)


def closings_to_remind() -> list[Engagement]:
    """Return the engagements whose bilan is awaited for a week and never reminded, or for three weeks and reminded once, a week ago."""
    first, second = REMINDED_AFTER
    now = clock.now()
    return whole(_unwritten_since(first).where(sa.or_(
        Engagement.reminders == 0,
        sa.and_(Engagement.reminders == 1, Engagement.to_close_at <= now - second, Engagement.reminded_at <= now - first),
    )))


def silent_associations() -> list[Engagement]:
    """Return the engagements over for thirty days without a bilan, whose volunteer was not told yet what can be done."""
    return whole(_unwritten_since(ASSOCIATION_SILENT).where(Engagement.silence_told_at.is_(None)))


def silent_volunteers() -> list[Engagement]:
    """Return the engagements whose bilan waits for the person's answer for twenty-one days."""
    return whole(
        sa.select(Engagement).join(Bilan, Bilan.engagement_id == Engagement.id).where(
            Bilan.state == BilanState.CONFIRMED, Engagement.state == State.TO_CLOSE,
            sa.func.coalesce(Bilan.corrected_at, Bilan.confirmed_at) <= clock.now() - VOLUNTEER_SILENT,
        ).order_by(Engagement.id)
    )


def likely_days(engagement: Engagement) -> list[date]:
    """Return the days on which hours are likely and not written yet, the latest first: those of the créneau or of the mission's week."""
    last = min(clock.today(), engagement.ends_on or clock.today())
    written = {each.day for each in engagement.releves} | {each.day for each in engagement.contretemps}
    mission = engagement.candidature.mission if engagement.candidature is not None else None
    mask = mission.half_days if mission is not None and mission.kind is MissionKind.REGULAR else 0
    found: list[date] = []
    day = last
    while day >= engagement.starts_on and (last - day).days < 8 * 7 and len(found) < DAYS_SHOWN:
        if day not in written and (not mask or mask >> (3 * day.weekday()) & 0b111):
            found.append(day)
        day -= timedelta(days=1)
    return found


def usual_minutes(engagement: Engagement) -> list[int]:
    """Return the durations offered as buttons: one, two, three hours, and the créneau's own (real time, across a change of hour)."""
    offered = {60, 120, 180}
    if engagement.candidature is not None and engagement.candidature.creneau is not None:
        slot = engagement.candidature.creneau
        length = int(slot.duration.total_seconds()) // 60
        offered.add(min(length, clock.day_minutes(clock.local(slot.starts_at).date())))
    return sorted(offered)


USUAL = ("accueillir", "equipe", "fiabilite", "autonomie", "consignes-securite", "s-adapter", "apprendre", "ecouter")
"""What nearly every engagement lets show."""


def likely_competences(engagement: Engagement, said: Collection[str] = ()) -> list[Competence]:
    """Return the whole referential, the most likely first.

    That is what was said already, what the mission lets show, what other missions of its domain do, the usual ones, then the core.
    """
    mission = engagement.candidature.mission if engagement.candidature is not None else None
    own = {each.code for each in mission.competences} if mission is not None else set()
    domaine = mission.domaine_code if mission is not None else engagement.declaration.domaine_code if engagement.declaration else None
    often = skills_of_domaine(domaine) if domaine is not None else {}
    rows = all_competences()

    def rank(each: Competence) -> tuple[bool, bool, int, bool, bool]:
        return each.code not in said, each.code not in own, -often.get(each.code, 0), each.code not in USUAL, not each.core

    return sorted(rows, key=rank)


def line_of(engagement: Engagement, day: str) -> Releve:
    """Return the line of a day (YYYY-MM-DD); raises Conflict when it was taken away meanwhile."""
    line = next((each for each in engagement.releves if each.day.isoformat() == day), None)
    if line is None:
        raise Conflict()
    return line


def contretemps_of(engagement: Engagement, day: str) -> Contretemps:
    """Return what was said of a day without hours (YYYY-MM-DD); raises Conflict when it was taken away meanwhile."""
    said = next((each for each in engagement.contretemps if each.day.isoformat() == day), None)
    if said is None:
        raise Conflict()
    return said


def planned_end(candidature: Candidature) -> date | None:
    """Return the last day that a candidature plans: the créneau's in Europe/Paris (midnight ends the day before), or the mission's."""
    if candidature.creneau is None:
        return candidature.mission.ends_on
    return clock.local(candidature.creneau.ends_at - timedelta(microseconds=1)).date()


def open_actions(engagement: Engagement, user: Any) -> set[str]:
    """Return what a person may do now with an engagement and its bilan: both tables, less what dates or the other side forbid."""
    bilan = engagement.bilan
    actions = {row.action for row in WORKFLOW.available(engagement, user)}
    if bilan is not None and bilan.state not in UNWRITTEN:
        actions -= {"resume", "not_done"} if bilan.state is not BilanState.WITHDRAWN else {"resume"}
    if engagement.candidature is None or _planned_end_past(engagement.candidature):
        actions.discard("resume")
    if bilan is not None and engagement.state in (State.TO_CLOSE, State.ATTESTED):
        actions |= _open_on_bilan(bilan, user)
        if bilan.state in STANDS and is_host(user, engagement):
            actions.add("thank")
    settled = bilan is not None and bilan.state in SETTLED
    if can_enter_hours(user, engagement) and engagement.state in (State.IN_PROGRESS, State.TO_CLOSE) and not settled:
        actions.add("hours")
    if engagement.elsewhere:
        return _open_elsewhere(engagement, actions)
    return actions


def _open_elsewhere(engagement: Engagement, actions: set[str]) -> set[str]:
    """Keep what makes sense without another side on the platform: answer the bilan, change what one declared, take it out."""
    bilan = engagement.bilan
    kept = actions & {"agree", "disagree", "remove", "reopen"}
    if engagement.state in (State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE) and (bilan is None or bilan.state in REDECLARED):
        kept.add("edit")
    return kept


def _open_on_bilan(bilan: Bilan, user: Any) -> set[str]:
    now = clock.now()
    actions = {row.action for row in BILAN.available(bilan, user)}
    until = correctable_until(bilan)
    if until is not None and until < now:
        actions -= {"correct", "withdraw"}
    if bilan.asked_at is not None and bilan.asked_at + ANSWER < now:
        actions -= {"agree", "disagree", "answer"}
    if "confirm" in actions:
        actions.discard("prepare")
    if bilan.draft_words is None:
        actions.discard("keep_declared")
    if bilan.answer_words is not None:
        actions.discard("answer")
    ended = bilan.engagement.to_close_at
    if ended is not None and ended + ASSOCIATION_SILENT > now:
        actions.discard("keep_declared")
    return actions


def _planned_end_past(candidature: Candidature) -> bool:
    if candidature.creneau is not None:
        return candidature.creneau.ends_at <= clock.now()
    return candidature.mission.ends_on is not None and candidature.mission.ends_on < clock.today()


def received_until(association_id: int, last: date) -> list[Engagement]:
    """Return the engagements in an association that began by a day and were neither called off nor left undone."""
    lived = (State.IN_PROGRESS, State.TO_CLOSE, State.ATTESTED)
    return whole(sa.select(Engagement).where(
        Engagement.association_id == association_id, Engagement.state.in_(lived), Engagement.starts_on <= last
    ).order_by(Engagement.id))


def first_received(association_id: int) -> date | None:
    """Return the first day anybody was received in an association, or None."""
    return db.session.scalar(sa.select(sa.func.min(Engagement.starts_on)).where(Engagement.association_id == association_id))
