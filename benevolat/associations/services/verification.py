"""The verification of an association by a modérateur: verified, refused, suspended, reinstated, trusted."""

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed

from .. import mails
from ..errors import NotReady, NotVerified
from ..models import Association, Deed, State
from ..permissions import can_verify_association
from ..queries import decided_before, is_signed_up
from ..workflow import WORKFLOW
from .history import remember
from .telling import notify_members


def _move(association: Association, action: str, *, by: User, reason: str | None = None) -> None:
    """Turn the verification; whoever comes second learns who decided."""
    if reason and reason.strip():
        association.state_reason = reason.strip()
    try:
        row = WORKFLOW.apply(association, action, by=by, reason=association.state_reason if reason else None)
    except Conflict:
        raise decided_before("association", association, association.state.label) from None
    if not row.needs_reason:
        association.state_reason = None


def verify_association(association: Association, *, by: User) -> None:
    """Declare an association verified: its members may send missions. Raises NotAllowed, NotReady, AlreadyDecided."""
    if can_verify_association(by, association) and not is_signed_up(association):
        raise NotReady()
    _move(association, "verify", by=by)
    association.verified_at = clock.now()
    notify_members(association, mails.verified(association))


def refuse_association(association: Association, *, by: User, reason: str) -> None:
    """Refuse an association with a reason its members read. Raises NotAllowed, InvalidInput, AlreadyDecided."""
    _move(association, "refuse", by=by, reason=reason)
    notify_members(association, mails.refused(association))


def ask_again(association: Association, *, by: User) -> None:
    """Ask for another verification after mending what the refusal said. Raises NotAllowed, Conflict."""
    WORKFLOW.apply(association, "ask_again", by=by)
    association.state_reason = None


def mark_suspended(association: Association, *, by: User, reason: str) -> None:
    """Suspend a verified association; what follows for its missions and volunteers is coordination's. Raises like refuse_association."""
    _move(association, "suspend", by=by, reason=reason)
    notify_members(association, mails.suspended(association))


def mark_reinstated(association: Association, *, by: User) -> None:
    """Lift a suspension. Raises NotAllowed, AlreadyDecided."""
    _move(association, "reinstate", by=by)
    notify_members(association, mails.reinstated(association))


def set_trusted(association: Association, trusted: bool, *, by: User, reason: str) -> None:
    """Let an association publish without waiting, or have its missions read first again; its team reads the reason.

    Saying it twice changes nothing. Raises NotAllowed, NotVerified, InvalidInput at « reason ».
    """
    if not can_verify_association(by, association):
        raise NotAllowed()
    if not reason.strip():
        raise InvalidInput(field="reason")
    if association.state is not State.VERIFIED:
        raise NotVerified()
    if association.trusted is trusted:
        return
    association.trusted, association.trust_reason = trusted, reason.strip()
    remember(association, Deed.TRUSTED if trusted else Deed.UNTRUSTED, by=by, detail=reason.strip())
    notify_members(association, mails.trust_changed(association))
