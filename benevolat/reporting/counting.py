"""Counting what happened in a quarter: one grouped statement a series, which names a territory, a domain, a month and a person.

The persons are only there so that the same one is not taken for five; no figure keeps them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from benevolat.accompagnement.models import Referent, Service
from benevolat.alertes.models import Alerte, AlertePart, Part
from benevolat.associations.models import Association
from benevolat.candidatures.models import Candidature
from benevolat.contrats.models import Annexe, AnonymousCount, Contrat, Figure
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Bilan, Declaration, Engagement, State
from benevolat.missions.models import Mission
from benevolat.passeport.models import Skill, SkillState
from benevolat.search.models import UnmetCount
from benevolat.temoignages.models import State as TemoignageState
from benevolat.temoignages.models import Temoignage
from benevolat.territoire.models import Commune
from benevolat.territoire.queries import nearest_commune

from .models import Series
from .series import NO_DOMAIN, NOWHERE, Quarter


class Counted(NamedTuple):
    """So many of a person's (or of nobody's) in one territory, one domain and one month of the quarter."""

    territoire: str
    domaine: str
    month: int
    person: Any
    value: int
    minutes: int = 0


class Answer(NamedTuple):
    """How long an association took to answer."""

    territoire: str
    days: float


def _month(moment: Any, quarter: Quarter) -> Any:
    """Say, in SQL, which month of the quarter a moment is in."""
    _first, second, third, _after = quarter.bounds
    return sa.case((moment < second, 0), (moment < third, 1), else_=2)


def _within(moment: Any, quarter: Quarter) -> Any:
    first, *_rest, after = quarter.bounds
    return sa.and_(moment >= first, moment < after)


_place = aliased(Commune)
_territoire = sa.func.coalesce(_place.territoire_code, NOWHERE)


def _about_candidature(moment: Any, quarter: Quarter) -> sa.Select[Any]:
    """Group candidatures by the territory of what was to be done (the mission's, else the association's) and its domain."""
    month, domaine = _month(moment, quarter), sa.func.coalesce(Mission.domaine_code, NO_DOMAIN)
    return (
        sa.select(_territoire, domaine, month, Candidature.user_id, sa.func.count(), sa.literal(0))
        .select_from(Candidature).join(Mission, Mission.id == Candidature.mission_id)
        .join(Association, Association.id == Mission.association_id)
        .outerjoin(_place, _place.code == sa.func.coalesce(Mission.commune_code, Association.commune_code))
        .where(_within(moment, quarter)).group_by(_territoire, domaine, month, Candidature.user_id)
    )


def _about_engagement(moment: Any, quarter: Quarter, what: Any = None, minutes: Any = None) -> sa.Select[Any]:
    """Group engagements the same way; one declared elsewhere has no territory, and the domain the person gave it."""
    month = _month(moment, quarter)
    domaine = sa.func.coalesce(Mission.domaine_code, Declaration.domaine_code, NO_DOMAIN)
    return (
        sa.select(_territoire, domaine, month, Engagement.user_id, sa.func.count(),
                  sa.func.coalesce(sa.func.sum(minutes), 0) if minutes is not None else sa.literal(0))
        .select_from(what if what is not None else Engagement)
        .outerjoin(Candidature, Candidature.id == Engagement.candidature_id).outerjoin(Mission, Mission.id == Candidature.mission_id)
        .outerjoin(Association, Association.id == Engagement.association_id)
        .outerjoin(Declaration, Declaration.engagement_id == Engagement.id)
        .outerjoin(_place, _place.code == sa.func.coalesce(Mission.commune_code, Association.commune_code))
        .where(_within(moment, quarter)).group_by(_territoire, domaine, month, Engagement.user_id)
    )


def _passage(noun: str, *actions: str, last: bool = False) -> Any:
    """Say when each object made a passage first (or last): its log is what dates it."""
    at = sa.func.max(TransitionLog.at) if last else sa.func.min(TransitionLog.at)
    return (
        sa.select(TransitionLog.object_id, at.label("at"))
        .where(TransitionLog.noun == noun, TransitionLog.action.in_(actions)).group_by(TransitionLog.object_id).subquery()
    )


def _sent(quarter: Quarter) -> sa.Select[Any]:
    return _about_candidature(Candidature.sent_at, quarter)


def _accepted(quarter: Quarter) -> sa.Select[Any]:
    accepted = _passage("candidature", "accept")
    return _about_candidature(accepted.c.at, quarter).join(accepted, accepted.c.object_id == Candidature.id)


def _first_answers() -> Any:
    """Say when an association first answered each candidature: what the system does by itself is no answer."""
    return (
        sa.select(TransitionLog.object_id, sa.func.min(TransitionLog.at).label("at"))
        .where(TransitionLog.noun == "candidature", TransitionLog.action.in_(("accept", "decline", "waitlist")),
               TransitionLog.actor_id.is_not(None))
        .group_by(TransitionLog.object_id).subquery()
    )


def _answered(quarter: Quarter) -> sa.Select[Any]:
    answers = _first_answers()
    return _about_candidature(answers.c.at, quarter).join(answers, answers.c.object_id == Candidature.id)


def _done(quarter: Quarter) -> sa.Select[Any]:
    return _about_engagement(Engagement.to_close_at, quarter).where(Engagement.state.in_((State.TO_CLOSE, State.ATTESTED)))


def _not_done(quarter: Quarter) -> sa.Select[Any]:
    said = _passage("engagement", "not_done", last=True)
    rows = _about_engagement(said.c.at, quarter).join(said, said.c.object_id == Engagement.id)
    return rows.where(Engagement.state == State.NOT_DONE)


def _attested(quarter: Quarter) -> sa.Select[Any]:
    attested = _passage("engagement", "attest", last=True)
    return (
        _about_engagement(attested.c.at, quarter, minutes=Bilan.minutes).join(attested, attested.c.object_id == Engagement.id)
        .join(Bilan, Bilan.engagement_id == Engagement.id).where(Engagement.state == State.ATTESTED)
    )


def _skills(quarter: Quarter) -> sa.Select[Any]:
    what = sa.join(Skill, Engagement, Engagement.id == Skill.engagement_id)
    return _about_engagement(Skill.attested_at, quarter, what).where(Skill.state != SkillState.CLAIMED)


def _temoignages(quarter: Quarter) -> sa.Select[Any]:
    what = sa.join(Temoignage, Engagement, Engagement.id == Temoignage.engagement_id)
    return _about_engagement(Temoignage.published_at, quarter, what).where(Temoignage.state == TemoignageState.PUBLISHED)


def _signed(quarter: Quarter) -> sa.Select[Any]:
    """Group annexes by the territory of the service of whoever signed second; the amendments have another action."""
    month, territoire = _month(TransitionLog.at, quarter), sa.func.coalesce(Service.territoire_code, NOWHERE)
    return (
        sa.select(territoire, sa.literal(NO_DOMAIN), month, Contrat.user_id, sa.func.count(), sa.literal(0)).select_from(TransitionLog)
        .join(Annexe, sa.and_(Annexe.id == TransitionLog.object_id, TransitionLog.at >= Annexe.created_at))
        .join(Contrat, Contrat.id == Annexe.contrat_id).outerjoin(Referent, Referent.user_id == TransitionLog.actor_id)
        .outerjoin(Service, Service.id == Referent.service_id)
        .where(TransitionLog.noun == "annexe", TransitionLog.action == "countersign", _within(TransitionLog.at, quarter))
        .group_by(territoire, month, Contrat.user_id)
    )


def _first(quarter: Quarter) -> sa.Select[Any]:
    return _signed(quarter).where(Annexe.already_engaged.is_(False))


STATEMENTS: dict[Series, Callable[[Quarter], sa.Select[Any]]] = {
    Series.SENT: _sent, Series.ANSWERED: _answered, Series.ACCEPTED: _accepted, Series.DONE: _done, Series.NOT_DONE: _not_done,
    Series.ATTESTED: _attested, Series.SKILLS: _skills, Series.TEMOIGNAGES: _temoignages, Series.SIGNED: _signed, Series.FIRST: _first,
}


def count(series: Series, quarter: Quarter) -> list[Counted]:
    """Return what a series counts in a quarter."""
    if series in STATEMENTS:
        return [Counted(*row) for row in db.session.execute(STATEMENTS[series](quarter))]
    return list(ANONYMOUS[series](quarter))


def answers(quarter: Quarter) -> list[Answer]:
    """Return how long each first answer of a quarter took, and where."""
    first = _first_answers()
    rows = db.session.execute(
        sa.select(_territoire, Candidature.sent_at, first.c.at).select_from(Candidature).join(first, first.c.object_id == Candidature.id)
        .join(Mission, Mission.id == Candidature.mission_id).join(Association, Association.id == Mission.association_id)
        .outerjoin(_place, _place.code == sa.func.coalesce(Mission.commune_code, Association.commune_code))
        .where(_within(first.c.at, quarter))
    )
    return [Answer(territoire, max(0.0, (at - sent_at).total_seconds() / 86_400)) for territoire, sent_at, at in rows]


def _offers(figure: Figure) -> Callable[[Quarter], Iterator[Counted]]:
    """Count what was never written with a name: each one counts as somebody else."""

    def counted(quarter: Quarter) -> Iterator[Counted]:
        rows = db.session.execute(
            sa.select(AnonymousCount.territoire_code, AnonymousCount.value)
            .where(AnonymousCount.figure == figure, AnonymousCount.quarter == quarter.code)
        )
        return (Counted(territoire, NO_DOMAIN, 0, n, 1) for territoire, value in rows for n in _numbers(territoire, value))

    return counted


def _numbers(row: str, value: int) -> Iterable[tuple[str, int]]:
    return ((row, n) for n in range(value))


def _unmet(quarter: Quarter) -> Iterator[Counted]:
    rows = db.session.execute(
        sa.select(UnmetCount.territoire_code, UnmetCount.domaine_code, UnmetCount.value).where(UnmetCount.quarter == quarter.code)
    )
    return (
        Counted(territoire, domaine, 0, n, 1)
        for territoire, domaine, value in rows for n in _numbers(f"{territoire}/{domaine}", value)
    )


def _alertes(quarter: Quarter) -> Iterator[Counted]:
    """Count alertes where their search looks; one of several domains, or of any, is of none."""
    domains = (
        sa.select(AlertePart.alerte_id, sa.func.min(AlertePart.value).label("code")).where(AlertePart.part == Part.DOMAIN)
        .group_by(AlertePart.alerte_id).having(sa.func.count() == 1).subquery()
    )
    month = _month(Alerte.created_at, quarter)
    rows = db.session.execute(
        sa.select(Alerte.territory, Alerte.lat, Alerte.lon, domains.c.code, month, Alerte.user_id, Alerte.email, Alerte.phone)
        .outerjoin(domains, domains.c.alerte_id == Alerte.id).where(_within(Alerte.created_at, quarter))
    )
    for territory, lat, lon, domaine, month_of, *holder in rows:
        place = nearest_commune(Point(lat, lon)) if territory is None and lat is not None else None
        where = territory or (place.territoire_code if place is not None else None) or NOWHERE
        yield Counted(where, domaine or NO_DOMAIN, month_of, tuple(holder), 1)


ANONYMOUS: dict[Series, Callable[[Quarter], Iterator[Counted]]] = {
    Series.OFFERED: _offers(Figure.OFFERED), Series.REFUSED: _offers(Figure.REFUSED), Series.UNMET: _unmet, Series.ALERTES: _alertes,
}


def first_moment() -> datetime | None:
    """Return when the first thing counted happened, or None."""
    moments = [db.session.scalar(sa.select(sa.func.min(each))) for each in (TransitionLog.at, Alerte.created_at)]
    return min((each for each in moments if each is not None), default=None)
