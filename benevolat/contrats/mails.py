"""Letters about the contract's annexe: neutral outside, since an address may be shared; the content waits behind the sign-in."""

from benevolat.core.mail import Letter, write_letter


def to_read() -> Letter:
    """Tell the person that something waits to be read; the same letter for a proposition and an answer, so that it tells neither."""
    return write_letter("contrats/to_read")


def person_signed() -> Letter:
    """Tell the référent that a signature waits for theirs."""
    return write_letter("contrats/person_signed")


def engagement_submitted() -> Letter:
    """Tell the référent that an engagement waits for their answer."""
    return write_letter("contrats/engagement_submitted")
