"""Reads about a person's rights: who read or did what about them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.accompagnement.models import FileReason, Referent, Service
from benevolat.accompagnement.permissions import FILE_OPENED
from benevolat.accompagnement.services import AS_DEPUTY
from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.associations.queries import HOST_CODE, host_code
from benevolat.core import clock, settings
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry
from benevolat.privacy.register import TABLES as REGISTER
from benevolat.privacy.register import TREATMENTS, Role, Treatment

from .lines import MEANINGS, Meaning, Side
from .models import DataRequest, RequestState
from .permissions import visible_own_requests, visible_requests
from .words import TABLES

PAGE = 30
CONTROLLER_SETTING, DPO_SETTING = "privacy.controller", "privacy.dpo"


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as the person reads it: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str

    @property
    def day(self) -> str:
        """The day it was in Paris, to gather lines under."""
        return self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Readings:
    """A page of them, the newest first, and how many there are."""

    lines: list[Reading]
    total: int
    pages: int


def readings_of(person: User, *, page: int = 1, size: int = PAGE) -> Readings:
    """Return who read or did what about a person, the newest first; what they did themselves is left out. Three statements."""
    about = (
        JournalEntry.subject_id == person.id, JournalEntry.action.in_(MEANINGS), JournalEntry.actor_id.is_not(None),
        JournalEntry.actor_id != person.id,
    )
    total = db.session.scalar(sa.select(sa.func.count()).select_from(JournalEntry).where(*about)) or 0
    rows = db.session.execute(
        sa.select(JournalEntry, User, Service.name).select_from(JournalEntry)
        .outerjoin(User, User.id == JournalEntry.actor_id).outerjoin(Referent, Referent.user_id == User.id)
        .outerjoin(Service, Service.id == Referent.service_id).where(*about)
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(size).offset((max(1, page) - 1) * size)
    ).all()
    hosts = _host_names({entry.reason for entry, _user, _service in rows if MEANINGS[entry.action].side is Side.HOST and entry.reason})
    return Readings([_line(entry, user, service, hosts) for entry, user, service in rows], total, max(1, -(-total // size)))


def _host_names(codes: set[str]) -> dict[str, str]:
    """Return the name of each association by its code in the journal; those that are gone are left out."""
    if not codes:
        return {}
    found = sa.select(Association).where(Association.public_id.in_([each.removeprefix(HOST_CODE) for each in codes]))
    return {host_code(each): each.name for each in db.session.scalars(found)}


def _line(entry: JournalEntry, user: User | None, service: str | None, hosts: dict[str, str]) -> Reading:
    meaning = MEANINGS[entry.action]
    who = _host(hosts.get(entry.reason or "")) if meaning.side is Side.HOST else _agent(meaning, user, service)
    if entry.reason == AS_DEPUTY:
        who = _("%(who)s (en remplacement)", who=who)
    return Reading(clock.local(entry.at), who, str(meaning.what), _why(entry, meaning))


def _why(entry: JournalEntry, meaning: Meaning) -> str:
    """Return why it was done: the reason that was chosen, for a file opened; else what the action is for."""
    given = next((each for each in FileReason if each.value == entry.reason), None) if entry.action == FILE_OPENED else None
    return str(_("La raison donnée\u00a0: %(reason)s.", reason=given.label) if given is not None else meaning.why)


def _host(name: str | None) -> str:
    """Tell of an association by its name alone: which of its members read it is theirs to know."""
    return str(_("L’association %(name)s", name=name) if name else _("Une association"))


def _agent(meaning: Meaning, user: User | None, service: str | None) -> str:
    """Tell of an agent by name and by where they work: an agent acts under their name."""
    name = user.full_name if user is not None and user.full_name else _("Un agent")
    if meaning.side is Side.DESK:
        return str(_("%(name)s, au guichet ou à la modération", name=name))
    return str(_("%(name)s, %(service)s", name=name, service=service) if service else _("%(name)s, au Département", name=name))


def controller_words() -> str:
    """Return who answers for the data: a setting."""
    return settings.read(CONTROLLER_SETTING, str(_("Le Département de l’Isère, 7 rue Fantin-Latour, CS 41096, 38022 Grenoble Cedex 1.")))[0]


def dpo_words() -> str:
    """Return how to reach the data protection officer: a setting."""
    return settings.read(DPO_SETTING, str(_("par courrier, à l’adresse du Département, «\u00a0protection des données\u00a0».")))[0]


def told_treatments() -> list[tuple[Treatment, list[str]]]:
    """Return the treatments that say something of somebody, each with what its tables hold, in words, in the register's order."""
    held: dict[str, list[str]] = {}
    for table in REGISTER:
        if table.name in TABLES and any(each.role is Role.SUBJECT for each in table.people):
            held.setdefault(table.treatment, []).append(str(TABLES[table.name]))
    return [(each, held[each.key]) for each in TREATMENTS if each.key in held]


def requests_of(person: User) -> list[DataRequest]:
    """Return what a person asked about their data, the newest first."""
    return list(db.session.scalars(visible_own_requests(person).order_by(DataRequest.asked_at.desc(), DataRequest.id.desc())))


def requests_to_answer(user: User) -> tuple[list[DataRequest], list[DataRequest]]:
    """Return what waits for an administrateur's answer, the nearest day first, and the last answered, the newest first."""
    seen = visible_requests(user)
    waiting = seen.where(DataRequest.state == RequestState.OPEN).order_by(DataRequest.due_on, DataRequest.id)
    done = seen.where(DataRequest.state != RequestState.OPEN).order_by(DataRequest.answered_at.desc(), DataRequest.id.desc())
    return list(db.session.scalars(waiting)), list(db.session.scalars(done.limit(PAGE)))
