"""The desk's side, and the association's: publish, send back, refuse, take off, report. Nobody changes a word."""

from datetime import datetime

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed

from .. import mails
from ..errors import NoLongerWaits, NothingToStandOn, ReasonNeeded, WordsChanged
from ..models import Reason, State, Temoignage
from ..permissions import can_moderate_temoignage, can_report_temoignage
from ..queries import can_appear
from ..workflow import TEMOIGNAGE


def _decide(temoignage: Temoignage, action: str, *, by: User, reason: Reason | None = None, seen: datetime | None = None) -> None:
    """Turn the workflow; nobody judges words they have not read, and whoever comes second learns no name."""
    if seen is not None and seen != temoignage.submitted_at and TEMOIGNAGE.allows(temoignage, action, by):
        raise WordsChanged()
    try:
        TEMOIGNAGE.apply(temoignage, action, by=by, reason=reason.value if reason is not None else None)
    except Conflict:
        raise NoLongerWaits() from None


def _explain(temoignage: Temoignage, action: str, reason: Reason | None, words: str, *, by: User, seen: datetime | None = None) -> None:
    """Say no: a reason of the list and one sentence, both read by the person."""
    if reason is None or not words.strip():
        if not can_moderate_temoignage(by, temoignage):
            raise NotAllowed()
        raise ReasonNeeded(field="reason" if reason is None else "words")
    if TEMOIGNAGE.allows(temoignage, action, by):
        temoignage.reason, temoignage.reason_words = reason, words.strip()
    _decide(temoignage, action, by=by, reason=reason, seen=seen)


def publish_temoignage(temoignage: Temoignage, *, by: User, seen: datetime | None = None) -> None:
    """Show a témoignage to everybody; `seen` is the moment of the words that were read.

    Raises NotAllowed, NoLongerWaits, WordsChanged, or NothingToStandOn when it would be shown nowhere.
    """
    if TEMOIGNAGE.allows(temoignage, "publish", by):
        if not can_appear(temoignage.engagement):
            raise NothingToStandOn()
        temoignage.published_at = clock.now()
        temoignage.reported_at = temoignage.report_words = None
    _decide(temoignage, "publish", by=by, seen=seen)
    engagement = temoignage.engagement
    notify(engagement.user, mails.published(temoignage))
    if engagement.association is not None:
        notify_members(engagement.association, mails.about_you(temoignage), right=Right.HOURS, but=engagement.user)


def ask_correction(temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None) -> None:
    """Send a témoignage back to the person, who may write it again. Raises like publish_temoignage, or ReasonNeeded."""
    _explain(temoignage, "ask_correction", reason, words, by=by, seen=seen)
    notify(temoignage.engagement.user, mails.to_correct(temoignage))


def refuse_temoignage(temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None) -> None:
    """Refuse a témoignage, with the reason the person reads. Raises like ask_correction."""
    _explain(temoignage, "refuse", reason, words, by=by, seen=seen)
    notify(temoignage.engagement.user, mails.refused(temoignage))


def take_down_temoignage(temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None) -> None:
    """Take a published témoignage off, with the reason the person reads. Raises like ask_correction."""
    _explain(temoignage, "take_down", reason, words, by=by, seen=seen)
    notify(temoignage.engagement.user, mails.taken_down(temoignage))


def undo_decision(temoignage: Temoignage, *, by: User) -> None:
    """Put a témoignage back where it was before the last decision; who calls knows that nobody was told. Raises NotAllowed, Conflict."""
    taken_down = temoignage.state is State.TAKEN_DOWN
    TEMOIGNAGE.apply(temoignage, "put_back" if taken_down else "undo", by=by)
    temoignage.reason = temoignage.reason_words = None
    if not taken_down:
        temoignage.published_at = None


def report_temoignage(temoignage: Temoignage, *, words: str, by: User) -> None:
    """Ask the desk to read again what is published about one's association; it stays published meanwhile.

    Raises NotAllowed, NoLongerWaits when it is no longer published, or InvalidInput without words.
    """
    if not can_report_temoignage(by, temoignage):
        raise NotAllowed()
    if temoignage.state is not State.PUBLISHED:
        raise NoLongerWaits()
    if not words.strip():
        raise InvalidInput(field="words")
    temoignage.reported_at, temoignage.report_words = clock.now(), words.strip()


def settle_report(temoignage: Temoignage, *, by: User) -> None:
    """Keep a reported témoignage published. Raises NotAllowed, or NoLongerWaits when nothing is reported any more."""
    if not can_moderate_temoignage(by, temoignage):
        raise NotAllowed()
    if temoignage.state is not State.PUBLISHED or temoignage.reported_at is None:
        raise NoLongerWaits()
    temoignage.reported_at = temoignage.report_words = None
