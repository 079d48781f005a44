"""Reads about files: how they are read, what each line would change, and which validated lines go back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accompagnement.models import LinkInvitation, Referent
from benevolat.accompagnement.permissions import INVITATION_LIFE
from benevolat.accompagnement.queries import referents_at_work
from benevolat.accounts.models import User
from benevolat.contrats.models import Annexe, AnnexeState, Contrat, Submission, SubmissionState
from benevolat.contrats.queries import contrat_types
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.table import Table
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState

from .models import Column, ColumnMapping, Desk, Fault, ImportedContact, ImportedLine, PendingImport
from .permissions import people_at, referents_at, visible_lines
from .reading import Known, Line, Problem, read_lines, type_words

AT_ONCE = 900
"""How many values a statement names: some builds of SQLite take no more."""


def mapping_of(user: Any, desk: Desk) -> ColumnMapping | None:
    """Return how the files of a référent's service, or of a pilote, are read, confirmed or not; None before the first one."""
    if desk is Desk.PILOTAGE:
        owner = ColumnMapping.user_id == user.id
    else:
        owner = ColumnMapping.service_id.in_(referents_at(desk, user).with_only_columns(Referent.service_id))
    return db.session.scalar(sa.select(ColumnMapping).where(owner))


def read_file(table: Table, columns: dict[str, int], desk: Desk, user: Any) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a file that read well and what is wrong in the others, for an agent at a desk."""
    allowed = set(db.session.scalars(referents_at(desk, user).with_only_columns(Referent.id)))
    referents = {each.user.email: each.id for each in referents_at_work() if each.id in allowed and each.user.email}
    own = next(iter(allowed)) if desk is Desk.REFERENT else None
    return read_lines(table, columns, Known(desk, own, referents, type_words(contrat_types())))


@dataclass(frozen=True, slots=True)
class Sorted:
    """What an import would do: the lines that invite, those that change something and what they change, those that change nothing."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, Sequence[Contrat | ImportedLine]]] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_lines(kept: PendingImport, user: Any) -> Sorted:
    """Return what an import would do now: nothing is looked up by an address, only by reference among the agent's own people.

    A person who accepted and one who has not answered read alike.
    """
    lines = [Line.load(each) for each in kept.lines["lines"]]
    written = _contrats(lines, kept.desk, user)
    origins = _origins(each.id for contrats in written.values() for each in contrats)
    waiting, reached = _waiting(kept.desk, user)
    done = Sorted(problems=[Problem.load(each, Column, Fault) for each in kept.lines["problems"]])
    for line in lines:
        contrats = written.get(line.reference, [])
        target: Sequence[Contrat | ImportedLine] = contrats or waiting.get(line.reference, [])
        before = [contact for each in contrats for contact in origins.get(each.id, [])] or [
            contact for each in waiting.get(line.reference, []) for contact in each.contacts]
        fault = _fault(line, before, known=bool(target), reached=reached)
        if fault is not None:
            done.problems.append(Problem(line.number, None, fault))
        elif not target:
            done.new.append(line)
        elif all(says(each) == says(line) for each in target):
            done.same.append(line)
        else:
            done.changed.append((line, target))
    done.problems.sort(key=lambda each: each.number)
    return done


def says(line: Line | Contrat | ImportedLine) -> tuple[Any, ...]:
    """Return what an import may change of a contract."""
    return line.type_code, line.starts_on, line.ends_on, line.path_kind


def _fault(line: Line, before: list[str], *, known: bool, reached: set[tuple[int, str]]) -> Fault | None:
    if known:
        swapped = bool(before and line.fingerprints) and not set(before) & set(line.fingerprints)
        return Fault.OTHER_CONTACT if swapped else None
    if line.contact is None:
        return Fault.CONTACT
    return Fault.WAITING if (line.referent_id, line.contact.value) in reached else None


