"""The bilan: drafted by the person, written by the association, answered by the person; what both agree on is attested."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Right
from benevolat.associations.permissions import membership_of
from benevolat.competences.queries import known_codes
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM

from .. import mails
from ..errors import NotOverYet, TooEarly, TooLate, TooManySkills, TotalRefused, UnknownSkill, WordsMissing
from ..models import STANDS, Bilan, BilanCompetence, BilanState, Engagement, OutsideHost, State, most_minutes
from ..permissions import can_answer_bilan
from ..workflow import ANSWER, ASSOCIATION_SILENT, BILAN, VOLUNTEER_SILENT, WORKFLOW, correctable_until

MOST_SKILLS = 8


def _bilan(engagement: Engagement) -> Bilan:
    """Return the bilan of an engagement that is over; raises NotOverYet."""
    if engagement.state not in (State.TO_CLOSE, State.ATTESTED):
        raise NotOverYet()
    if engagement.bilan is None:
        engagement.bilan = Bilan(created_at=clock.now(), state=BilanState.EXPECTED)
        db.session.flush()
    return engagement.bilan


def draft_bilan(engagement: Engagement, *, by: User, minutes: int, words: str) -> Bilan:
    """Write first, as the volunteer, what was done and how long; the association is told. Raises NotOverYet, TotalRefused, WordsMissing."""
    bilan = _bilan(engagement)
    _check_words(minutes, words, engagement, field="words")
    first = bilan.draft_words is None
    BILAN.apply(bilan, "draft", by=by)
    bilan.draft_minutes, bilan.draft_words = minutes, words
    if first and engagement.association is not None:
        associations.notify_members(engagement.association, mails.bilan_drafted(engagement), right=Right.HOURS)
    return bilan


def _check_words(minutes: int, words: str, engagement: Engagement, *, field: str) -> None:
    if not 1 <= minutes <= most_minutes(*engagement.told_dates):
        raise TotalRefused(field="hours")
    if not words.strip():
        raise WordsMissing(field=field)


def prepare_bilan(
    engagement: Engagement, *, by: User, minutes: int, sentence: str, competences: Mapping[str, str | None]
) -> Bilan:
    """Write the bilan as a member who does not sign: it waits, and those who may sign are told; the person is asked once it is signed.

    Raises what confirm_bilan does.
    """
    bilan = _bilan(engagement)
    first = bilan.state is not BilanState.PREPARED
    _write(bilan, "prepare", by=by, minutes=minutes, sentence=sentence, competences=competences)
    if first and engagement.association is not None:
        associations.notify_signatories(engagement.association, mails.bilan_to_sign(engagement, by.full_name), but=by)
    return bilan


def confirm_bilan(
    engagement: Engagement, *, by: User | OutsideHost, minutes: int, sentence: str, competences: Mapping[str, str | None]
) -> Bilan:
    """Attest, as the association: hours, one sentence, the skills seen (code → example or None); the person is asked to answer.

    Raises NotOverYet, TotalRefused, WordsMissing, TooManySkills or UnknownSkill.
    """
    bilan = _bilan(engagement)
    _write(bilan, "confirm", by=by, minutes=minutes, sentence=sentence, competences=competences)
    bilan.reason = None
    accounts.notify(engagement.user, mails.bilan_confirmed(engagement))
    return bilan


def correct_bilan(
    engagement: Engagement, *, by: User | OutsideHost, minutes: int, sentence: str, competences: Mapping[str, str | None], reason: str
) -> Bilan:
    """Correct an attestation within thirty days, with a reason: the person answers anew. Raises TooLate and what confirm_bilan does."""
    bilan = _bilan(engagement)
    _check_correctable(bilan)
    _write(bilan, "correct", by=by, minutes=minutes, sentence=sentence, competences=competences, reason=reason)
    bilan.corrected_at, bilan.reason = clock.now(), reason
    bilan.answered_at = bilan.answer_words = None
    _follow(engagement)
    accounts.notify(engagement.user, mails.bilan_corrected(engagement))
    return bilan


def _write(
    bilan: Bilan, action: str, *, by: User | OutsideHost, minutes: int, sentence: str, competences: Mapping[str, str | None],
    reason: str | None = None,
) -> None:
    _check_words(minutes, sentence, bilan.engagement, field="sentence")
    if len(competences) > MOST_SKILLS:
        raise TooManySkills(field="competences")
    if set(competences) - known_codes(competences):
        raise UnknownSkill(field="competences")
    if action != "prepare":
        bilan.confirmed_at = bilan.confirmed_at or clock.now()
    BILAN.apply(bilan, action, by=by, reason=reason)
    bilan.minutes, bilan.sentence = minutes, sentence
    if action != "prepare":
        bilan.confirmed_by_id, bilan.signatory = by.id, signature_of(by, bilan.engagement)
    kept = {each.competence_code: each for each in bilan.competences}
    bilan.competences = [
        kept.get(code) or BilanCompetence(competence_code=code) for code in competences
    ]
    for each in bilan.competences:
        each.example = competences[each.competence_code] or None
    db.session.flush()


def signature_of(by: User | OutsideHost, engagement: Engagement) -> str:
    """Return the name that signs, with the function it bears in the association."""
    membership = membership_of(by, engagement.association) if engagement.association is not None else None
    return membership.signature if membership is not None else by.full_name


def agree_bilan(engagement: Engagement, *, by: User, words: str | None = None) -> Bilan:
    """Agree, as the volunteer: it is attested. Raises TooLate a year after it was written."""
    bilan = _bilan(engagement)
    _answer(bilan, "agree", by=by, words=words)
    return bilan


def disagree_bilan(engagement: Engagement, *, by: User, words: str) -> Bilan:
    """Disagree, in one's own words, seen by both: nothing of it stands on a document. Raises WordsMissing, or TooLate after a year."""
    bilan = _bilan(engagement)
    if not words.strip():
        raise WordsMissing(field="words")
    _answer(bilan, "disagree", by=by, words=words)
    if engagement.association is not None:
        associations.notify_members(engagement.association, mails.bilan_disputed(engagement), right=Right.HOURS)
    return bilan


