"""Tables of public geography: territories of the Département, communes with their point, and the other names people use."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core.db import Base
from benevolat.core.geo import Point


class Territoire(Base):
    """One of the 13 territories of the Département; `code` is its name as a slug."""

    __tablename__ = "territoire"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str]


class Commune(Base):
    """A commune by its INSEE code: of the Isère (with its territory) or a neighbour within 15 km (without)."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    name: Mapped[str]
    departement: Mapped[str] = mapped_column(sa.String(3))
    lat: Mapped[float]
    lon: Mapped[float]
    population: Mapped[int]
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"), index=True)

    territoire: Mapped[Territoire | None] = relationship()

    @property
    def point(self) -> Point:
        """The point of the chef-lieu."""
        return Point(self.lat, self.lon)


class CommunePostalCode(Base):
    """A postal code of a commune; one postal code is often that of several communes."""

    __tablename__ = "commune_postal_code"

    postal_code: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    commune_code: Mapped[str] = mapped_column(sa.ForeignKey("commune.code", ondelete="CASCADE"), primary_key=True)


class CommuneAlias(Base):
    """A former or delegated commune, or a former name, that leads to the commune of today."""

    __tablename__ = "commune_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    commune_code: Mapped[str] = mapped_column(sa.ForeignKey("commune.code", ondelete="CASCADE"), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
