"""A whole passeport: the same skill over several engagements with its evidences, hours by year and by domain."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.accounts.models import User
from benevolat.competences.models import Competence, CompetenceFamily
from benevolat.competences.queries import competences_by_family
from benevolat.core.db import db
from benevolat.engagements.models import STANDS, BilanState, Engagement, State
from benevolat.engagements.queries import own_engagements

from ..models import Skill, SkillState

LIVED = (State.IN_PROGRESS, State.TO_CLOSE, State.ATTESTED)
"""The states of what was lived: it began, and nobody said that it did not take place."""

RANKS = {SkillState.CLAIMED: 0, SkillState.ATTESTED: 1, SkillState.VALIDATED: 2}


@dataclass(frozen=True)
class Evidence:
    """What shows a skill once: the engagement, what stands behind it, the person's words, the host's example."""

    skill: Skill
    engagement: Engagement

    @property
    def state(self) -> SkillState:
        """The person's word, the host's attestation or the Département's mark."""
        return self.skill.state

    @property
    def minutes(self) -> int:
        """The hours of the engagement, counted only once the host attested them."""
        return attested_minutes(self.engagement) if self.state is not SkillState.CLAIMED else 0

    @property
    def example(self) -> str | None:
        """The example the host gave, while its attestation stands."""
        bilan = self.engagement.bilan
        if bilan is None or self.state is SkillState.CLAIMED:
            return None
        return next((each.example for each in bilan.competences if each.competence_code == self.skill.competence_code), None)


@dataclass
class Shown:
    """One skill of a person, gathered over all their engagements."""

    competence: Competence
    evidences: list[Evidence] = field(default_factory=list)

    @property
    def state(self) -> SkillState:
        """The strongest of what stands behind it."""
        return max((each.state for each in self.evidences), key=RANKS.__getitem__)

    @property
    def minutes(self) -> int:
        """The attested hours of the engagements that show it."""
        return sum(each.minutes for each in self.evidences)

    @property
    def best(self) -> Evidence:
        """The evidence to read first: the strongest, then one that is told in words, then the longest, then the latest."""
        return max(self.evidences, key=lambda each: (RANKS[each.state], bool(each.example or each.skill.own_words), each.minutes))

    @property
    def others(self) -> list[Evidence]:
        """The other evidences, the latest first."""
        best = self.best
        return [each for each in self.evidences if each is not best]

    @property
    def told(self) -> bool:
        """Somebody wrote, in one engagement at least, what the person did."""
        return any(each.example or each.skill.own_words for each in self.evidences)


@dataclass
class Passeport:
    """Everything a passeport shows of a person; what is declared is never added to what is attested."""

    user: User
    families: list[tuple[CompetenceFamily, list[Shown]]]
    lived: list[Engagement]
    attested: list[Engagement]
    declared: list[Engagement]
    minutes_by_year: dict[int, int]
    minutes_by_domaine: dict[str, int]
    declared_by_year: dict[int, int]
    declared_by_domaine: dict[str, int]

    @property
    def minutes(self) -> int:
        """The attested hours, all together."""
        return sum(attested_minutes(each) for each in self.attested)

    @property
    def declared_minutes(self) -> int:
        """The hours that only the person declares, never added to the others."""
        return sum(declared_minutes(each) for each in self.declared)

    @property
    def years(self) -> list[int]:
        """The years that have hours, the latest first."""
        return sorted({*self.minutes_by_year, *self.declared_by_year}, reverse=True)

    @property
    def domaines(self) -> list[str]:
        """The domains that have hours, the most attested first; what has none comes last."""
        attested, declared, without = self.minutes_by_domaine, self.declared_by_domaine, without_domaine()
        labels = {*attested, *declared}
        return sorted(labels, key=lambda each: (each == without, -attested.get(each, 0), -declared.get(each, 0), each))

    @property
    def skills(self) -> list[Shown]:
        """Every skill, family by family."""
        return [each for _family, shown in self.families for each in shown]

    @property
    def is_empty(self) -> bool:
        """Nothing to show yet."""
        return not (self.families or self.attested or self.declared)


