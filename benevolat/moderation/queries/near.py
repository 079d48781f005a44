"""What is known of an item from before: the same or a near text judged already, and what the official directory answered."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.associations.models import Association
from benevolat.core.db import db
from benevolat.missions.models import Mission

from ..models import DecidedText, DeskDecision, OfficialCheck, TextBand
from ..shingles import NEAR, bands, likeness

LOOKED_AT = 60
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Near:
    """A judged text near the one being read: the decision and the share of their runs of words in common."""

    decision: DeskDecision
    mission: Mission
    share: float

    @property
    def percent(self) -> int:
        """The share, in hundredths."""
        return round(100 * self.share)


def near_decided(mission: Mission) -> list[Near]:
    """Return the decisions on other missions whose text is the same or near, the nearest first, then the latest."""
    words = f"{mission.title}\n{mission.description}"
    mine = bands(words)
    if not mine:
        return []
    candidates = db.session.scalars(
        sa.select(DecidedText).join(DeskDecision, DeskDecision.id == DecidedText.decision_id)
        .where(DecidedText.mission_id != mission.id, DeskDecision.undone_at.is_(None),
               DecidedText.id.in_(sa.select(TextBand.decided_text_id).where(TextBand.band.in_(mine))))
        .order_by(DeskDecision.at.desc()).limit(LOOKED_AT)
        .options(joinedload(DecidedText.decision), joinedload(DecidedText.mission).joinedload(Mission.association))
    )
    found = [Near(each.decision, each.mission, likeness(words, each.words)) for each in candidates]
    return sorted((each for each in found if each.share >= NEAR), key=lambda each: -each.share)[:SHOWN]


def number_of(association: Association) -> str | None:
    """Return the number to ask the official directory about: a SIREN is surest, else the RNA."""
    return association.siren or association.rna


def official_check(association: Association) -> OfficialCheck | None:
    """Return what the official directory last answered about an association, or None when it was never asked."""
    number = number_of(association)
    return db.session.get(OfficialCheck, number) if number else None
