"""The letter that asks somebody of the former site whether to keep their alerte: only a yes keeps it."""

from benevolat.core.mail import Letter, write_letter


def keep_alerte(words: str, page: str) -> Letter:
    """Ask once; without an answer nothing is kept and nothing more is sent."""
    return write_letter("exchange/keep_alerte", words=words, page=page)