def attested_minutes(engagement: Engagement) -> int:
    """Return the minutes both sides agree on, or 0 while the bilan does not stand."""
    bilan = engagement.bilan
    return bilan.minutes if bilan is not None and bilan.state in STANDS else 0


def declared_minutes(engagement: Engagement) -> int:
    """Return the minutes that only the person declares, or 0."""
    bilan = engagement.bilan
    return bilan.minutes if bilan is not None and bilan.state is BilanState.DECLARED else 0


def minutes_by_year(engagement: Engagement) -> dict[int, int]:
    """Spread the attested minutes over years: by the days written when they make the total, else all in the last year."""
    return _spread(engagement, attested_minutes(engagement))


def _spread(engagement: Engagement, total: int) -> dict[int, int]:
    if not total:
        return {}
    by_day: Counter[int] = Counter()
    for line in engagement.releves:
        if not line.disputed:
            by_day[line.day.year] += line.minutes
    if sum(by_day.values()) == total:
        return dict(by_day)
    return {(engagement.ends_on or engagement.starts_on).year: total}


def _by_year(engagements: list[Engagement], minutes: Callable[[Engagement], int]) -> dict[int, int]:
    years: Counter[int] = Counter()
    for each in engagements:
        years.update(_spread(each, minutes(each)))
    return dict(sorted(years.items(), reverse=True))


def _by_domaine(engagements: list[Engagement], minutes: Callable[[Engagement], int]) -> dict[str, int]:
    """Return the minutes of each domain, the most first; what has none comes last, so that the sum is the total."""
    domaines: Counter[str] = Counter()
    without = 0
    for each in engagements:
        if each.domaine is None:
            without += minutes(each)
        elif minutes(each):
            domaines[each.domaine.label] += minutes(each)
    return dict(domaines.most_common()) | ({without_domaine(): without} if without else {})


def without_domaine() -> str:
    """Return what the hours of no domain are called."""
    return str(_("Sans domaine"))


def passeport_of(user: User) -> Passeport:
    """Return what the passeport of a person shows, in a number of queries that does not grow with it."""
    engagements = [each for each in own_engagements(user) if each.state is not State.CANCELLED]
    attested = [each for each in engagements if each.state is State.ATTESTED]
    declared = [each for each in engagements if each.bilan is not None and each.bilan.state is BilanState.DECLARED]
    return Passeport(
        user=user, families=_families(user, engagements), attested=attested, declared=declared,
        lived=[each for each in engagements if each.state in LIVED],
        minutes_by_year=_by_year(attested, attested_minutes), minutes_by_domaine=_by_domaine(attested, attested_minutes),
        declared_by_year=_by_year(declared, declared_minutes), declared_by_domaine=_by_domaine(declared, declared_minutes),
    )


def _families(user: User, engagements: list[Engagement]) -> list[tuple[CompetenceFamily, list[Shown]]]:
    """Return the skills by family: within each, and among them, the best supported first."""
    by_id = {each.id: each for each in engagements}
    grouped: dict[str, list[Evidence]] = defaultdict(list)
    for skill in db.session.scalars(sa.select(Skill).where(Skill.user_id == user.id).order_by(Skill.id)):
        if skill.engagement_id in by_id:
            grouped[skill.competence_code].append(Evidence(skill, by_id[skill.engagement_id]))
    families = []
    for family, competences in competences_by_family() if grouped else []:
        shown = [Shown(each, _latest_first(grouped[each.code])) for each in competences if each.code in grouped]
        if shown:
            families.append((family, sorted(shown, key=lambda each: (*_strength(each), each.competence.rank))))
    return sorted(families, key=lambda each: (*_strength(each[1][0]), each[0].rank))


def _strength(shown: Shown) -> tuple[int, int]:
    return -RANKS[shown.state], -shown.minutes


def _latest_first(evidences: list[Evidence]) -> list[Evidence]:
    return sorted(evidences, key=lambda each: (each.engagement.starts_on, each.engagement.id), reverse=True)
