"""Letters about the contract's annexe: neutral outside, since an address may be shared; the content waits behind the sign-in."""

from benevolat.accompagnement.mails import to_read
from benevolat.core.mail import Letter, write_letter

__all__ = ["engagement_submitted", "person_signed", "to_read"]


def person_signed() -> Letter:
    """Tell the référent that a signature waits for theirs."""
    return write_letter("contrats/person_signed")


def engagement_submitted() -> Letter:
    """Tell the référent that an engagement waits for their answer."""
    return write_letter("contrats/engagement_submitted")
