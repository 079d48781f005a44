"""What an association's team is told of its missions: each function returns a letter."""

from benevolat.core.mail import Letter, write_letter

from .models import Mission
from .permissions import key_of


def published(mission: Mission) -> Letter:
    """Everybody can read the mission now."""
    return write_letter("missions/published", mission=mission)


def to_correct(mission: Mission) -> Letter:
    """Something is to be mended first, and what."""
    return write_letter("missions/to_correct", mission=mission)


def refused(mission: Mission) -> Letter:
    """The mission will not be published, and why."""
    return write_letter("missions/refused", mission=mission)


def renew(mission: Mission) -> Letter:
    """Ask whether a mission that nobody touched for three months still stands; one press answers."""
    return write_letter("missions/renew", mission=mission, last=mission.reminders > 1, key=key_of(mission))


def paused(mission: Mission) -> Letter:
    """Tell that a mission nobody answered for is paused, and how to open it again."""
    return write_letter("missions/paused", mission=mission)
