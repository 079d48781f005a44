"""Who may erase an account."""

from typing import Any

from benevolat.accounts.models import User


def can_erase_account(user: Any, account: User) -> bool:
    """A person erases their own account, and nobody does it for them; an agent's is ended by an administrateur, then erased by time."""
    return bool(user.is_authenticated and not user.is_agent and user.id == account.id)
