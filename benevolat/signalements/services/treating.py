"""Treating a report: take it in hand, decide with a sentence, answer after ten minutes, hide a message, take a decision back."""

from collections.abc import Callable
from typing import Any

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import queue_mail
from benevolat.moderation.models import DeskDecision, Noun
from benevolat.moderation.services import lock_undoable, record_decision, take

from .. import mails
from ..errors import AlreadyTreated, NothingToHide, WordsNeeded
from ..models import Signalement, State
from ..permissions import can_treat_signalement
from ..queries import reports_of
from ..workflow import WORKFLOW


def take_signalement(signalement: Signalement, *, by: User) -> None:
    """Take a report in hand, for oneself. Raises NotAllowed, HeldByAnother."""
    if not can_treat_signalement(by, signalement):
        raise NotAllowed()
    take(Noun.SIGNALEMENT, signalement.id, by=by)
    if signalement.state is State.RECEIVED:
        WORKFLOW.apply(signalement, "take", by=by)


def uphold_signalement(signalement: Signalement, *, by: User, words: str) -> DeskDecision:
    """Say that who reported was right, and what was done; who left a way to be answered reads it after ten minutes.

    Raises NotAllowed, WordsNeeded, HeldByAnother, AlreadyTreated.
    """
    return _decide(signalement, "uphold", by=by, words=words)


def dismiss_signalement(signalement: Signalement, *, by: User, words: str) -> DeskDecision:
    """Say that nothing is to be changed, and why. Raises like uphold_signalement."""
    return _decide(signalement, "dismiss", by=by, words=words)


def _decide(signalement: Signalement, action: str, *, by: User, words: str) -> DeskDecision:
    if not can_treat_signalement(by, signalement):
        raise NotAllowed()
    said = words.strip()
    if not said:
        raise WordsNeeded(field="words")

    def perform() -> None:
        if not signalement.is_open:
            raise AlreadyTreated()
        signalement.answer, signalement.decided_at = said, clock.now()
        try:
            WORKFLOW.apply(signalement, action, by=by, reason=said)
        except Conflict:
            raise AlreadyTreated() from None
        _answer(signalement)

    return _journalled(signalement, action, perform, by=by, reason=said, before={"state": signalement.state.value})


def _journalled(
    signalement: Signalement, action: str, perform: Callable[[], None], *, by: User, reason: str, before: dict[str, Any] | None
) -> DeskDecision:
    decision = record_decision(
        Noun.SIGNALEMENT, signalement, action, title=signalement.title, commune=None, by=by, perform=perform, reason=reason, before=before
    )
    decision.territoire_code = signalement.territoire_code
    return decision


def _answer(signalement: Signalement) -> None:
    """Answer each person who wished it, once, by the way they left; a person with an account is reached as they always are."""
    told: set[str] = set()
    letter = mails.answered(signalement)
    for each in reports_of(signalement):
        if each.user is not None and f"user:{each.user_id}" not in told:
            told.add(f"user:{each.user_id}")
            notify(each.user, letter)
        if each.email is not None and each.email not in told:
            told.add(each.email)
            queue_mail(each.email, letter)


def undo_decision(decision: DeskDecision, *, by: User) -> None:
    """Take back what was decided of a report: it is in hand again, and nobody is answered. Raises as moderation.lock_undoable."""
    lock_undoable(decision, by=by)
    signalement = db.session.get_one(Signalement, decision.object_id)
    WORKFLOW.apply(signalement, "undo", by=by)
    signalement.answer = signalement.decided_at = None


def hide_message(signalement: Signalement, *, by: User) -> DeskDecision:
    """Hide a reported message from both sides, at once; the copy stays with the report.

    Raises NotAllowed, HeldByAnother, NothingToHide.
    """
    if not can_treat_signalement(by, signalement):
        raise NotAllowed()

    def perform() -> None:
        if not signalement.can_be_hidden:
            raise NothingToHide()
        if signalement.candidature is not None and signalement.is_first_word:
            signalement.candidature.message_hidden_at = clock.now()
        elif signalement.message is not None:
            signalement.message.hidden_at = clock.now()

    return _journalled(signalement, "hide_message", perform, by=by, reason="", before=None)
