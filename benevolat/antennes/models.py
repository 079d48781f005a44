"""Tables of the territories' own pages: the places where a human helps, the news, the steps by which the service came."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune, Territoire


class NewsKind(Labelled):
    """What a piece of news is."""

    NEWS = "news", _l("Une nouvelle")
    STEP = "step", _l("Une étape\u00a0: le service arrive ou change ici")


class Antenne(Base):
    """A place of a territory where somebody helps: with an address, or a telephone number, or both."""

    __tablename__ = "antenne"
    __table_args__ = (sa.CheckConstraint("address IS NOT NULL OR phone IS NOT NULL", name="reachable"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    territoire_code: Mapped[str] = mapped_column(sa.ForeignKey("territoire.code"), index=True)
    name: Mapped[str]
    address: Mapped[str | None]
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code"))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    email: Mapped[str | None] = mapped_column(sa.String(320))
    hours: Mapped[str | None]

    territoire: Mapped[Territoire] = relationship()
    commune: Mapped[Commune | None] = relationship()


class Nouvelle(Base):
    """A few words on a day, of one territory or of the whole Isère."""

    __tablename__ = "nouvelle"
    __table_args__ = (sa.Index("ix_nouvelle_territoire_code_day", "territoire_code", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"))
    kind: Mapped[NewsKind] = mapped_column(enum_column(NewsKind, "kind"))
    day: Mapped[date]
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))

    territoire: Mapped[Territoire | None] = relationship()
