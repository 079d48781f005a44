"""Acts that bring a file in: its titles, its columns, what was read of it for an hour, and its writing once confirmed."""

from dataclasses import dataclass

import sqlalchemy as sa

from benevolat.accompagnement.models import Referent
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import invite_people
from benevolat.accounts.models import User
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import ColumnTwice, ContactNeeded, ImportGone, NothingToImport, OtherTitles
from ..models import Column, ColumnMapping, Desk, ImportedLine, PendingImport
from ..permissions import can_bring_files, visible_imports
from ..queries import mapping_of, sort_lines
from ..reading import CONTACTS, Line, Problem, propose_columns


def remember_titles(titles: list[str], *, desk: Desk, by: User) -> ColumnMapping:
    """Keep the titles of a file whose columns are to be confirmed, with what they are likely to be; an earlier answer serves again.

    Raises NotAllowed.
    """
    if not can_bring_files(by, desk):
        raise NotAllowed()
    mapping = mapping_of(by, desk)
    if mapping is None:
        record = referent_record(by)
        mapping = ColumnMapping(user_id=by.id) if desk is Desk.PILOTAGE or record is None else ColumnMapping(service_id=record.service_id)
        db.session.add(mapping)
        before: dict[str, str] = {}
    else:
        before = {name: mapping.titles[place] for name, place in mapping.columns.items()}
    again = {name: titles.index(title) for name, title in before.items() if title and title in titles}
    likely = {name: place for name, place in propose_columns(titles).items() if name not in again and place not in again.values()}
    mapping.titles, mapping.columns, mapping.confirmed_at = titles, {**likely, **again}, None
    db.session.flush()
    return mapping


def check_columns(asked: list[str], titles: list[str], columns: dict[str, int]) -> None:
    """Raise OtherTitles at « file » unless the columns asked about are the file's, ColumnTwice at a second use, or ContactNeeded."""
    if asked != titles:
        raise OtherTitles(field="file")
    places: set[int] = set()
    for name, place in columns.items():
        if place in places:
            raise ColumnTwice(field=name)
        places.add(place)
    if not {each.value for each in CONTACTS} & columns.keys():
        raise ContactNeeded(field=Column.EMAIL.value)


def confirm_columns(titles: list[str], columns: dict[str, int], *, desk: Desk, by: User) -> ColumnMapping:
    """Keep which column is what, for this file and the next ones with the same titles. Raises NotAllowed and what check_columns raises."""
    mapping = mapping_of(by, desk) if can_bring_files(by, desk) else None
    if mapping is None:
        raise NotAllowed()
    check_columns(mapping.titles, titles, columns)
    mapping.columns, mapping.confirmed_at = dict(columns), clock.now()
    return mapping


def keep_lines(lines: list[Line], problems: list[Problem], *, desk: Desk, by: User) -> PendingImport:
    """Keep what was read for an hour, in place of what the agent's last file left there. Raises NotAllowed."""
    if not can_bring_files(by, desk):
        raise NotAllowed()
    db.session.execute(sa.delete(PendingImport).where(PendingImport.user_id == by.id, PendingImport.desk == desk))
    kept = PendingImport(public_id=entropy.public_id(), user_id=by.id, desk=desk, created_at=clock.now(), lines={
        "lines": [each.dump() for each in lines],
        "problems": [each.dump() for each in problems],
    })
    db.session.add(kept)
    db.session.flush()
    return kept


def drop_import(kept: PendingImport, *, by: User) -> None:
    """Erase what was read. Raises ImportGone unless it is the agent's own and less than an hour old."""
    _check_own(kept, by)
    db.session.delete(kept)


@dataclass(frozen=True, slots=True)
class Done:
    """How many people were invited and how many lines changed."""

    invited: int
    changed: int


def write_import(kept: PendingImport, *, by: User) -> Done:
    """Invite the new people, change the references and lines already here, and erase what was read.

    What each line does is decided again now, under the lock: somebody may have answered meanwhile.
    Raises ImportGone, or NothingToImport when no line would change anything.
    """
    _check_own(kept, by)
    plan = sort_lines(kept, by)
    if not plan.new and not plan.changed:
        raise NothingToImport()
    for line, targets in plan.changed:
        for each in targets:
            each.type_code, each.starts_on, each.ends_on, each.path_kind = line.type_code, line.starts_on, line.ends_on, line.path_kind
            if not isinstance(each, ImportedLine):
                journal.record("dossiers.update", actor_id=by.id, subject_id=each.user_id)
    _invite(plan.new, by)
    db.session.delete(kept)
    db.session.flush()
    return Done(len(plan.new), len(plan.changed))


def _invite(lines: list[Line], by: User) -> None:
    """Invite whoever holds each contact, and let the line wait with the invitation."""
    referents = {each.id: each for each in db.session.scalars(
        sa.select(Referent).where(Referent.id.in_({each.referent_id for each in lines})))}
    reached = [(each, each.contact) for each in lines]
    pairs = [(referents[line.referent_id], contact) for line, contact in reached if contact is not None]
    rows = [
        {"invitation_id": invitation.id, "reference": line.reference, "type_code": line.type_code, "starts_on": line.starts_on,
         "ends_on": line.ends_on, "path_kind": line.path_kind, "contacts": line.fingerprints,
         "public_id": entropy.public_id()}
        for line, invitation in zip(lines, invite_people(pairs, by=by), strict=True)
    ]
    if rows:
        db.session.execute(sa.insert(ImportedLine), rows)


def _check_own(kept: PendingImport, by: User) -> None:
    if db.session.scalar(visible_imports(by).where(PendingImport.id == kept.id)) is None:
        raise ImportGone()
