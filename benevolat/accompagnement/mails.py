"""Letters above the RSA line: neutral outside, since an address may be shared; the content waits behind the sign-in."""

from benevolat.core.mail import Letter, write_letter


def to_read() -> Letter:
    """Tell somebody that something waits to be read: one and the same letter for everything, so that it tells nothing."""
    return write_letter("accompagnement/to_read")


def people_received() -> Letter:
    """Tell a référent that people are given to them, without a name or a day."""
    return write_letter("accompagnement/people_received")
