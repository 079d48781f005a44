"""An engagement brought to its attestation by the rows the services would write."""

from benevolat.accounts.models import User
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.engagements.models import Bilan, BilanCompetence, BilanState, Engagement, State
from benevolat.passeport.models import Skill, SkillState

from . import keep
from .world import candidature, engagement, mission


def attested(who: User, *competences: str, minutes: int = 600) -> Engagement:
    """An attested engagement with its bilan and its attested skills."""
    done = engagement(candidature(mission(), who, state=CandidatureState.ACCEPTED), state=State.ATTESTED, ends_on=clock.today())
    bilan = keep(Bilan(engagement_id=done.id, state=BilanState.AGREED, minutes=minutes, sentence="Elle a arrosé tout l’été.",
                       confirmed_at=clock.now(), answered_at=clock.now(), signatory="Paul Morel"))
    for code in competences or ("ecouter",):
        keep(BilanCompetence(bilan_id=bilan.id, competence_code=code))
        keep(Skill(user_id=who.id, engagement_id=done.id, competence_code=code, state=SkillState.ATTESTED, attested_at=clock.now()))
    return done
