"""Acts on associations, one function each: the rooms of this package are read through here."""

from .absence import announce_absence, end_absence
from .former import invite_formers
from .logo import put_logo, remove_logo
from .places import add_lieu, change_lieu, close_on, open_on, remove_lieu
from .signup import confirm_contact_email, edit_association, has_proof_of, sign_up_association
from .team import (
    LONGEST_FUNCTION,
    accept_invitation,
    cancel_invitation,
    change_role,
    invite_member,
    is_open,
    remove_member,
    resend_invitation,
    set_work,
    share_mailbox,
)
from .telling import notify_members, notify_signatories
from .verification import (
    ask_again,
    mark_reinstated,
    mark_suspended,
    refuse_association,
    set_trusted,
    verify_association,
)

__all__ = (
    "LONGEST_FUNCTION", "accept_invitation", "add_lieu", "announce_absence", "ask_again", "cancel_invitation", "change_lieu",
    "change_role", "close_on", "confirm_contact_email", "edit_association", "end_absence", "has_proof_of", "invite_formers",
    "invite_member", "is_open", "mark_reinstated", "mark_suspended", "notify_members", "notify_signatories", "open_on", "put_logo",
    "refuse_association", "remove_lieu", "remove_logo", "remove_member", "resend_invitation", "set_trusted", "set_work", "share_mailbox",
    "sign_up_association", "verify_association",
)
