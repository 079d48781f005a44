"""The one letter of the desk's own: a publication was taken back while somebody was applying."""

from benevolat.candidatures.models import Candidature
from benevolat.core.mail import Letter, write_letter


def read_again(candidature: Candidature) -> Letter:
    """Tell somebody who applied that the mission is read once more, and that their candidature is kept."""
    return write_letter("moderation/read_again", candidature=candidature)
