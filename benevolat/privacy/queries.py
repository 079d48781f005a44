"""Reads driven by the register: which rows of a table are about somebody, and which treatments hold something of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Association, MemberRole, Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core.db import Base, db
from benevolat.core.errors import Words
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as Done

from .register import BY_KEY, TABLES, Fate, Person, Role, Table, Treatment

JOURNAL = "journal_entry"


def parameters_of(user: User) -> dict[str, Any]:
    """Return what a condition of the register may ask of an account; an empty value is NULL, which is equal to nothing."""
    return {
        "user": user.id, "public_id": user.public_id, "email": user.email or None, "phone": user.phone or None,
        "name": user.full_name if user.first_name and user.last_name else None, "first_name": user.first_name or None,
    }


def rows_about(table: Table, person: Person, parameters: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    """Return the condition, on a table of the register, that its rows lead to an account in this way."""
    if person.where:
        # an UPDATE binds the columns it writes by their own names
        written = re.sub(r":([a-z_]+)", r":own_\1", f"({person.where})")
        asked = [sa.bindparam(f"own_{name}", value, type_=sa.Integer() if name == "user" else sa.Text())
                 for name, value in parameters.items() if re.search(rf":{name}\b", person.where)]
        return sa.text(written).bindparams(*asked).self_group()  # type: ignore[return-value]
    return _follow(Base.metadata.tables[table.name], person.path, parameters["user"])


def _follow(table: sa.Table, path: tuple[str, ...], user_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that a path of columns leads to an account."""
    column = table.c[path[0]]
    if len(path) == 1:
        return column == user_id
    target = next(iter(column.foreign_keys)).column
    return column.in_(sa.select(target).where(_follow(target.table, path[1:], user_id)))




def treatments_about(user: User) -> list[tuple[Treatment, int]]:
    """Return the treatments that hold at least one row about an account, in the order of the register, with how many."""
    parameters, found = parameters_of(user), dict.fromkeys(BY_KEY, 0)
    counts = []
    for table in TABLES:
        about = [rows_about(table, each, parameters) for each in table.people if each.role is Role.SUBJECT]
        if about:
            rows = sa.select(sa.func.count()).select_from(Base.metadata.tables[table.name]).where(sa.or_(*about)).scalar_subquery()
            counts.append((table.treatment, rows))
    values = db.session.execute(sa.select(*(rows for _key, rows in counts))).one()
    for (key, _rows), value in zip(counts, values, strict=True):
        found[key] += value
    return [(BY_KEY[key], number) for key, number in found.items() if number]


def kept_after(user: User) -> list[tuple[Words, int]]:
    """Return what would stay if the account were erased now: why, and how many rows, for what it really holds.

    The journal is always there: the erasure itself is written in it.
    """
    parameters, asked = parameters_of(user), []
    for table in TABLES:
        target = Base.metadata.tables[table.name]
        for each in table.people:
            if each.role is not Role.SUBJECT or (each.fate is Fate.GOES and not each.unless):
                continue
            staying = sa.select(sa.func.count()).select_from(target).where(rows_about(table, each, parameters))
            held = staying.where(sa.text(each.unless)) if each.unless else staying
            asked.append((each.why, table.name == JOURNAL, held.scalar_subquery()))
    counted: dict[str, tuple[Words, int]] = {}
    numbers = db.session.execute(sa.select(*(rows for _why, _always, rows in asked))).one()
    for (why, always, _rows), number in zip(asked, numbers, strict=True):
        if number or always:
            counted[str(why)] = (why, counted.get(str(why), (why, 0))[1] + number)
    return list(counted.values())


def administered_alone(user: User) -> list[Association]:
    """Return the verified associations that would be left without anybody who administers them."""
    others = sa.select(Membership.association_id).join(User, User.id == Membership.user_id).where(
        Membership.role == MemberRole.ADMIN, Membership.user_id != user.id, User.erased_at.is_(None)
    )
    return list(db.session.scalars(
        sa.select(Association).join(Membership, Membership.association_id == Association.id).where(
            Membership.user_id == user.id, Membership.role == MemberRole.ADMIN, Association.state == AssociationState.VERIFIED,
            Association.id.not_in(others),
        ).order_by(Association.name)
    ))


@dataclass(frozen=True, slots=True)
class Running:
    """What would end with the account: candidatures that wait or are accepted, engagements that began."""

    candidatures: int
    engagements: int


def running(user: User) -> Running:
    """Return how much of what runs would end with an account, beginning with what an association counts on."""
    begun = sa.select(sa.func.count()).select_from(Engagement).where(
        Engagement.user_id == user.id, Engagement.association_id.is_not(None), Engagement.state.in_((Done.PLANNED, Done.IN_PROGRESS)))
    sent = sa.select(sa.func.count()).select_from(Candidature).where(
        Candidature.user_id == user.id, Candidature.state.in_((CandidatureState.SENT, CandidatureState.WAITLISTED)))
    return Running(db.session.scalar(sent) or 0, db.session.scalar(begun) or 0)
