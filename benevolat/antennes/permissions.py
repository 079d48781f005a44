"""Who keeps the page of a territory."""

from typing import Any

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role, territories_of


def kept_territoires(user: Any) -> frozenset[str] | None:
    """Return the territories whose pages a pilote keeps, None for all of them; nobody else keeps any."""
    return territories_of(user, Role.PILOTE)


def can_keep_territoire(user: Any, code: str | None) -> bool:
    """A pilote keeps the pages of their territories; what is said of the whole Isère, only those in charge of all of it."""
    kept = kept_territoires(user)
    return has_role(user, Role.PILOTE) and (kept is None or code in kept)
