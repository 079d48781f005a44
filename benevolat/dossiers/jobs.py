"""What time does to files: what was read and not confirmed goes after an hour, a line that no référent looked at after thirty days."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.permissions import INVITATION_LIFE
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.jobs import Handler, Periodic

from .models import ImportedLine, PendingImport
from .permissions import IMPORT_LIFE


def erase_imports(_payload: dict[str, Any]) -> None:
    """Erase what was read an hour ago or more; the lines that wait with an invitation go with it, by the database's own hand."""
    db.session.execute(sa.delete(PendingImport).where(PendingImport.created_at <= clock.now() - IMPORT_LIFE))


def erase_lines(_payload: dict[str, Any]) -> None:
    """Erase the lines that were accepted thirty days ago and whose person nobody recognised."""
    db.session.execute(sa.delete(ImportedLine).where(ImportedLine.accepted_at <= clock.now() - INVITATION_LIFE))


HANDLERS: dict[str, Handler] = {"dossiers.erase_imports": erase_imports, "dossiers.erase_lines": erase_lines}
PERIODIC = (Periodic("dossiers.erase_imports", timedelta(minutes=10)), Periodic("dossiers.erase_lines", timedelta(hours=1)))
