"""Engagements attested straight in the tables, for the tests of what a passeport gathers."""

from datetime import date
from typing import Any

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.engagements.models import Bilan, BilanCompetence, BilanState, Engagement, State
from benevolat.passeport.models import Skill, SkillState
from tests.factories import keep
from tests.factories.world import association, candidature, engagement, mission


def lived(
    user: User, *, minutes: int, codes: tuple[str, ...], validated: bool = False, domaine: str | None = "environnement", **values: Any
) -> Engagement:
    """An attested engagement written straight in the tables."""
    now = clock.now()
    row = engagement(
        candidature(mission(association(), domaine_code=domaine), by=user),
        **{"state": State.ATTESTED, "starts_on": date(2026, 3, 1), "ends_on": date(2026, 6, 30), **values},
    )
    bilan = keep(Bilan(engagement=row, state=BilanState.AGREED, minutes=minutes, sentence="Bien.", confirmed_at=now, answered_at=now,
                       signatory="Marc Reynaud"))
    for code in codes:
        keep(BilanCompetence(bilan_id=bilan.id, competence_code=code, example=f"Exemple {code}."))
        keep(Skill(user_id=user.id, engagement_id=row.id, competence_code=code, attested_at=now, validated_at=now if validated else None,
                   state=SkillState.VALIDATED if validated else SkillState.ATTESTED))
    return row