def _answer(bilan: Bilan, action: str, *, by: User, words: str | None) -> None:
    _check_within(bilan.asked_at, ANSWER)
    bilan.answered_at, bilan.answer_words = clock.now(), words or None
    BILAN.apply(bilan, action, by=by, reason=words)
    _follow(bilan.engagement)


def stand_bilan(engagement: Engagement) -> Bilan:
    """Let an attestation stand after twenty-one days without an answer; the person is told and may answer for a year. Raises TooEarly."""
    bilan = _bilan(engagement)
    if bilan.asked_at is None or bilan.asked_at + VOLUNTEER_SILENT > clock.now():
        raise TooEarly()
    BILAN.apply(bilan, "stand", by=SYSTEM)
    _follow(engagement)
    accounts.notify(engagement.user, mails.bilan_standing(engagement))
    return bilan


def keep_declared(engagement: Engagement, *, by: User) -> Bilan:
    """Keep what one drafted as declared, when the association was silent for thirty days. Raises TooEarly, WordsMissing."""
    bilan = _bilan(engagement)
    if engagement.to_close_at is not None and engagement.to_close_at + ASSOCIATION_SILENT > clock.now():
        raise TooEarly()
    if bilan.draft_words is None:
        raise WordsMissing()
    BILAN.apply(bilan, "keep_declared", by=by)
    bilan.minutes, bilan.sentence, bilan.competences = bilan.draft_minutes or 0, "", []
    return bilan


def withdraw_attestation(engagement: Engagement, *, by: User | OutsideHost, reason: str) -> Bilan:
    """Withdraw, as the association, within thirty days, with a reason the person reads. Raises TooLate or InvalidInput."""
    bilan = _bilan(engagement)
    _check_correctable(bilan)
    bilan.reason = reason.strip() or None
    BILAN.apply(bilan, "withdraw", by=by, reason=reason)
    bilan.answered_at = bilan.answer_words = None
    _follow(engagement)
    accounts.notify(engagement.user, mails.attestation_withdrawn(engagement))
    return bilan


def answer_withdrawal(engagement: Engagement, *, by: User, words: str) -> Bilan:
    """Answer, once, an attestation that was withdrawn: the association reads it. Raises NotAllowed, WordsMissing, Conflict or TooLate."""
    bilan = _bilan(engagement)
    if not can_answer_bilan(by, bilan):
        raise NotAllowed()
    if not words.strip():
        raise WordsMissing(field="words")
    if bilan.state is BilanState.WITHDRAWN and bilan.answer_words is not None:
        raise Conflict()
    _answer(bilan, "answer", by=by, words=words)
    if engagement.association is not None:
        associations.notify_members(engagement.association, mails.withdrawal_answered(engagement), right=Right.HOURS)
    return bilan


def _check_correctable(bilan: Bilan) -> None:
    until = correctable_until(bilan)
    if until is not None and until < clock.now():
        raise TooLate()


def _check_within(since: datetime | None, delay: timedelta) -> None:
    if since is not None and since + delay < clock.now():
        raise TooLate()


def _follow(engagement: Engagement) -> None:
    """Make the engagement follow its bilan: attested while the bilan stands, to be closed again when it no longer does."""
    stands = engagement.bilan is not None and engagement.bilan.state in STANDS
    if stands:
        _take_over(engagement)
    if stands and engagement.state is State.TO_CLOSE:
        WORKFLOW.apply(engagement, "attest", by=SYSTEM)
    elif not stands and engagement.state is State.ATTESTED:
        WORKFLOW.apply(engagement, "unattest", by=SYSTEM)


def _take_over(engagement: Engagement) -> None:
    """Give an engagement elsewhere the name and the dates its host gave, now that they stand."""
    told = engagement.declaration
    if told is not None and told.host_name is not None:
        engagement.host_name = told.host_name
        engagement.starts_on, engagement.ends_on = told.starts_on or engagement.starts_on, told.ends_on or engagement.ends_on