def _contrats(lines: Iterable[Line], desk: Desk, user: Any) -> dict[str, list[Contrat]]:
    """Return the contracts of the agent's people by their reference."""
    found: dict[str, list[Contrat]] = {}
    for some in _slices([each.reference for each in lines]):
        for each in db.session.scalars(
            sa.select(Contrat).where(Contrat.reference.in_(some), Contrat.user_id.in_(people_at(desk, user))).order_by(Contrat.id)
        ):
            found.setdefault(each.reference, []).append(each)
    return found


def _origins(contrats: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for some in _slices(list(contrats)):
        rows = db.session.execute(sa.select(ImportedContact.contrat_id, ImportedContact.contacts)
                                  .where(ImportedContact.contrat_id.in_(some)))
        found.update({row[0]: row[1] for row in rows})
    return found


def _waiting(desk: Desk, user: Any) -> tuple[dict[str, list[ImportedLine]], set[tuple[int, str]]]:
    """Return the lines that wait, with an open invitation or with who accepted it, by their reference, and who is reached already."""
    found: dict[str, list[ImportedLine]] = {}
    reached: set[tuple[int, str]] = set()
    accepted = sa.select(ImportedLine).where(ImportedLine.user_id.in_(people_at(desk, user))).order_by(ImportedLine.id)
    for each in db.session.scalars(accepted):
        found.setdefault(each.reference, []).append(each)
    for each in db.session.scalars(
        sa.select(ImportedLine).join(LinkInvitation, LinkInvitation.id == ImportedLine.invitation_id)
        .where(LinkInvitation.referent_id.in_(referents_at(desk, user).with_only_columns(Referent.id)),
               LinkInvitation.sent_at > clock.now() - INVITATION_LIFE)
        .order_by(ImportedLine.id).options(joinedload(ImportedLine.invitation))
    ):
        found.setdefault(each.reference, []).append(each)
        if each.invitation is not None:
            reached.add((each.invitation.referent_id, each.invitation.email or each.invitation.phone or ""))
    return found, reached


def _slices(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start:start + AT_ONCE]


def line_of(invitation: LinkInvitation) -> ImportedLine | None:
    """Return the contract's line that waits with an invitation, or None."""
    return db.session.scalar(sa.select(ImportedLine).where(ImportedLine.invitation_id == invitation.id))


def lines_to_check(user: Any, person: User | None = None) -> list[ImportedLine]:
    """Return the lines whose person their référent has not looked at yet: of everybody, or of one person."""
    statement = visible_lines(user) if person is None else visible_lines(user).where(ImportedLine.user_id == person.id)
    return list(db.session.scalars(statement.options(joinedload(ImportedLine.user), joinedload(ImportedLine.type))))


def find_line(user: Any, public_id: str) -> ImportedLine | None:
    """Return one of the lines that a référent has to look at, or None."""
    return db.session.scalar(visible_lines(user).where(ImportedLine.public_id == public_id))


def validated_between(first: date, last: date, desk: Desk, user: Any) -> list[Submission]:
    """Return what was validated from a day to a day for the agent's people, by reference.

    Nothing of an annexe that was withdrawn since, nor of an engagement that is attested no more.
    """
    start, after = clock.paris(*first.timetuple()[:3]), clock.paris(*(last + timedelta(days=1)).timetuple()[:3])
    return list(db.session.scalars(
        sa.select(Submission).join(Annexe, Annexe.id == Submission.annexe_id).join(Contrat, Contrat.id == Annexe.contrat_id)
        .join(Engagement, Engagement.id == Submission.engagement_id)
        .where(Contrat.user_id.in_(people_at(desk, user)), Annexe.state != AnnexeState.WITHDRAWN,
               Submission.state == SubmissionState.VALIDATED, Engagement.state == EngagementState.ATTESTED,
               Submission.answered_at >= start, Submission.answered_at < after)
        .order_by(Contrat.reference, Engagement.starts_on, Submission.id)
        .options(joinedload(Submission.annexe).joinedload(Annexe.contrat), joinedload(Submission.engagement).joinedload(Engagement.bilan))
    ))
