"""Reads of accounts, each named for the question it answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

import sqlalchemy as sa

from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry
from benevolat.territoire.models import Territoire

from .contacts import Contact
from .models import (
    AccountSession,
    AgentRole,
    ContactChange,
    FactorReset,
    IdentityLink,
    Invitation,
    Kind,
    NumberRelease,
    Passkey,
    RecoveryCode,
    Role,
    Totp,
    User,
)


def has_factor(user: User) -> bool:
    """Tell whether an account has its second factor."""
    return db.session.get(Totp, user.id) is not None


def passkeys_of(user: User) -> list[Passkey]:
    """Return the passkeys of an account, the oldest first."""
    return list(db.session.scalars(sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def identities_of(user: User) -> list[IdentityLink]:
    """Return the identities elsewhere that open an account, the oldest first."""
    return list(db.session.scalars(sa.select(IdentityLink).where(IdentityLink.user_id == user.id).order_by(IdentityLink.id)))


def waiting_invitation(email: str) -> Invitation | None:
    """Return the invitation that still waits for an address, or None."""
    return db.session.scalar(sa.select(Invitation).where(
        Invitation.email == email, Invitation.accepted_at.is_(None), Invitation.expires_at > clock.now()
    ).order_by(Invitation.id.desc()).limit(1))


def codes_left(user: User) -> int:
    """Return how many recovery codes of an account may still serve."""
    return db.session.scalar(
        sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    ) or 0


def factor_reset_of(user: User) -> FactorReset | None:
    """Return the request to give an agent's access back, if there is one."""
    return db.session.get(FactorReset, user.id)


AGENT_LONGEST = timedelta(hours=12)
PERSON_LONGEST = timedelta(days=30)


def load_session_user(name: str) -> User | None:
    """Return the account a session belongs to, or None when it was closed or its account has ended; an agent's is strong or nothing."""
    public_id, _, token = name.partition(".")
    user = db.session.scalar(
        sa.select(User).join(AccountSession, AccountSession.user_id == User.id).where(
            User.public_id == public_id, AccountSession.token_hash == entropy.fingerprint(token),
            sa.or_(User.kind != Kind.AGENT, AccountSession.strong),
        )
    )
    return user if user is not None and user.is_active else None


def open_sessions(user: User) -> list[AccountSession]:
    """Return the sessions of an account that are not too old to serve, the last opened first."""
    longest = AGENT_LONGEST if user.is_agent else PERSON_LONGEST
    return list(db.session.scalars(
        sa.select(AccountSession).where(AccountSession.user_id == user.id, AccountSession.opened_at > clock.now() - longest)
        .order_by(AccountSession.opened_at.desc(), AccountSession.id.desc())
    ))


def session_named(name: str) -> AccountSession | None:
    """Return the session that a cookie names, or None when it was closed."""
    return db.session.scalar(sa.select(AccountSession).where(AccountSession.token_hash == entropy.fingerprint(name.partition(".")[2])))


def load_stamped_user(stamp: str) -> User | None:
    """Return the account that a proof names (`User.get_id`), or None once its password changed, its sessions closed, or it ended."""
    public_id, _, epoch = stamp.partition(".")
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


def planned_release(person: User) -> NumberRelease | None:
    """Return the number that an account is about to let go, if any."""
    return db.session.get(NumberRelease, person.id)


REVIEWED_EVERY = timedelta(days=182)
ASLEEP_AFTER = timedelta(days=90)
ENDS_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An agent's account to look at again, and why: nobody did for six months, it sleeps, it ends soon."""

    agent: User
    old: bool
    asleep: bool
    ends: bool


def agents_to_review(agents: Iterable[User]) -> list[Reviewed]:
    """Return those of these accounts that somebody should look at again, the longest not looked at first."""
    now, today = clock.now(), clock.today()
    found = []
    for each in agents:
        looked = each.reviewed_at or each.created_at
        row = Reviewed(
            each, old=looked <= now - REVIEWED_EVERY, asleep=(each.last_seen_at or each.created_at) <= now - ASLEEP_AFTER,
            ends=each.ends_on is not None and each.ends_on <= today + ENDS_SOON,
        )
        fresh = each.reviewed_at is not None and each.reviewed_at > now - ASLEEP_AFTER
        if each.is_active and (row.old or row.ends or (row.asleep and not fresh)):
            found.append(row)
    return sorted(found, key=lambda row: row.agent.reviewed_at or row.agent.created_at)


def roles_held(agent: User) -> list[AgentRole]:
    """Return the roles of an agent, ended ones too, oldest first."""
    return list(db.session.scalars(sa.select(AgentRole).where(AgentRole.user_id == agent.id).order_by(AgentRole.id)))


def roles_by_agent(agents: Iterable[User]) -> dict[int, list[tuple[Role, str | None]]]:
    """Return each agent's roles with the name of their territory (None: all of them), in one query for a whole list."""
    rows = db.session.execute(
        sa.select(AgentRole.user_id, AgentRole.role, Territoire.name).outerjoin(Territoire, Territoire.code == AgentRole.territoire_code)
        .where(
            AgentRole.user_id.in_([each.id for each in agents]), sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= clock.today())
        ).order_by(AgentRole.id)
    )
    found: dict[int, list[tuple[Role, str | None]]] = defaultdict(list)
    for user_id, role, territory in rows:
        found[user_id].append((role, territory))
    return found


JOURNAL_PAGE = 50


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of what agents did, the newest first: [(line, name of who did it)], and how many there are."""

    lines: list[tuple[JournalEntry, str]]
    total: int


def agents_acts(*, action: str = "", agent: int | None = None, since: datetime | None = None, until: datetime | None = None,
                page: int = 1) -> Acts:
    """Return what agents did, filtered; of whom it was about nothing is read, since that is the person's own to know."""
    wanted: list[sa.ColumnElement[bool]] = [JournalEntry.actor_id.in_(sa.select(User.id).where(User.kind == Kind.AGENT))]
    if action:
        wanted.append(JournalEntry.action == action)
    if agent is not None:
        wanted.append(JournalEntry.actor_id == agent)
    if since is not None:
        wanted.append(JournalEntry.at >= since)
    if until is not None:
        wanted.append(JournalEntry.at < until)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(JournalEntry).where(*wanted)) or 0
    rows = db.session.execute(
        sa.select(JournalEntry, User).join(User, User.id == JournalEntry.actor_id).where(*wanted)
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(JOURNAL_PAGE).offset((page - 1) * JOURNAL_PAGE)
    )
    return Acts([(row[0], row[1].display_name) for row in rows], total)
