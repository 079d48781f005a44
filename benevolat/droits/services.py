"""Acts on one's rights: taking one's data away."""

from typing import Any

from benevolat.accounts.models import User
from benevolat.core.pdf import Pdf, render_pdf

from .documents import personal_data
from .export import as_file, gather
from .queries import readings_of

ALL_READINGS = 2000
"""The journal is kept twelve months, a line a reader, an action and a day: more than anybody has."""


def export_person(user: User) -> dict[str, Any]:
    """Return everything the register says a person takes away, with who read it; nothing is kept on the disk."""
    read = [{"at": each.at.isoformat(), "who": each.who, "what": each.what, "why": each.why}
            for each in readings_of(user, size=ALL_READINGS).lines]
    return as_file(gather(user), read)


def export_document(user: User) -> Pdf:
    """Return the same to be read: a tagged PDF made in memory."""
    return render_pdf("mes-donnees", personal_data(user.display_name, gather(user), readings_of(user, size=ALL_READINGS).lines))
