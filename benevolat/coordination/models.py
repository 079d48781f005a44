"""What this domain owns of its own: the reasons given when something ends for everybody, and a mission as it was read before a change."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from benevolat.core import clock
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column


class EndReason(Labelled):
    """Why what a person applied to does not take place any more, as they read it."""

    MISSION = "mission", _l("L’association a retiré cette mission.")
    TAKEN_DOWN = "taken_down", _l("Cette mission n’est plus proposée sur ce site.")
    CRENEAU = "creneau", _l("L’association a annulé ce créneau.")
    ASSOCIATION = "association", _l("Cette association ne reçoit plus de bénévoles par ce site pour le moment.")


class SnapshotKind(Labelled):
    """Which earlier version of a mission is kept beside the present one."""

    PUBLISHED = "published", _l("Ce qui était publié")
    READ = "read", _l("Ce qui était à corriger")


class MissionSnapshot(Base):
    """A mission as it read before it was changed: its lines by their label, in the words of that day."""

    __tablename__ = "mission_snapshot"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[SnapshotKind] = mapped_column(enum_column(SnapshotKind, "kind"), primary_key=True)
    lines: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
