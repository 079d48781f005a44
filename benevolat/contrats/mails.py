"""Letters about the contract's annexe: neutral outside, since an address may be shared; the content waits behind the sign-in."""

from benevolat.core.mail import Letter, write_letter


def annexe_proposed() -> Letter:
    """Tell the person that a proposition waits to be read."""
    return write_letter("contrats/annexe_proposed")


def submission_answered() -> Letter:
    """Tell the person that an answer waits to be read."""
    return write_letter("contrats/submission_answered")


def person_signed() -> Letter:
    """Tell the référent that a signature waits for theirs."""
    return write_letter("contrats/person_signed")


def engagement_submitted() -> Letter:
    """Tell the référent that an engagement waits for their answer."""
    return write_letter("contrats/engagement_submitted")
