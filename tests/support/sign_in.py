"""Put an account in a test client's session, as signing in does (the screens of signing in have their own tests)."""

from benevolat.accounts.models import User
from benevolat.core.db import db

from .page_client import PageClient


def sign_in(client: PageClient, user: User) -> PageClient:
    """Open the account's session in the client; the account is committed first."""
    db.session.commit()
    identity = user.get_id()
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = identity
        session["_fresh"] = True
    return client
