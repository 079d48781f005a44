"""Tables of matching: what a person said they wish, and the missions they asked not to see again. No score of anybody is stored."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core import clock
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune


class Travel(Labelled):
    """How one goes there, which proposes how far."""

    FOOT = "foot", _l("À pied")
    BIKE = "bike", _l("À vélo")
    BUS = "bus", _l("En bus")
    CAR = "car", _l("En voiture")


RADIUS_KM = {Travel.FOOT: 2, Travel.BIKE: 5, Travel.BUS: 10, Travel.CAR: 25}
"""How far one goes when no distance was said: the same as the page of missions proposes."""
USUAL_KM = 10


class Company(Labelled):
    """Among others, or in the quiet."""

    TEAM = "team", _l("Plutôt en équipe")
    CALM = "calm", _l("Plutôt au calme, seul ou seule")


class WishPart(Labelled):
    """What a person may wish several of."""

    DOMAIN = "domain", _l("Domaine")
    SHOW = "show", _l("Compétence à montrer")
    LEARN = "learn", _l("Compétence à apprendre")


class Wish(Base):
    """What a person said they wish, all of it optional; erased in one gesture."""

    __tablename__ = "wish"
    __table_args__ = (
        sa.CheckConstraint("half_days >= 0 AND half_days < 2097152", name="half_days_mask"),
        sa.CheckConstraint("radius_km IS NULL OR radius_km > 0", name="radius_positive"),
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code", ondelete="SET NULL"), index=True)
    radius_km: Mapped[int | None]
    travel: Mapped[Travel | None] = mapped_column(enum_column(Travel, "travel"))
    half_days: Mapped[int] = mapped_column(default=0)
    company: Mapped[Company | None] = mapped_column(enum_column(Company, "company"))
    said_at: Mapped[datetime] = mapped_column(default=clock.now)

    commune: Mapped[Commune | None] = relationship()
    items: Mapped[list["WishItem"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="WishItem.part, WishItem.value", lazy="selectin"
    )

    def several(self, part: WishPart) -> tuple[str, ...]:
        """Return the values of one part."""
        return tuple(each.value for each in self.items if each.part is part)


class WishItem(Base):
    """One domain or one skill among those a person wishes."""

    __tablename__ = "wish_item"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("wish.user_id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[WishPart] = mapped_column(enum_column(WishPart, "part"), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(80), primary_key=True)


class Dismissal(Base):
    """A mission that a person asked not to be proposed again; it stays in every search."""

    __tablename__ = "dismissal"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
