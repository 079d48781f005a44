"""Reads of accounts, each named for the question it answers."""

import sqlalchemy as sa

from benevolat.core.db import db

from .models import User


def load_session_user(session_id: str) -> User | None:
    """Return the account a session belongs to, or None when it was closed, ended or erased."""
    public_id, _, epoch = session_id.partition(".")
    user = db.session.scalar(sa.select(User).where(User.public_id == public_id))
    if user is None or not user.is_active or str(user.session_epoch) != epoch:
        return None
    return user
