"""The letters of the passeport: the same whoever put the mark."""

from benevolat.core.mail import Letter, write_letter
from benevolat.core.settings import config
from benevolat.engagements.models import Engagement

from .models import ValidationRequest


def validated(engagement: Engagement) -> Letter:
    """Tell the person that the Département put its mark."""
    return write_letter("passeport/validated", title=engagement.title, host=engagement.host)


def validation_declined(request: ValidationRequest) -> Letter:
    """Tell the person why the mark was not put, and who can help."""
    return write_letter(
        "passeport/validation_declined", title=request.engagement.title, host=request.engagement.host, reason=request.reason,
        phone=config("HELPER_PHONE"), hours=config("HELPER_HOURS"),
    )
