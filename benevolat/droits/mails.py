"""The one letter about a request: it has its answer; what it says is read on the site."""

from benevolat.core.mail import Letter, write_letter


def answered() -> Letter:
    """Tell a person that their request has its answer."""
    return write_letter("droits/answered")
