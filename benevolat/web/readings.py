"""What a view says when it shows a person's data to somebody else: a line in that person's journal, once a day."""

from flask_login import current_user

from benevolat.accounts.services import unwritten_readings, write_readings
from benevolat.associations.models import Association
from benevolat.associations.queries import host_code
from benevolat.core.db import transaction


def noted(page: str, action: str, *people: int, host: Association | None = None) -> str:
    """Return a page that is made, once the journal of these people says that the present account reads it, for which association.

    What is written already today opens no transaction; else it comes after the page, since a transaction reads again all that was
    loaded, and before the answer, which waits for the line.
    """
    reason = host_code(host) if host is not None else None
    reader = current_user._get_current_object()
    if unwritten_readings(action, people, by=reader):
        with transaction():
            write_readings(action, people, by=reader, reason=reason)
    return page
