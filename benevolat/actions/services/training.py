"""« J’ai suivi la formation »: one number a territory, raised by one statement that names nobody and dates nothing.

Nobody's name is kept, so nothing here can tell that somebody says it twice. The page sets a mark in the agent's browser, and does not
offer the button again where it finds it: a second browser, or an emptied one, counts once more. That error is accepted, and said beside
the figure; a name, or a digest of one, would be a list of who was trained and who was not.
"""

from sqlalchemy.dialects import postgresql, sqlite

from benevolat.accompagnement.queries import referent_record
from benevolat.accounts.models import Role, User
from benevolat.accounts.permissions import has_role
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..models import TrainingCount

NOWHERE = "isere"


def count_training(*, by: User) -> None:
    """Raise by one the number of the territory of the agent's service. Raises NotAllowed for who is no référent."""
    if not has_role(by, Role.REFERENT):
        raise NotAllowed()
    record = referent_record(by)
    territoire = (record.service.territoire_code if record is not None else None) or NOWHERE
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    raised = dialect.insert(TrainingCount).values(territoire_code=territoire, value=1)
    db.session.execute(raised.on_conflict_do_update(index_elements=["territoire_code"], set_={"value": TrainingCount.value + 1}))
