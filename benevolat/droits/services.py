"""Acts on one's rights: taking one's data away, asking and answering, stopping what only suggests."""

from calendar import monthrange
from datetime import date
from typing import Any

from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.alertes.models import Alerte
from benevolat.alertes.permissions import visible_alertes
from benevolat.alertes.services import pause_alerte
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.pdf import Pdf, render_pdf
from benevolat.matching.services import erase_wishes

from . import mails
from .documents import personal_data
from .errors import TooManyOpen
from .export import as_file, gather
from .models import DataRequest, RequestKind
from .permissions import can_ask_data_request
from .queries import readings_of, requests_of
from .workflow import WORKFLOW

MOST_OPEN = 3
"""How many requests of a person may wait at once."""

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


def ask_about_data(kind: RequestKind, words: str, *, by: User) -> DataRequest:
    """Ask something about one's data: it is answered within a month. Raises NotAllowed, TooManyOpen."""
    if not can_ask_data_request(by):
        raise NotAllowed()
    if len([each for each in requests_of(by) if each.is_open]) >= MOST_OPEN:
        raise TooManyOpen(field="words")
    asked = DataRequest(user_id=by.id, kind=kind, words=words, due_on=a_month_after(clock.today()))
    db.session.add(asked)
    db.session.flush()
    return asked


def answer_request(request: DataRequest, *, granted: bool, words: str, by: User) -> None:
    """Answer with a reason that the person reads; they are told by a letter that says nothing of it. Raises NotAllowed, Conflict."""
    with db.session.no_autoflush:
        request.answer, request.answered_at, request.answered_by_id = words, clock.now(), by.id
        WORKFLOW.apply(request, "grant" if granted else "refuse", by=by)
    journal.record("rights.answer", actor_id=by.id, subject_id=request.user_id)
    notify(request.user, mails.answered())


def stop_suggestions(*, by: User) -> None:
    """Stop at once what the site does only to suggest: one's wishes are erased, one's alertes look for nothing. Raises NotAllowed."""
    if not can_ask_data_request(by):
        raise NotAllowed()
    erase_wishes(by=by)
    for each in db.session.scalars(visible_alertes(by).where(Alerte.paused_at.is_(None))):
        pause_alerte(each, by=by)


def a_month_after(day: date) -> date:
    """Return the same day of the next month, or its last day when it has none (RGPD, article 12.3)."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
