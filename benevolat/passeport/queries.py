"""Reads of a passeport: the same skill over several engagements with its evidences, hours by year and by domain, requests."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.competences.models import Competence, CompetenceFamily
from benevolat.competences.queries import competences_by_family
from benevolat.core.db import db
from benevolat.engagements.models import STANDS, BilanState, Engagement, State
from benevolat.engagements.queries import own_engagements

from .models import Skill, SkillState, ValidationRequest, ValidationState
from .permissions import visible_validation_requests

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


@dataclass
class Passeport:
    """Everything a passeport shows of a person."""

    user: User
    families: list[tuple[CompetenceFamily, list[Shown]]]
    attested: list[Engagement]
    declared: list[Engagement]
    open: list[Engagement]
    minutes_by_year: dict[int, int]
    minutes_by_domaine: dict[str, int]

    @property
    def minutes(self) -> int:
        """The attested hours, all together."""
        return sum(attested_minutes(each) for each in self.attested)

    @property
    def declared_minutes(self) -> int:
        """The hours that only the person declares, never added to the others."""
        return sum(each.bilan.minutes for each in self.declared if each.bilan is not None)

    @property
    def is_empty(self) -> bool:
        """Nothing to show yet."""
        return not (self.families or self.attested or self.declared)


def attested_minutes(engagement: Engagement) -> int:
    """Return the minutes both sides agree on, or 0 while the bilan does not stand."""
    bilan = engagement.bilan
    return bilan.minutes if bilan is not None and bilan.state in STANDS else 0


def minutes_by_year(engagement: Engagement) -> dict[int, int]:
    """Spread the attested minutes over years: by the days written when they make the total, else all in the last year."""
    total = attested_minutes(engagement)
    if not total:
        return {}
    by_day: Counter[int] = Counter()
    for line in engagement.releves:
        if not line.disputed:
            by_day[line.day.year] += line.minutes
    if sum(by_day.values()) == total:
        return dict(by_day)
    return {(engagement.ends_on or engagement.starts_on).year: total}


def passeport_of(user: User) -> Passeport:
    """Return what the passeport of a person shows, in a number of queries that does not grow with it."""
    engagements = [each for each in own_engagements(user) if each.state is not State.CANCELLED]
    by_id = {each.id: each for each in engagements}
    grouped: dict[str, list[Evidence]] = defaultdict(list)
    rows = db.session.scalars(sa.select(Skill).where(Skill.user_id == user.id).order_by(Skill.id))
    for skill in rows:
        if skill.engagement_id in by_id:
            grouped[skill.competence_code].append(Evidence(skill, by_id[skill.engagement_id]))
    families = []
    for family, competences in competences_by_family() if grouped else []:
        shown = [Shown(each, _latest_first(grouped[each.code])) for each in competences if each.code in grouped]
        if shown:
            families.append((family, sorted(shown, key=lambda each: (-RANKS[each.state], -each.minutes, each.competence.rank))))
    attested = [each for each in engagements if each.state is State.ATTESTED]
    years: Counter[int] = Counter()
    domaines: Counter[str] = Counter()
    for each in attested:
        years.update(minutes_by_year(each))
        domaine = each.candidature.mission.domaine if each.candidature is not None else None
        if domaine is not None:
            domaines[domaine.label] += attested_minutes(each)
    return Passeport(
        user=user, families=families, attested=attested,
        declared=[each for each in engagements if each.bilan is not None and each.bilan.state is BilanState.DECLARED],
        open=[each for each in engagements if each.state in (State.PLANNED, State.IN_PROGRESS)],
        minutes_by_year=dict(sorted(years.items(), reverse=True)), minutes_by_domaine=dict(domaines.most_common()),
    )


def _latest_first(evidences: list[Evidence]) -> list[Evidence]:
    return sorted(evidences, key=lambda each: (each.engagement.starts_on, each.engagement.id), reverse=True)


def skills_of_engagement(engagement: Engagement) -> dict[str, Skill]:
    """Return the skills of an engagement by code, in the order they were said."""
    rows = db.session.scalars(
        sa.select(Skill).where(Skill.engagement_id == engagement.id).options(joinedload(Skill.competence)).order_by(Skill.id)
    )
    return {each.competence_code: each for each in rows}


def open_request(engagement: Engagement) -> ValidationRequest | None:
    """Return the request that waits for an answer on an engagement, if there is one."""
    return db.session.scalar(sa.select(ValidationRequest).where(
        ValidationRequest.engagement_id == engagement.id, ValidationRequest.state == ValidationState.ASKED
    ))


def declined_request(engagement: Engagement) -> ValidationRequest | None:
    """Return the last request that was answered no, if the person asked nothing since."""
    return db.session.scalar(
        sa.select(ValidationRequest)
        .where(ValidationRequest.engagement_id == engagement.id, ValidationRequest.state == ValidationState.DECLINED)
        .order_by(ValidationRequest.id.desc()).limit(1)
    )


def find_request_to_answer(user: Any, public_id: str) -> ValidationRequest | None:
    """Return the request that waits at this desk under this id, or None."""
    return db.session.scalar(
        visible_validation_requests(user).where(ValidationRequest.public_id == public_id, ValidationRequest.state == ValidationState.ASKED)
    )


def requests_to_answer(user: Any) -> list[ValidationRequest]:
    """Return what a desk has to answer, the oldest first."""
    return list(db.session.scalars(
        visible_validation_requests(user).where(ValidationRequest.state == ValidationState.ASKED)
        .options(joinedload(ValidationRequest.engagement).joinedload(Engagement.user),
                 joinedload(ValidationRequest.engagement).joinedload(Engagement.association))
        .order_by(ValidationRequest.asked_at, ValidationRequest.id)
    ))


def find_skill(scope: sa.Select[Skill], public_id: str) -> Skill | None:
    """Return the skill of this id inside a scope, or None."""
    return db.session.scalar(
        scope.where(Skill.public_id == public_id).options(joinedload(Skill.competence), joinedload(Skill.engagement))
    )


def find_request(scope: sa.Select[ValidationRequest], public_id: str) -> ValidationRequest | None:
    """Return the request of this id inside a scope, or None."""
    return db.session.scalar(scope.where(ValidationRequest.public_id == public_id))
