"""What a pilote does with the file of one person: opens it for a reason that the person reads."""

from benevolat.accounts.models import User
from benevolat.core import journal
from benevolat.core.errors import NotAllowed

from ..models import FileReason
from ..permissions import FILE_OPENED, can_open_file


def open_file(person: User, reason: FileReason, *, by: User) -> None:
    """Write in the journal that a pilote opens a person's file and why; it stays open to them for an hour. Raises NotAllowed."""
    if not can_open_file(by, person):
        raise NotAllowed()
    journal.record(FILE_OPENED, actor_id=by.id, subject_id=person.id, reason=reason.value)
