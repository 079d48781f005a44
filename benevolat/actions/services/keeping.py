"""What a person keeps of an action: « j’y étais », which nobody else ticks, and if they wish a line in their passeport."""

from benevolat.accounts.models import User
from benevolat.ailleurs import services as ailleurs
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import Engagement
from benevolat.engagements.services import Said

from ..errors import AlreadyWritten, NotOverYet
from ..models import Action, Answer, Inscription, State
from ..queries import days_of, inscription_of
from .places import lock
from .writing import check_neutral


def keep_attendance(action: Action, attended: bool, *, by: User) -> None:
    """Say that one was there, or take it back; seen by the person alone.

    Raises NotAllowed for who had no place, Conflict when it was cancelled, NotOverYet.
    """
    there = _place_of(action, by)
    if action.state is State.CANCELLED:
        raise Conflict()
    if not action.is_over:
        raise NotOverYet()
    there.attended_at = clock.now() if attended else None
    db.session.flush()


def write_in_passeport(action: Action, *, title: str, host: str, minutes: int, by: User) -> Engagement:
    """Declare it as any engagement elsewhere, by the ordinary door: below, it is one that the person declared, and nothing more.

    Raises NotAllowed, Conflict (they did not say they were there), AlreadyWritten, NotNeutral, and what declaring does.
    """
    lock(action)
    there = _place_of(action, by)
    if there.attended_at is None:
        raise Conflict()
    if there.engagement_id is not None:
        raise AlreadyWritten()
    for field, text in (("title", title), ("host", host)):
        check_neutral(text, field=field)
    first, last = days_of(action)
    engagement = ailleurs.declare(by, Said(host=host, title=title, starts_on=first, ends_on=last, minutes=minutes))
    there.engagement_id = engagement.id
    db.session.flush()
    return engagement


def erase_inscription(action: Action, *, by: User) -> None:
    """Erase what one kept of an action that is over or cancelled; the passeport is another thing and stays. Raises NotAllowed, Conflict."""
    there = inscription_of(by, action)
    if there is None:
        raise NotAllowed()
    if action.state is State.OPEN and not action.is_over:
        raise Conflict()
    db.session.delete(there)


def _place_of(action: Action, by: User) -> Inscription:
    there = inscription_of(by, action)
    if there is None or there.answer is not Answer.COMING:
        raise NotAllowed()
    return there
