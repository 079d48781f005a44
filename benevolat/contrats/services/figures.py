"""Anonymous figures: one number a territory and a quarter, raised by one statement that names nobody and dates nothing finer."""

from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accompagnement.queries import current_link
from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db

from ..models import AnonymousCount, Figure

NOWHERE = "isere"


def quarter() -> str:
    """Return this quarter as « 2026-T4 »."""
    today = clock.today()
    return f"{today.year}-T{(today.month + 2) // 3}"


def count(figure: Figure, person: User) -> None:
    """Raise a figure of the territory of the person's service by one."""
    link = current_link(person)
    territoire = (link.referent.service.territoire_code if link is not None else None) or NOWHERE
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    raised = dialect.insert(AnonymousCount).values(territoire_code=territoire, quarter=quarter(), figure=figure, value=1)
    db.session.execute(raised.on_conflict_do_update(
        index_elements=["territoire_code", "quarter", "figure"], set_={"value": AnonymousCount.value + 1}
    ))
