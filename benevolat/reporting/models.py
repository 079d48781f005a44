"""Tables above the RSA line: figures written once, in groups of five persons or more, and which quarters were closed; nobody is in them."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from benevolat.core import clock
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column


class Series(Labelled):
    """What is counted; the sentence that says on what is in series.py."""

    OFFERED = "offered", _l("Annexes proposées")
    REFUSED = "refused", _l("Réponses «\u00a0non\u00a0»")
    SIGNED = "signed", _l("Annexes signées")
    FIRST = "first", _l("Premiers engagements citoyens")
    SENT = "sent", _l("Candidatures envoyées")
    ANSWERED = "answered", _l("Candidatures répondues")
    ACCEPTED = "accepted", _l("Candidatures acceptées")
    DONE = "done", _l("Engagements terminés")
    NOT_DONE = "not_done", _l("Engagements qui n’ont pas eu lieu")
    ATTESTED = "attested", _l("Engagements attestés")
    SKILLS = "skills", _l("Compétences attestées")
    TEMOIGNAGES = "temoignages", _l("Témoignages publiés")
    ALERTES = "alertes", _l("Alertes gardées")
    UNMET = "unmet", _l("Recherches sans résultat")


class Axis(Labelled):
    """By what a figure is cut; two axes are never crossed."""

    ISERE = "isere", _l("Isère")
    TERRITOIRE = "territoire", _l("Territoire")
    DOMAINE = "domaine", _l("Domaine")
    MONTH = "month", _l("Mois")


class Closing(Base):
    """That the figures of a series were written for a quarter (« 2026-T3 ») or for what a year's quarters hid (« 2026 »): once for all."""

    __tablename__ = "insertion_closing"

    series: Mapped[Series] = mapped_column(enum_column(Series, "series"), primary_key=True)
    period: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    shown: Mapped[bool]
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)


class ShownFigure(Base):
    """A figure that may be shown: `rows` (« trieves|vercors ») together when some were too few; `quarters` are those it sums.

    `minutes` are the hours of attested engagements; `first_quartile`, `median` and `third_quartile` are days before an answer.
    """

    __tablename__ = "insertion_shown_figure"
    __table_args__ = (
        sa.CheckConstraint(
            "(median IS NULL) = (first_quartile IS NULL) AND (median IS NULL) = (third_quartile IS NULL)", name="three_quartiles"
        ),
        sa.Index("ix_insertion_shown_figure_series_axis_period", "series", "axis", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[Series] = mapped_column(enum_column(Series, "series"))
    period: Mapped[str] = mapped_column(sa.String(7))
    axis: Mapped[Axis] = mapped_column(enum_column(Axis, "axis"))
    rows: Mapped[str]
    quarters: Mapped[str]
    value: Mapped[int]
    minutes: Mapped[int | None]
    first_quartile: Mapped[float | None]
    median: Mapped[float | None]
    third_quartile: Mapped[float | None]

    @property
    def codes(self) -> list[str]:
        """The rows it puts together."""
        return self.rows.split("|")
