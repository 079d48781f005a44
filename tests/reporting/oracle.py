"""The figures counted again, slowly and otherwise: objects one by one in plain Python, no grouping in SQL, no code of the domain."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.models import Referent
from benevolat.alertes.models import Alerte
from benevolat.candidatures.models import Candidature
from benevolat.contrats.models import Annexe, AnonymousCount
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Engagement
from benevolat.passeport.models import Skill
from benevolat.reporting.models import Axis, Closing, Series, ShownFigure
from benevolat.search.models import UnmetCount
from benevolat.temoignages.models import Temoignage

Fact = tuple[str, str, str, str, Any, int]
"""Quarter, month, territory, domain, person, minutes."""


def every(model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model)))


def when(moment: datetime) -> tuple[str, str]:
    day = clock.local(moment).date()
    return f"{day.year}-T{1 + (day.month - 1) // 3}", day.isoformat()[:7]


def of_mission(mission: Any) -> tuple[str, str]:
    place = mission.commune or mission.association.commune
    return (place.territoire_code if place is not None else None) or "isere", mission.domaine_code or "aucun"


def of_engagement(done: Engagement) -> tuple[str, str]:
    if done.candidature is not None:
        return of_mission(done.candidature.mission)
    place = done.association.commune if done.association is not None else None
    told = done.declaration.domaine_code if done.declaration is not None else None
    return (place.territoire_code if place is not None else None) or "isere", told or "aucun"


class Recount:
    """Every fact of every series."""

    def __init__(self) -> None:
        self.logs: defaultdict[tuple[str, int], list[TransitionLog]] = defaultdict(list)
        for each in sorted(every(TransitionLog), key=lambda log: (log.at, log.id)):
            self.logs[each.noun, each.object_id].append(each)

    def passages(self, noun: str, obj: Any, *actions: str) -> list[TransitionLog]:
        return [each for each in self.logs[noun, obj.id] if each.action in actions]

    def facts(self, series: Series) -> Iterator[Fact]:
        found: Iterator[Fact] = getattr(self, series.value)()
        return found

    def sent(self) -> Iterator[Fact]:
        for each in every(Candidature):
            yield (*when(each.sent_at), *of_mission(each.mission), each.user_id, 0)

    def accepted(self) -> Iterator[Fact]:
        for each in every(Candidature):
            for log in self.passages("candidature", each, "accept")[:1]:
                yield (*when(log.at), *of_mission(each.mission), each.user_id, 0)

    def delays(self) -> Iterator[tuple[str, str, float]]:
        for each in every(Candidature):
            said = [log for log in self.passages("candidature", each, "accept", "decline", "waitlist") if log.actor_id is not None]
            for log in said[:1]:
                yield when(log.at)[0], of_mission(each.mission)[0], (log.at - each.sent_at).total_seconds() / 86_400

    def answered(self) -> Iterator[Fact]:
        for each in every(Candidature):
            said = [log for log in self.passages("candidature", each, "accept", "decline", "waitlist") if log.actor_id is not None]
            for log in said[:1]:
                yield (*when(log.at), *of_mission(each.mission), each.user_id, 0)

    def done(self) -> Iterator[Fact]:
        for each in every(Engagement):
            if each.to_close_at is not None and each.state.value in ("to_close", "attested"):
                yield (*when(each.to_close_at), *of_engagement(each), each.user_id, 0)

    def not_done(self) -> Iterator[Fact]:
        for each in every(Engagement):
            if each.state.value == "not_done":
                for log in self.passages("engagement", each, "not_done")[-1:]:
                    yield (*when(log.at), *of_engagement(each), each.user_id, 0)

    def attested(self) -> Iterator[Fact]:
        for each in every(Engagement):
            if each.state.value == "attested" and each.bilan is not None:
                for log in self.passages("engagement", each, "attest")[-1:]:
                    yield (*when(log.at), *of_engagement(each), each.user_id, each.bilan.minutes)

    def skills(self) -> Iterator[Fact]:
        for each in every(Skill):
            if each.state.value != "claimed":
                yield (*when(each.attested_at), *of_engagement(each.engagement), each.user_id, 0)

    def temoignages(self) -> Iterator[Fact]:
        for each in every(Temoignage):
            if each.state.value == "published":
                yield (*when(each.published_at), *of_engagement(each.engagement), each.engagement.user_id, 0)

    def _annexes(self, first: bool) -> Iterator[Fact]:
        services = {each.user_id: each.service.territoire_code for each in every(Referent)}
        for each in every(Annexe):
            if first and each.already_engaged:
                continue
            for log in self.passages("annexe", each, "countersign"):
                if log.at >= each.created_at:
                    yield (*when(log.at), services.get(log.actor_id) or "isere", "aucun", each.contrat.user_id, 0)

    def signed(self) -> Iterator[Fact]:
        return self._annexes(first=False)

    def first(self) -> Iterator[Fact]:
        return self._annexes(first=True)

    def _offers(self, figure: str) -> Iterator[Fact]:
        for each in every(AnonymousCount):
            if each.figure.value == figure:
                for n in range(each.value):
                    yield each.quarter, "", each.territoire_code, "aucun", (each.territoire_code, n), 0

    def offered(self) -> Iterator[Fact]:
        return self._offers("offered")

    def refused(self) -> Iterator[Fact]:
        return self._offers("refused")

    def unmet(self) -> Iterator[Fact]:
        for each in every(UnmetCount):
            for n in range(each.value):
                yield each.quarter, "", each.territoire_code, each.domaine_code, (each.territoire_code, each.domaine_code, n), 0

    def alertes(self) -> Iterator[Fact]:
        from benevolat.core.geo import Point
        from benevolat.territoire.queries import nearest_commune

        for each in every(Alerte):
            near = nearest_commune(Point(each.lat, each.lon)) if each.territory is None and each.lat is not None else None
            domains = [part.value for part in each.parts if part.part.value == "domain"]
            where = each.territory or (near.territoire_code if near else None) or "isere"
            yield (*when(each.created_at), where, domains[0] if len(domains) == 1 else "aucun", (each.user_id, each.email, each.phone), 0)


def differences() -> list[str]:
    """Return each shown figure that the recount does not find, each quarter shown or hidden wrongly, and how many were compared."""
    recount, wrong = Recount(), []
    for series in Series:
        facts = list(recount.facts(series))
        column = {Axis.TERRITOIRE: 2, Axis.DOMAINE: 3, Axis.MONTH: 1}
        for shown in db.session.scalars(sa.select(ShownFigure).where(ShownFigure.series == series)):
            quarters, rows = shown.quarters.split("+"), shown.rows.split("|")
            behind = [
                each for each in facts if each[0] in quarters and (shown.axis is Axis.ISERE or each[column[shown.axis]] in rows)
            ]
            if (shown.value, shown.minutes or 0) != (len(behind), sum(each[5] for each in behind)):
                wrong.append(f"{series} {shown.period} {shown.axis} {shown.rows}: {shown.value} for {len(behind)}")
            if len({each[4] for each in behind}) < 5 or len(behind) < 5:
                wrong.append(f"{series} {shown.period} {shown.axis} {shown.rows} shows {len(behind)}")
        if series in (Series.FIRST, Series.REFUSED):
            continue
        for closing in db.session.scalars(sa.select(Closing).where(Closing.series == series, Closing.period.contains("T"))):
            behind = [each for each in facts if each[0] == closing.period]
            if closing.shown != (min(len({each[4] for each in behind}), len(behind)) >= 5):
                wrong.append(f"{series} {closing.period} shown: {closing.shown}, {len(behind)}")
            rows = db.session.scalars(sa.select(ShownFigure).where(
                ShownFigure.series == series, ShownFigure.period == closing.period, ShownFigure.axis != Axis.ISERE)).all()
            sums: defaultdict[Axis, int] = defaultdict(int)
            for row in rows:
                sums[row.axis] += row.value
            if any(value != len(behind) for value in sums.values()):
                wrong.append(f"{series} {closing.period}: the groups do not make the whole")
    return wrong


def quartiles(quarter: str, rows: list[str] | None) -> tuple[float, float, float]:
    """Return the quartiles of the answers of a quarter, by hand: linear between the two nearest."""
    days = sorted(each for at, where, each in Recount().delays() if at == quarter and (rows is None or where in rows))
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * (len(days) - 1)
        low = int(place)
        high = min(low + 1, len(days) - 1)
        found.append(round(days[low] + (days[high] - days[low]) * (place - low), 1))
    return found[0], found[1], found[2]
