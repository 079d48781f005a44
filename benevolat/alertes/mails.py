"""The letters of an alerte: its news, and « does it still serve? ». Each carries the signed link that stops it."""

from collections.abc import Sequence

from flask_babel import gettext as _

from benevolat.core.mail import Letter, link, write_letter
from benevolat.missions.models import MissionKind
from benevolat.missions.words import dated_words, regular_words
from benevolat.search.queries import MissionRow

from .models import PAUSED_AFTER, Alerte
from .permissions import key_of


def page_of(alerte: Alerte, act: str = "") -> str:
    """Return the path of an alerte's own page, or of one of its acts, that opens without an account."""
    return f"/alertes/{alerte.public_id}/{key_of(alerte.public_id)}{act and '/' + act}"


def digest(alerte: Alerte, shown: Sequence[MissionRow], total: int) -> Letter:
    """Tell what is new; the SMS says only that there is a message, since it may show on a locked screen."""
    return write_letter(
        "alertes/digest", sms=_neutral(alerte), unsubscribe=link(page_of(alerte, "arreter")), alerte=alerte, shown=shown, total=total,
        when=when_words, page=page_of(alerte), stop=page_of(alerte, "arreter"),
    )


def still_useful(alerte: Alerte) -> Letter:
    """Ask whether an alerte nobody clicked for three months still serves, and say what happens without an answer."""
    return write_letter(
        "alertes/still_useful", sms=_neutral(alerte), unsubscribe=link(page_of(alerte, "arreter")), alerte=alerte, page=page_of(alerte),
        stop=page_of(alerte, "arreter"), days=PAUSED_AFTER.days,
    )


def when_words(row: MissionRow) -> str:
    """Return when a mission takes place, on one line."""
    if row.kind is MissionKind.DATED:
        start, end = row.next_slot if row.next_slot else (None, None)
        return dated_words(start, end, row.other_slots)
    return regular_words(row.half_days, row.hours_per_week, row.schedule)


def _neutral(alerte: Alerte) -> str:
    return str(_("Vous avez un message d’Isère bénévolat\u00a0: %(link)s", link=link(page_of(alerte))))
