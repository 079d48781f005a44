"""The act that takes validated lines away, for NéoGestion; each person whose line leaves reads who took it and when."""

from datetime import date, timedelta

from benevolat.accounts.models import User
from benevolat.core import journal
from benevolat.core.errors import NotAllowed

from ..errors import NothingToExport, WrongPeriod
from ..models import Desk
from ..permissions import can_bring_files
from ..queries import validated_between

LONGEST = timedelta(days=366)


def take_lines(first: date, last: date, *, desk: Desk, by: User) -> list[tuple[str, date, date | None, int]]:
    """Return the reference, the days and the minutes of what was validated from a day to a day, and nothing else.

    Raises NotAllowed, WrongPeriod, or NothingToExport.
    """
    if not can_bring_files(by, desk):
        raise NotAllowed()
    if not first <= last <= first + LONGEST:
        raise WrongPeriod(field="last")
    validated = validated_between(first, last, desk, by)
    if not validated:
        raise NothingToExport(field="last")
    for person in dict.fromkeys(each.annexe.contrat.user_id for each in validated):
        journal.record("dossiers.take", actor_id=by.id, subject_id=person)
    return [
        (each.annexe.contrat.reference, each.engagement.starts_on, each.engagement.ends_on,
         each.engagement.bilan.minutes if each.engagement.bilan is not None else 0)
        for each in validated
    ]
