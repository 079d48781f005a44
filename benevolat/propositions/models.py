"""The one table: a mission put before a person by their référent. It has no state: an answer is not in it unless the person tells it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accompagnement.models import Referent
from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled
from benevolat.missions.models import Mission

MOST = 5
"""How many may be open for a person at a time."""
LIFE = timedelta(days=30)


class Way(Labelled):
    """How the person learns that something waits; not stored."""

    SCREEN = "screen", _l("À l’écran\u00a0: elle le lit à sa prochaine visite")
    EMAIL = "email", _l("Par e-mail")
    SMS = "sms", _l("Par SMS")
    SHEET = "sheet", _l("Sur une feuille, à imprimer")


class Proposition(Base):
    """A mission put before a person; erased after thirty days, or thirty days after the person told that they accepted it."""

    __tablename__ = "insertion_proposition"
    __table_args__ = (sa.UniqueConstraint("user_id", "mission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    referent_id: Mapped[int] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    told_at: Mapped[datetime | None]

    referent: Mapped[Referent] = relationship()
    user: Mapped[User] = relationship()
    mission: Mapped[Mission] = relationship()

    @property
    def fades_at(self) -> datetime:
        """When it is erased."""
        return (self.told_at or self.sent_at) + LIFE
