"""Tables of the referential: skills in families with a plain sentence and their ROME 4.0 and ESCO codes; the twelve domains."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core.db import Base


class CompetenceFamily(Base):
    """A family of skills (« Aller vers les autres »)."""

    __tablename__ = "competence_family"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    label: Mapped[str]
    rank: Mapped[int]


class Competence(Base):
    """A skill a volunteer can show: its label, its plain « Je… » sentence, its codes in ROME 4.0 and ESCO."""

    __tablename__ = "competence"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    family_code: Mapped[str] = mapped_column(sa.ForeignKey("competence_family.code"), index=True)
    label: Mapped[str]
    sentence: Mapped[str]
    core: Mapped[bool]
    rank: Mapped[int]
    rome: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    esco: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)

    family: Mapped[CompetenceFamily] = relationship()


class Domaine(Base):
    """One of the twelve domains in plain words, with the codes of the national platforms."""

    __tablename__ = "domaine"

    code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    label: Mapped[str]
    rank: Mapped[int]
    api_engagement: Mapped[list[str]] = mapped_column(sa.JSON)
    jeveuxaider: Mapped[list[int]] = mapped_column(sa.JSON)
