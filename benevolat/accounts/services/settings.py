"""Settings changed by an administrateur: every version stays, with who wrote it and when."""

import sqlalchemy as sa
from flask_babel import gettext as _

from benevolat.core import journal
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.settings import Setting, read, write

from ..models import User
from ..permissions import can_change_settings


def change_setting(key: str, value: str, *, by: User) -> None:
    """Write a new version of a setting; the same words as the last version change nothing. Raises NotAllowed, InvalidInput."""
    if not can_change_settings(by):
        raise NotAllowed()
    words = "\n".join(line.rstrip() for line in value.strip().splitlines())
    if not words:
        raise InvalidInput(field="value")
    if read(key, "")[0] == words:
        return
    write(key, words, by=by.id)
    journal.record("setting_changed", actor_id=by.id, reason=key)


def setting_history(key: str) -> list[tuple[Setting, str]]:
    """Return the versions of a setting with the name of who wrote each, the newest first."""
    rows = db.session.execute(
        sa.select(Setting, User).outerjoin(User, User.id == Setting.changed_by).where(Setting.key == key).order_by(Setting.version.desc())
    )
    return [(row[0], row[1].display_name if row[1] is not None else _("le site")) for row in rows]
