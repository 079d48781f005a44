"""Decisions on témoignages: done by their own domain, held and journalled here; the journal names the association and never the words."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from benevolat.accounts.models import User
from benevolat.core.errors import NotAllowed
from benevolat.temoignages import services as temoignages
from benevolat.temoignages.models import Reason, Temoignage
from benevolat.temoignages.permissions import can_moderate_temoignage

from ..models import DeskDecision, Noun
from .deciding import record_decision


def _decision(
    temoignage: Temoignage, action: str, perform: Callable[[], None], *, by: User, reason: Reason | None = None, final: bool = False
) -> DeskDecision:
    """Decide under the témoignage's claim. Its letters are held under its own id: taken back by its author, they have nothing to say."""
    host = temoignage.engagement.association
    if host is None or not can_moderate_temoignage(by, temoignage):
        raise NotAllowed()
    return record_decision(
        Noun.TEMOIGNAGE, temoignage, action, title=_("Un témoignage sur %(host)s", host=host.name), commune=host.commune, by=by,
        perform=perform, reason=str(reason.label) if reason is not None else None,
        before=None if final else {"state": temoignage.state.value}, held=temoignage.public_id,
    )


def publish_temoignage(temoignage: Temoignage, *, by: User, seen: datetime | None = None) -> DeskDecision:
    """Show a témoignage to everybody at once; its author and the association are told after ten minutes.

    Raises HeldByAnother, and what temoignages.services.publish_temoignage raises.
    """
    return _decision(temoignage, "publish", lambda: temoignages.publish_temoignage(temoignage, by=by, seen=seen), by=by)


def ask_temoignage_correction(
    temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None
) -> DeskDecision:
    """Send a témoignage back to its author, told after ten minutes. Raises HeldByAnother, and what the act itself raises."""
    return _decision(temoignage, "ask_correction", lambda: temoignages.ask_correction(
        temoignage, reason=reason, words=words, by=by, seen=seen), by=by, reason=reason)


def refuse_temoignage(
    temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None
) -> DeskDecision:
    """Refuse a témoignage; its author is told after ten minutes. Raises like ask_temoignage_correction."""
    return _decision(temoignage, "refuse", lambda: temoignages.refuse_temoignage(
        temoignage, reason=reason, words=words, by=by, seen=seen), by=by, reason=reason)


def take_down_temoignage(
    temoignage: Temoignage, *, reason: Reason | None, words: str, by: User, seen: datetime | None = None
) -> DeskDecision:
    """Take a published témoignage off at once; its author is told after ten minutes. Raises like ask_temoignage_correction."""
    return _decision(temoignage, "take_down", lambda: temoignages.take_down_temoignage(
        temoignage, reason=reason, words=words, by=by, seen=seen), by=by, reason=reason)


def settle_temoignage_report(temoignage: Temoignage, *, by: User) -> DeskDecision:
    """Keep a reported témoignage published; nobody is told, so nothing waits. Raises like publish_temoignage."""
    return _decision(temoignage, "settle_report", lambda: temoignages.settle_report(temoignage, by=by), by=by, final=True)
