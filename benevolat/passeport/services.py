"""Acts on a passeport: say a skill, answer a bilan (which writes skills), ask for the Département's mark, put it."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.competences.queries import known_codes
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.workflow import TransitionLog
from benevolat.engagements import services as engagements
from benevolat.engagements.models import STANDS, Bilan, Engagement, OutsideHost, State

from . import mails
from .errors import AlreadyAsked, NotAttested, NotClaimable, NothingToValidate, OwnWordsTooLong, StillAttested, UnknownSkill
from .models import Skill, SkillState, ValidationRequest, ValidationState
from .permissions import can_ask_validation, can_claim_skill, can_edit_skill
from .queries import open_request, skills_of_engagement
from .workflow import VALIDATION

LONGEST_WORDS = 500
CLAIMABLE = (State.IN_PROGRESS, State.TO_CLOSE, State.ATTESTED)


def claim_skill(engagement: Engagement, *, competence_code: str, own_words: str | None, by: User) -> Skill:
    """Say that one showed a skill in an engagement, in one's own words; saying it again changes the words.

    Raises NotAllowed, NotClaimable, UnknownSkill or OwnWordsTooLong.
    """
    if not can_claim_skill(by, engagement):
        raise NotAllowed()
    if engagement.state not in CLAIMABLE:
        raise NotClaimable()
    if competence_code not in known_codes([competence_code]):
        raise UnknownSkill(field="competence")
    words = _words(own_words)
    skill = skills_of_engagement(engagement).get(competence_code)
    if skill is None:
        skill = Skill(
            user_id=engagement.user_id, engagement=engagement, competence_code=competence_code, state=SkillState.CLAIMED,
            own_words=words, claimed_at=clock.now(),
        )
        db.session.add(skill)
    elif words is not None:
        skill.own_words = words
    db.session.flush()
    return skill


def _words(own_words: str | None) -> str | None:
    words = (own_words or "").strip()
    if len(words) > LONGEST_WORDS:
        raise OwnWordsTooLong(field="own_words")
    return words or None


def edit_own_words(skill: Skill, *, own_words: str | None, by: User) -> Skill:
    """Change, or take away, one's own words about a skill, whoever attested it. Raises NotAllowed or OwnWordsTooLong."""
    if not can_edit_skill(by, skill):
        raise NotAllowed()
    skill.own_words = _words(own_words)
    return skill


def unclaim_skill(skill: Skill, *, by: User) -> None:
    """Take back a skill one had said; raises NotAllowed, or StillAttested when the host attested it."""
    if not can_edit_skill(by, skill):
        raise NotAllowed()
    if skill.state is not SkillState.CLAIMED:
        raise StillAttested()
    db.session.delete(skill)
    db.session.flush()


def draft_bilan(engagement: Engagement, *, by: User, minutes: int, words: str, competences: Collection[str] = ()) -> Bilan:
    """Prepare the bilan with the skills one thinks one showed; those unticked since, and never put in words, are taken back."""
    bilan = engagements.draft_bilan(engagement, by=by, minutes=minutes, words=words)
    say_skills(engagement, competences, by=by)
    return bilan


def say_skills(engagement: Engagement, competences: Collection[str], *, by: User) -> None:
    """Say several skills at once, as answers to questions; those unsaid since, and never put in words, are taken back.

    Raises what claim_skill does.
    """
    if not can_claim_skill(by, engagement):
        raise NotAllowed()
    for code in competences:
        claim_skill(engagement, competence_code=code, own_words=None, by=by)
    for code, skill in skills_of_engagement(engagement).items():
        if code not in competences and skill.state is SkillState.CLAIMED and skill.own_words is None:
            db.session.delete(skill)
    db.session.flush()


def agree_bilan(engagement: Engagement, *, by: User, words: str | None = None) -> Bilan:
    """Agree with the bilan: its skills enter the passeport as attested. Raises what engagements.services.agree_bilan does."""
    bilan = engagements.agree_bilan(engagement, by=by, words=words)
    attest_skills(engagement)
    return bilan


def disagree_bilan(engagement: Engagement, *, by: User, words: str) -> Bilan:
    """Disagree with the bilan: what it said stands no more in the passeport."""
    bilan = engagements.disagree_bilan(engagement, by=by, words=words)
    attest_skills(engagement)
    return bilan


def stand_bilan(engagement: Engagement) -> Bilan:
    """Let the bilan stand after twenty-one days of silence: its skills enter the passeport."""
    bilan = engagements.stand_bilan(engagement)
    attest_skills(engagement)
    return bilan


