"""Reads about référents and the people they accompany."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import AgentRole, Kind, Role, User
from benevolat.core import clock
from benevolat.core.db import db

from .models import Accompagnement, LinkInvitation, Referent, Service
from .permissions import accompanies, received_link_invitations, visible_link_invitations, visible_people, visible_referents


def referent_record(user: Any) -> Referent | None:
    """Return the référent's record of an agent, with the service, or None."""
    return db.session.scalar(sa.select(Referent).where(Referent.user_id == user.id))


def current_link(person: User) -> Accompagnement | None:
    """Return the link of a person to their référent that is in force, else the one to come, or None."""
    return db.session.scalar(
        sa.select(Accompagnement).where(Accompagnement.user_id == person.id, _not_over())
        .order_by(Accompagnement.starts_on, Accompagnement.id).limit(1)
    )


def _not_over() -> sa.ColumnElement[bool]:
    """The end day of a link is the first without it."""
    return sa.or_(Accompagnement.ends_on.is_(None), Accompagnement.ends_on > clock.today())


def referent_of(person: User) -> User | None:
    """Return who accompanies a person today, or None: what the person does is told to nobody else."""
    link = current_link(person)
    return link.referent.user if link is not None and accompanies(link.referent.user, person) else None


def people_by_name(user: Any, words: str = "") -> list[User]:
    """Return the people a référent accompanies whose name holds these words, in the order of names."""
    statement = visible_people(user).order_by(User.last_name, User.first_name, User.id)
    for word in words.split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(sa.or_(User.last_name.ilike(pattern, escape="\\"), User.first_name.ilike(pattern, escape="\\")))
    return list(db.session.scalars(statement))


def service_named(name: str) -> Service | None:
    """Return a service by its name."""
    return db.session.scalar(sa.select(Service).where(Service.name == name))


def all_services() -> list[Service]:
    """Return every service, in the order of names."""
    return list(db.session.scalars(sa.select(Service).order_by(Service.name)))


def agents_without_service() -> list[User]:
    """Return the agents who hold the role of référent today and are attached to no service yet."""
    today = clock.today()
    from_roles = sa.select(AgentRole.user_id).where(
        AgentRole.role == Role.REFERENT, sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= today)
    )
    waiting = sa.select(User).where(
        User.id.in_(from_roles), User.id.not_in(sa.select(Referent.user_id)), User.kind == Kind.AGENT, User.erased_at.is_(None),
        sa.or_(User.ends_on.is_(None), User.ends_on >= today),
    )
    return list(db.session.scalars(waiting.order_by(User.last_name, User.id)))


def links_by_referent(user: Any) -> list[tuple[Referent, int]]:
    """Return the référents a pilote follows with how many people each accompanies today, in the order of names."""
    counted = (
        sa.select(Accompagnement.referent_id, sa.func.count().label("people"))
        .where(Accompagnement.starts_on <= clock.today(), _not_over()).group_by(Accompagnement.referent_id).subquery()
    )
    rows = db.session.execute(
        visible_referents(user).add_columns(sa.func.coalesce(counted.c.people, 0)).join(User, User.id == Referent.user_id)
        .outerjoin(counted, counted.c.referent_id == Referent.id).order_by(User.last_name, User.first_name, Referent.id)
        .options(joinedload(Referent.user), joinedload(Referent.service).joinedload(Service.territoire))
    )
    return [(row[0], row[1]) for row in rows]


def sent_invitations(user: Any) -> list[LinkInvitation]:
    """Return the open invitations of a référent, newest first."""
    return list(db.session.scalars(visible_link_invitations(user).order_by(LinkInvitation.sent_at.desc(), LinkInvitation.id.desc())))


def received_invitations(person: User) -> list[LinkInvitation]:
    """Return the open invitations to a person, oldest first, with who invites and their service."""
    with_sender = joinedload(LinkInvitation.referent)
    return list(db.session.scalars(
        received_link_invitations(person).order_by(LinkInvitation.sent_at, LinkInvitation.id)
        .options(with_sender.joinedload(Referent.user), with_sender.joinedload(Referent.service))
    ))
