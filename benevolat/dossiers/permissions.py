"""Whose files an agent brings and takes: a référent those of their own people, a pilote those of the référents they follow."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement, Referent
from benevolat.accompagnement.permissions import accompanies, visible_people, visible_referents
from benevolat.accounts.models import Role, User
from benevolat.accounts.permissions import has_role
from benevolat.core import clock
from benevolat.core.db import db

from .models import Desk, ImportedLine, PendingImport

IMPORT_LIFE = timedelta(hours=1)


def referents_at(desk: Desk, user: Any) -> sa.Select[Referent]:
    """Return whose people an agent brings and takes at a desk: the référent's own record, or the référents a pilote follows."""
    if desk is Desk.PILOTAGE:
        return visible_referents(user)
    return sa.select(Referent).where(Referent.user_id == user.id, sa.literal(has_role(user, Role.REFERENT)))


def can_bring_files(user: Any, desk: Desk) -> bool:
    """A référent attached to a service brings the file of their people, a pilote that of the référents they follow."""
    if desk is Desk.PILOTAGE:
        return has_role(user, Role.PILOTE)
    return db.session.scalar(referents_at(desk, user).limit(1)) is not None


def people_at(desk: Desk, user: Any) -> sa.Select[int]:
    """Return the persons whose link in force is to one of these référents; nobody as a stand-in, who writes in nobody's file."""
    today = clock.today()
    return sa.select(Accompagnement.user_id).join(User, User.id == Accompagnement.user_id).where(
        Accompagnement.referent_id.in_(referents_at(desk, user).with_only_columns(Referent.id)), Accompagnement.starts_on <= today,
        sa.or_(Accompagnement.ends_on.is_(None), Accompagnement.ends_on > today), User.erased_at.is_(None),
    )


def visible_imports(user: Any) -> sa.Select[PendingImport]:
    """Return what an agent's own files left to confirm, for an hour, while they may bring files there."""
    desks = [desk for desk in Desk if can_bring_files(user, desk)]
    return sa.select(PendingImport).where(
        PendingImport.user_id == user.id, PendingImport.desk.in_(desks), PendingImport.created_at > clock.now() - IMPORT_LIFE
    )


def can_check_line(user: Any, line: ImportedLine) -> bool:
    """The référent of today of whoever accepted says whether it is the person of the file."""
    return line.user is not None and accompanies(user, line.user)


def visible_lines(user: Any) -> sa.Select[ImportedLine]:
    """Return the lines that wait for a référent's look at who accepted, oldest first."""
    people = visible_people(user).with_only_columns(User.id)
    return sa.select(ImportedLine).where(ImportedLine.user_id.in_(people)).order_by(ImportedLine.accepted_at, ImportedLine.id)
