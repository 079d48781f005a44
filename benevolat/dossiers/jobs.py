"""What time does to files: what was read of one and not confirmed is erased after an hour."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import PendingImport
from .permissions import IMPORT_LIFE


def erase_imports(_payload: dict[str, Any]) -> None:
    """Erase what was read an hour ago or more; the lines that wait with an invitation go with it, by the database's own hand."""
    db.session.execute(sa.delete(PendingImport).where(PendingImport.created_at <= clock.now() - IMPORT_LIFE))


HANDLERS: dict[str, Handler] = {"dossiers.erase_imports": erase_imports}
PERIODIC = (Periodic("dossiers.erase_imports", timedelta(minutes=10)),)