def correct_bilan(
    engagement: Engagement, *, by: User | OutsideHost, minutes: int, sentence: str, competences: Mapping[str, str | None], reason: str
) -> Bilan:
    """Correct an attestation: its skills leave the passeport until the person agrees again."""
    bilan = engagements.correct_bilan(
        engagement, by=by, minutes=minutes, sentence=sentence, competences=competences, reason=reason
    )
    attest_skills(engagement)
    return bilan


def withdraw_attestation(engagement: Engagement, *, by: User | OutsideHost, reason: str) -> Bilan:
    """Withdraw an attestation: its skills leave the passeport, the person's own words stay as claims."""
    bilan = engagements.withdraw_attestation(engagement, by=by, reason=reason)
    attest_skills(engagement)
    return bilan


def attest_skills(engagement: Engagement) -> None:
    """Make the skills follow the bilan: those it holds are attested while it stands, the others fall back to the person's own words."""
    bilan = engagement.bilan
    stands = bilan is not None and bilan.state in STANDS
    shown = {each.competence_code for each in bilan.competences} if bilan is not None and stands else set()
    present = skills_of_engagement(engagement)
    for code in sorted(shown):
        skill = present.get(code)
        if skill is None:
            skill = Skill(user_id=engagement.user_id, engagement=engagement, competence_code=code, claimed_at=clock.now())
            db.session.add(skill)
        if skill.state is not SkillState.VALIDATED:
            skill.state, skill.attested_at = SkillState.ATTESTED, skill.attested_at or clock.now()
    for code, skill in present.items():
        if code not in shown and skill.state is not SkillState.CLAIMED:
            _fall_back(skill)
    if not stands:
        _forget_request(engagement)
    db.session.flush()


def _fall_back(skill: Skill) -> None:
    """Leave of a skill what the person said in their own words, or nothing."""
    if skill.own_words is None:
        db.session.delete(skill)
        return
    skill.state, skill.attested_at, skill.validated_at = SkillState.CLAIMED, None, None


def ask_validation(engagement: Engagement, *, by: User) -> ValidationRequest:
    """Ask a desk for the Département's mark on the attested skills of an engagement.

    Raises NotAllowed, NotAttested, NothingToValidate or AlreadyAsked.
    """
    if not can_ask_validation(by, engagement):
        raise NotAllowed()
    if engagement.state is not State.ATTESTED:
        raise NotAttested()
    if not any(each.state is SkillState.ATTESTED for each in skills_of_engagement(engagement).values()):
        raise NothingToValidate()
    if open_request(engagement) is not None:
        raise AlreadyAsked()
    _forget_request(engagement)
    request = ValidationRequest(engagement=engagement, state=ValidationState.ASKED, asked_at=clock.now())
    db.session.add(request)
    VALIDATION.begin(request, by=by)
    return request


def cancel_validation(request: ValidationRequest, *, by: User) -> None:
    """Take one's request back."""
    VALIDATION.apply(request, "cancel", by=by)


def decline_validation(request: ValidationRequest, *, by: User, reason: str) -> None:
    """Answer, from a desk, that the mark is not put, with the reason the person reads. Raises NotAllowed, Conflict or InvalidInput."""
    request.reason = reason.strip() or None
    request.answered_at = clock.now()
    VALIDATION.apply(request, "decline", by=by, reason=reason)
    accounts.notify(request.engagement.user, mails.validation_declined(request))


def mark_validated(engagement: Engagement) -> None:
    """Put the Département's mark on the attested skills of an engagement; whoever calls checked that they may.

    The mark is all that remains: a request that asked for it goes, with its log, so that nothing here tells who validated.
    Putting it again changes nothing. Raises NotAttested.
    """
    if engagement.state is not State.ATTESTED:
        raise NotAttested()
    marked = [each for each in skills_of_engagement(engagement).values() if each.state is SkillState.ATTESTED]
    for skill in marked:
        skill.state, skill.validated_at = SkillState.VALIDATED, clock.now()
    _forget_request(engagement)
    if marked:
        accounts.notify(engagement.user, mails.validated(engagement))
    db.session.flush()


def _forget_request(engagement: Engagement) -> None:
    requests = list(db.session.scalars(sa.select(ValidationRequest).where(ValidationRequest.engagement_id == engagement.id)))
    if requests:
        db.session.execute(sa.delete(TransitionLog).where(
            TransitionLog.noun == VALIDATION.noun, TransitionLog.object_id.in_([each.id for each in requests])
        ))
    for each in requests:
        db.session.delete(each)
    db.session.flush()
