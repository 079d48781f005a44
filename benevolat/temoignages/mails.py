"""The letters about a témoignage: what the desk decided, to the person; that it is published, to the association."""

from typing import Any

from benevolat.core.mail import Letter, write_letter

from .models import Temoignage


def _letter(event: str, temoignage: Temoignage, **values: Any) -> Letter:
    engagement = temoignage.engagement
    return write_letter(
        f"temoignages/{event}", temoignage=temoignage, engagement=engagement, title=engagement.title, host=engagement.host, **values
    )


def published(temoignage: Temoignage) -> Letter:
    """Tell the person that anybody can read it, and how to take it back."""
    return _letter("published", temoignage)


def to_correct(temoignage: Temoignage) -> Letter:
    """Tell the person why it is not published yet."""
    return _letter("to_correct", temoignage)


def refused(temoignage: Temoignage) -> Letter:
    """Tell the person why it will not be published."""
    return _letter("refused", temoignage)


def taken_down(temoignage: Temoignage) -> Letter:
    """Tell the person why it is no longer shown."""
    return _letter("taken_down", temoignage)


def about_you(temoignage: Temoignage) -> Letter:
    """Tell the association that a témoignage about it is published."""
    return _letter("about_you", temoignage)
