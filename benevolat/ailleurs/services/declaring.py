"""What a person declares of an engagement elsewhere, with its skills; it does not change while a host reads it."""

from collections.abc import Collection

from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.errors import NotBegunYet
from benevolat.engagements.models import Engagement, State
from benevolat.engagements.services import Said
from benevolat.passeport import services as passeport
from benevolat.passeport.models import SkillState
from benevolat.passeport.queries import skills_of_engagement

from ..errors import RequestOpen
from ..models import RequestState
from ..queries import open_request, requests_of
from .asking import cancel_request


def declare(user: User, said: Said, *, competences: Collection[str] = ()) -> Engagement:
    """Declare an engagement elsewhere and the skills one showed in it. Raises what engagements.services.declare_engagement does."""
    _check_begun(said, competences)
    engagement = engagements.declare_engagement(user, said)
    _claim(engagement, competences, by=user)
    return engagement


def edit(engagement: Engagement, said: Said, *, competences: Collection[str] = (), by: User) -> None:
    """Change what one declared, and its skills; raises RequestOpen and what engagements.services.edit_declared does."""
    if open_request(engagement) is not None:
        raise RequestOpen()
    _check_begun(said, competences)
    engagements.edit_declared(engagement, said, by=by)
    _claim(engagement, competences, by=by)


def _check_begun(said: Said, competences: Collection[str]) -> None:
    if competences and said.state is State.PLANNED:
        raise NotBegunYet(field="competences")


def _claim(engagement: Engagement, competences: Collection[str], *, by: User) -> None:
    """Say the skills ticked; those unticked, and never put in words, are taken back."""
    db.session.flush()
    for code in competences:
        passeport.claim_skill(engagement, competence_code=code, own_words=None, by=by)
    for code, skill in skills_of_engagement(engagement).items():
        if code not in competences and skill.state is SkillState.CLAIMED and skill.own_words is None:
            passeport.unclaim_skill(skill, by=by)


def remove(engagement: Engagement, *, by: User) -> None:
    """Take an engagement elsewhere out of one's history; a request on its way ends, and its link opens nothing more."""
    engagements.remove_declared(engagement, by=by)
    for each in requests_of(engagement):
        if each.state in {RequestState.SENT, RequestState.EXPIRED}:
            cancel_request(each, by=by)
