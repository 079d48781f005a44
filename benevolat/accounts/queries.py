"""Reads of accounts, each named for the question it answers."""

from collections import defaultdict
from collections.abc import Iterable
from unicodedata import normalize

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.territoire.models import Territoire

from .contacts import Contact
from .models import AgentRole, ContactChange, Kind, Role, User


def load_session_user(session_id: str) -> User | None:
    """Return the account a session belongs to, or None when it was closed, ended or erased."""
    public_id, _, epoch = session_id.partition(".")
    user = db.session.scalar(sa.select(User).where(User.public_id == public_id))
    if user is None or not user.is_active or str(user.session_epoch) != epoch:
        return None
    return user


def find_by_email(email: str, *, kind: Kind = Kind.PERSON) -> User | None:
    """Return the account of that kind with this e-mail (as `read_email` gives it), or None."""
    return db.session.scalar(sa.select(User).where(User.kind == kind, User.email == email, User.erased_at.is_(None)))


def find_by_phone(phone: str, *, kind: Kind = Kind.PERSON) -> User | None:
    """Return the account of that kind with this number (as `read_phone` gives it), or None."""
    return db.session.scalar(sa.select(User).where(User.kind == kind, User.phone == phone, User.erased_at.is_(None)))


def find_person(contact: Contact) -> User | None:
    """Return the person who uses this e-mail or this number, or None."""
    return find_by_email(contact.email) if contact.email else find_by_phone(contact.phone or "")


def folded_name(name: str) -> str:
    """Return a name without what differs between two ways of writing it: case, accents, hyphens, apostrophes, spaces."""
    return "".join(each for each in normalize("NFKD", name.casefold()) if each.isalnum())


def bears_name(user: User, names: Iterable[str]) -> bool:
    """Tell whether one of these is the account's first or last name, or both in any order; an account without a name bears any."""
    first, last = folded_name(user.first_name), folded_name(user.last_name)
    own = {first, last, first + last, last + first} - {""}
    return not own or any(folded_name(each) in own for each in names)


def planned_contact_change(person: User) -> ContactChange | None:
    """Return the address or number that is about to take the place of a lost one, if any."""
    return db.session.scalar(sa.select(ContactChange).where(ContactChange.user_id == person.id))


def active_administrateurs() -> set[int]:
    """Return the ids of the agents who can invite others today."""
    return set(db.session.scalars(
        sa.select(User.id).join(AgentRole, AgentRole.user_id == User.id).where(
            AgentRole.role == Role.ADMINISTRATEUR, User.erased_at.is_(None),
            sa.or_(User.ends_on.is_(None), User.ends_on >= clock.today()),
            sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= clock.today()),
        )
    ))


def roles_by_agent(agents: Iterable[User]) -> dict[int, list[tuple[Role, str | None]]]:
    """Return each agent's roles with the name of their territory (None: all of them), in one query for a whole list."""
    rows = db.session.execute(
        sa.select(AgentRole.user_id, AgentRole.role, Territoire.name).outerjoin(Territoire, Territoire.code == AgentRole.territoire_code)
        .where(AgentRole.user_id.in_([each.id for each in agents])).order_by(AgentRole.id)
    )
    found: dict[int, list[tuple[Role, str | None]]] = defaultdict(list)
    for user_id, role, territory in rows:
        found[user_id].append((role, territory))
    return found
