"""Tables of témoignages: words offered after an engagement, the accord to publish them, and anonymous answers kept as counters."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.engagements.models import Engagement

LONGEST = 600
"""Letters of a témoignage: what is read without scrolling on a telephone."""


class State(Labelled):
    """Where a témoignage stands; what was never sent is kept nowhere."""

    SUBMITTED = "submitted", _l("En relecture")
    TO_CORRECT = "to_correct", _l("À corriger")
    REFUSED = "refused", _l("Refusé")
    PUBLISHED = "published", _l("Publié")
    TAKEN_DOWN = "taken_down", _l("Retiré par la modération")
    WITHDRAWN = "withdrawn", _l("Retiré par la personne")


class Naming(Labelled):
    """How the person chose to be named."""

    FIRST_NAME = "first_name", _l("Votre prénom")
    COMMUNE = "commune", _l("Votre prénom et votre commune")
    WOMAN = "woman", _l("Sans nom\u00a0: «\u00a0Une bénévole\u00a0»")
    MAN = "man", _l("Sans nom\u00a0: «\u00a0Un bénévole\u00a0»")
    PERSON = "person", _l("Sans nom\u00a0: «\u00a0Une personne bénévole\u00a0»")


class Reason(Labelled):
    """Why the desk sends a témoignage back, refuses it or takes it off; one sentence explains it."""

    SOMEBODY = "somebody", _l("On reconnaît une autre personne.")
    CONTACT = "contact", _l("Le texte donne une adresse ou un numéro.")
    HURTFUL = "hurtful", _l("Des mots peuvent blesser.")
    ELSEWHERE = "elsewhere", _l("Le texte ne parle pas de l’engagement.")
    SELLING = "selling", _l("Le texte fait de la publicité.")
    OTHER = "other", _l("Une autre raison.")


class Temoignage(Base):
    """A person's words about an attested engagement, as they wrote them: the desk publishes or not, nobody edits them.

    `shown_name` is the name the person saw before sending. Withdrawn, the row keeps neither words nor name.
    """

    __tablename__ = "temoignage"
    __table_args__ = (
        sa.CheckConstraint("(state = 'withdrawn') = (words IS NULL)", name="withdrawn_has_no_words"),
        sa.CheckConstraint("(words IS NULL) = (shown_name IS NULL)", name="words_have_a_name"),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_has_date"),
        sa.CheckConstraint(
            "state NOT IN ('to_correct', 'refused', 'taken_down') OR (reason IS NOT NULL AND reason_words IS NOT NULL)",
            name="no_has_reason",
        ),
        sa.CheckConstraint("report_words IS NULL OR reported_at IS NOT NULL", name="report_has_date"),
        sa.Index("uq_temoignage_living", "engagement_id", unique=True, sqlite_where=sa.text("state <> 'withdrawn'"),
                 postgresql_where=sa.text("state <> 'withdrawn'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.SUBMITTED, index=True)
    words: Mapped[str | None]
    naming: Mapped[Naming | None] = mapped_column(enum_column(Naming, "naming"))
    shown_name: Mapped[str | None]
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]
    reason: Mapped[Reason | None] = mapped_column(enum_column(Reason, "reason"))
    reason_words: Mapped[str | None]
    reported_at: Mapped[datetime | None]
    report_words: Mapped[str | None]

    engagement: Mapped[Engagement] = relationship()


class Accord(Base):
    """A person's accord to publish: the exact sentence they read, its version, its date, and when they took it back."""

    __tablename__ = "temoignage_accord"

    id: Mapped[int] = mapped_column(primary_key=True)
    temoignage_id: Mapped[int] = mapped_column(sa.ForeignKey("temoignage.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    text_version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]


class Suite(Base):
    """That the page after a closing was closed: the same row whether the person answered, skipped or said no; undated."""

    __tablename__ = "engagement_suite"

    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), primary_key=True)


class AnswerCount(Base):
    """How many persons gave an answer: a quarter, the territory of what they did, a question, an answer; nobody, no date, no order."""

    __tablename__ = "anonymous_answer"

    quarter: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    territoire_code: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[int]
