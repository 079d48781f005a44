"""Acts on what a person submits: only an attested engagement, only by the person, answered by their référent."""

from collections.abc import Sequence

import sqlalchemy as sa

from benevolat.accompagnement.queries import referent_of
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.passeport.services import mark_validated

from .. import mails
from ..errors import AlreadySubmitted, NoLivingAnnexe, NotAttested, WordsNeeded
from ..guards import Decided
from ..models import Submission, SubmissionState
from ..permissions import can_answer_submission
from ..queries import living_annexe
from ..workflow import SUBMISSION
from .guards import check_submission_decided, decide


def submit_engagement(engagement: Engagement, *, wants_mark: bool, by: User, words: str = "") -> Submission:
    """Show an attested engagement to one's référent, for validation in the contract; the first thing the référent sees of it.

    `wants_mark` asks, besides, for the mark « validé par le Département » in the passeport; `words` answer a complement that was asked.
    Raises NotAllowed (somebody else's), NotAttested, NoLivingAnnexe or AlreadySubmitted.
    """
    if engagement.user_id != by.id:
        raise NotAllowed()
    if engagement.state is not EngagementState.ATTESTED:
        raise NotAttested()
    annexe = living_annexe(by)
    if annexe is None:
        raise NoLivingAnnexe()
    submission = db.session.scalar(
        sa.select(Submission).where(Submission.annexe_id == annexe.id, Submission.engagement_id == engagement.id)
    )
    if submission is None:
        submission = Submission(public_id=entropy.public_id(), annexe_id=annexe.id, engagement_id=engagement.id)
        db.session.add(submission)
        SUBMISSION.begin(submission, by=by)
    elif submission.state in (SubmissionState.SUBMITTED, SubmissionState.VALIDATED):
        raise AlreadySubmitted()
    else:
        SUBMISSION.apply(submission, "submit_again", by=by)
    submission.wants_mark, submission.submitted_at = wants_mark, clock.now()
    submission.answered_at = submission.answered_by_id = submission.answer_words = None
    submission.words = words.strip() or None
    referent = referent_of(by)
    if referent is not None:
        notify(referent, mails.engagement_submitted())
    return submission


def cancel_submission(submission: Submission, *, by: User) -> None:
    """Take back what was submitted and not yet validated: the référent no longer sees it. Raises NotAllowed or Conflict."""
    SUBMISSION.apply(submission, "cancel", by=by)
    submission.words = None


def validate_submission(submission: Submission, *, by: User, words: str | None = None, decided: Sequence[Decided] = ()) -> None:
    """Validate the engagement in the contract; the passeport's mark follows only when the person asked for it.

    Raises NotAllowed, Conflict when another answered, the person took it back, or it is attested no more, DecisionNeeded when there
    are more hours than the annexe said, or what `decide` raises.
    """
    _check_waiting(submission, by)
    _answered(submission, by=by, words=words)
    SUBMISSION.apply(submission, "validate", by=by)
    decide(submission.annexe, decided, by=by, submission=submission)
    check_submission_decided(submission)
    if submission.wants_mark:
        mark_validated(submission.engagement)
    notify(submission.annexe.contrat.user, mails.to_read())


def answer_with_complement(submission: Submission, *, by: User, words: str) -> None:
    """Ask the person for a complement, in a sentence they read. Raises NotAllowed, Conflict, or WordsNeeded."""
    if not words.strip():
        raise WordsNeeded(field="words")
    _check_waiting(submission, by)
    _answered(submission, by=by, words=words.strip())
    SUBMISSION.apply(submission, "ask_complement", by=by, reason=words)
    notify(submission.annexe.contrat.user, mails.to_read())


def _check_waiting(submission: Submission, by: User) -> None:
    """What was answered, or taken back, waits no more; nor does what the association corrects or withdrew, until both agree on it again.

    Only the référent learns even that.
    """
    if not can_answer_submission(by, submission):
        raise NotAllowed()
    if submission.state is not SubmissionState.SUBMITTED or submission.engagement.state is not EngagementState.ATTESTED:
        raise Conflict()


def _answered(submission: Submission, *, by: User, words: str | None) -> None:
    submission.answered_at, submission.answered_by_id, submission.answer_words = clock.now(), by.id, words or None
    record_act("submission.answer", submission.annexe.contrat.user, by=by)
