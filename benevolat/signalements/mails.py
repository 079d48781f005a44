"""The one letter of a report: the answer to whoever left a way to be answered."""

from benevolat.core.mail import Letter, write_letter

from .models import Signalement


def answered(signalement: Signalement) -> Letter:
    """Tell who reported what was decided, in the modérateur's sentence."""
    return write_letter("signalements/answered", signalement=signalement)
