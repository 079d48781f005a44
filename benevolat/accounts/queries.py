"""Reads of accounts, each named for the question it answers."""

import sqlalchemy as sa

from benevolat.core.db import db

from .contacts import Contact
from .models import Kind, User


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
