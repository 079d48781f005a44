"""The content of a document or of a shared page: plain facts, fixed when it is made, in the order the person chose.

{"name", "contact", "title", "made_on", "engagements": [{"title", "host", "standing", "elsewhere", "starts_on", "ends_on", "minutes",
"years", "domaine", "sentence", "signatory", "words", "thanks": {"words", "by"} or None, "skills": [{"code", "label", "sentence",
"family", "rank", "mark", "example", "words", "rome", "esco"}]}]}.
Days are ISO texts, `standing` is attested, declared or open, `mark` a SkillState, minutes are minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.engagements.models import STANDS, BilanState, Engagement, State
from benevolat.passeport.models import Skill, SkillState
from benevolat.passeport.queries import attested_minutes, minutes_by_year

ATTESTED, DECLARED, OPEN = "attested", "declared", "open"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engagement that the person chose to show, the skills they chose with it, and the neutral title they gave it, if any."""

    engagement: Engagement
    skills: Sequence[Skill]
    title: str | None = None
    thanks: bool = False
    """Whether the host's thanks are shown with it."""


def standing_of(engagement: Engagement) -> str | None:
    """Return what stands behind an engagement: the host's attestation, the person's word, nothing yet; None when it shows nothing."""
    bilan = engagement.bilan
    if engagement.state is State.ATTESTED and bilan is not None and bilan.state in STANDS:
        return ATTESTED
    if bilan is not None and bilan.state is BilanState.DECLARED:
        return DECLARED
    return OPEN if engagement.state in {State.IN_PROGRESS, State.TO_CLOSE} else None


def content_of(holder: User, chosen: Sequence[Chosen], *, title: str, contact: bool = False) -> dict[str, Any]:
    """Return the content for a holder's choice; what shows nothing any more is left out."""
    reached = [each for each in (holder.email, holder.phone) if each] if contact else []
    return {
        "name": holder.full_name, "contact": reached, "title": title, "made_on": clock.today().isoformat(),
        "engagements": [_engagement(each, standing) for each in chosen if (standing := standing_of(each.engagement)) is not None],
    }


def _engagement(chosen: Chosen, standing: str) -> dict[str, Any]:
    engagement, bilan = chosen.engagement, chosen.engagement.bilan
    attested = standing == ATTESTED
    domaine = engagement.domaine
    declared = bilan.minutes if bilan is not None and standing == DECLARED else 0
    return {
        "title": chosen.title or engagement.title, "host": engagement.host, "standing": standing, "elsewhere": engagement.elsewhere,
        "starts_on": engagement.starts_on.isoformat(), "ends_on": engagement.ends_on.isoformat() if engagement.ends_on else None,
        "minutes": attested_minutes(engagement) if attested else declared,
        "years": {str(year): minutes for year, minutes in sorted(minutes_by_year(engagement).items())},
        "domaine": domaine.label if domaine is not None else None,
        "sentence": bilan.sentence or None if bilan is not None and attested else None,
        "signatory": bilan.signatory if bilan is not None and attested else None,
        "words": bilan.draft_words if bilan is not None and standing == DECLARED else None,
        "thanks": {"words": bilan.thanks, "by": bilan.thanks_by} if chosen.thanks and bilan is not None and bilan.thanks else None,
        "skills": [_skill(each, chosen.engagement) for each in chosen.skills],
    }


def _skill(skill: Skill, engagement: Engagement) -> dict[str, Any]:
    competence, bilan = skill.competence, engagement.bilan
    example = None
    if bilan is not None and skill.state is not SkillState.CLAIMED:
        example = next((each.example for each in bilan.competences if each.competence_code == skill.competence_code), None)
    return {
        "code": competence.code, "label": competence.label, "sentence": competence.sentence, "family": competence.family.label,
        "rank": [competence.family.rank, competence.rank], "mark": str(skill.state), "example": example, "words": skill.own_words,
        "rome": [[each["code"], each["label"]] for each in competence.rome],
        "esco": [[each["uri"], each["label"]] for each in competence.esco],
    }
