"""Reads about référents and the people they accompany."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import AgentRole, Kind, Role, User
from benevolat.accounts.permissions import has_role
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry
from benevolat.search.french import fold

from .models import Accompagnement, Deputy, LinkInvitation, Referent, Service
from .permissions import (
    FILE_OPENED,
    accompanies,
    follows,
    received_link_invitations,
    visible_deputies,
    visible_link_invitations,
    visible_links,
    visible_people,
    visible_referents,
)


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


def link_to_come(link: Accompagnement) -> Accompagnement | None:
    """Return the link that begins when this one ends, planned by a handover, or None."""
    following = sa.select(Accompagnement).where(
        Accompagnement.user_id == link.user_id, Accompagnement.id != link.id, Accompagnement.starts_on >= clock.today(), _not_over()
    )
    return db.session.scalar(following.limit(1)) if link.ends_on is not None else None


def deputy_of(referent: Referent) -> Deputy | None:
    """Return who stands in for a référent today, or None."""
    today = clock.today()
    return db.session.scalar(
        sa.select(Deputy).where(Deputy.referent_id == referent.id, Deputy.starts_on <= today, Deputy.ends_on > today).limit(1)
    )


def referent_of(person: User) -> User | None:
    """Return who accompanies a person today, their deputy during an absence, or None: what the person does is told to nobody else."""
    link = current_link(person)
    if link is None:
        return None
    deputy = deputy_of(link.referent)
    agents = [*([deputy.deputy.user] if deputy is not None else []), link.referent.user]
    return next((each for each in agents if accompanies(each, person)), None)


def is_deputy(user: Any, person: User) -> bool:
    """Tell whether an agent who accompanies a person today does so in the place of their référent."""
    link = current_link(person)
    return link is not None and link.referent.user_id != user.id and accompanies(user, person)


def is_at_work(referent: Referent) -> bool:
    """Tell whether a référent's account and role are in force."""
    return has_role(referent.user, Role.REFERENT)


def referents_at_work() -> list[Referent]:
    """Return the référents of every service whose account and role are in force, in the order of names."""
    today = clock.today()
    return list(db.session.scalars(
        sa.select(Referent).join(User, User.id == Referent.user_id).join(Service, Service.id == Referent.service_id)
        .where(sa.exists().where(AgentRole.user_id == User.id, AgentRole.role == Role.REFERENT,
                                 sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= today)),
               User.erased_at.is_(None), sa.or_(User.ends_on.is_(None), User.ends_on >= today))
        .options(joinedload(Referent.user), joinedload(Referent.service)).order_by(Service.name, User.last_name, User.first_name, User.id)
    ))


def possible_deputies(user: Any, absent: Referent) -> list[Referent]:
    """Return who an agent may let stand in for a référent: those a pilote follows, else the colleagues of the service."""
    others = [each for each in referents_at_work() if each.id != absent.id]
    if not follows(user, absent):
        return [each for each in others if each.service_id == absent.service_id]
    followed = set(db.session.scalars(visible_referents(user).with_only_columns(Referent.id)))
    return [each for each in others if each.id in followed]


def links_of(user: Any, referent: Referent) -> list[Accompagnement]:
    """Return the links in force to a référent that an agent may hand over, in the order of the persons' names."""
    return list(db.session.scalars(
        visible_links(user).where(Accompagnement.referent_id == referent.id)
        .order_by(User.last_name, User.first_name, User.id).options(joinedload(Accompagnement.user))
    ))


def links_to_come(links: list[Accompagnement]) -> dict[int, Accompagnement]:
    """Return, by person, the link that a handover planned after each of these."""
    people = [each.user_id for each in links if each.ends_on is not None]
    rows = db.session.scalars(
        sa.select(Accompagnement).where(Accompagnement.user_id.in_(people), Accompagnement.starts_on > clock.today(), _not_over())
        .options(joinedload(Accompagnement.referent).joinedload(Referent.user))
    )
    return {each.user_id: each for each in rows}


def deputies_of(user: Any, referent: Referent) -> list[Deputy]:
    """Return the stand-ins of a référent, of today or to come, as an agent may see them."""
    return list(db.session.scalars(
        visible_deputies(user).where(Deputy.referent_id == referent.id).order_by(Deputy.starts_on)
        .options(joinedload(Deputy.deputy).joinedload(Referent.user))
    ))


PAGE = 50
"""How many people a page of the list holds: a file of forty is read in one."""


@dataclass(frozen=True, slots=True)
class People:
    """One page of a référent's people: how many answer the search, and how many pages they make."""

    rows: list[User]
    total: int
    page: int
    pages: int


def people_page(user: Any, words: str = "", page: int = 1) -> People:
    """Return a page of the people a référent accompanies whose name holds these words, in the order of names.

    Case and accents count for nothing, in the search as in the order; two statements are sent, whatever the number of people.
    """
    named = visible_people(user).with_only_columns(User.id, User.last_name, User.first_name, User.email, User.phone)
    asked = fold(words).split()
    found: list[tuple[str, str, int]] = []
    for each, last, first, email, phone in db.session.execute(named):
        name = (fold(last), fold(first)) if first or last else (fold(email or phone or ""), "")
        if all(any(word in part for part in name) for word in asked):
            found.append((*name, each))
    found.sort()
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    wanted = [each for _last, _first, each in found[(page - 1) * PAGE:page * PAGE]]
    rows = {each.id: each for each in db.session.scalars(
        sa.select(User).where(User.id.in_(wanted)).options(joinedload(User.commune)))}
    return People([rows[each] for each in wanted], len(found), page, pages)


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


OF_THE_LINK = (
    "accompagnement.read", "accompagnement.handover", "accompagnement.deputy", "accompagnement.deputy_end", FILE_OPENED,
    "proposition.send", "proposition.cancel", "entretien.confirm",
    "action.invite", "action.read",
    "dossiers.update", "dossiers.take", "dossiers.confirm", "dossiers.refuse",
    "annexe.sheet", "annexe.typed", "annexe.decide", "submission.read",
)


def lines_of(person: User, *, limit: int = 30) -> list[tuple[JournalEntry, str]]:
    """Return what agents read or changed of a person's accompagnement, newest first, each with the agent's name."""
    return [(row[0], f"{row[1]} {row[2]}".strip()) for row in db.session.execute(
        sa.select(JournalEntry, User.first_name, User.last_name).join(User, User.id == JournalEntry.actor_id)
        .where(JournalEntry.subject_id == person.id, JournalEntry.action.in_(OF_THE_LINK))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(limit)
    )]
