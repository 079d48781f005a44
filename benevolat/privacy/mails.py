"""Letters of privacy: an account is erased; an account that nobody used for long will be."""

from datetime import date

from benevolat.core.mail import Letter, write_letter


def erased() -> Letter:
    """Confirm to somebody that their account is erased: the last letter they receive."""
    return write_letter("privacy/erased")


def unused(*, erased_on: date) -> Letter:
    """Tell somebody that an account nobody used for long will be erased on a day, unless they come by."""
    return write_letter("privacy/unused", erased_on=erased_on)
