"""Tables of the passeport: the skills of a person, one line for each engagement that shows it. Who validated is not stored here."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.competences.models import Competence
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.engagements.models import Engagement


class SkillState(Labelled):
    """What stands behind a skill: the person's word, the host's attestation, the Département's mark."""

    CLAIMED = "claimed", _l("Dite par vous")
    ATTESTED = "attested", _l("Attestée par l’association")
    VALIDATED = "validated", _l("Validée par le Département")


class Skill(Base):
    """A skill a person showed in an engagement, in their own words when they claimed it."""

    __tablename__ = "skill"
    __table_args__ = (
        sa.UniqueConstraint("engagement_id", "competence_code"),
        sa.CheckConstraint("state = 'claimed' OR attested_at IS NOT NULL", name="attested_has_date"),
        sa.CheckConstraint("state <> 'validated' OR validated_at IS NOT NULL", name="validated_has_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"))
    competence_code: Mapped[str] = mapped_column(sa.ForeignKey("competence.code"))
    state: Mapped[SkillState] = mapped_column(enum_column(SkillState, "state"), default=SkillState.CLAIMED)
    own_words: Mapped[str | None]
    claimed_at: Mapped[datetime] = mapped_column(default=clock.now)
    attested_at: Mapped[datetime | None]
    validated_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    engagement: Mapped[Engagement] = relationship()
    competence: Mapped[Competence] = relationship()


class ValidationState(Labelled):
    """Where a request for the Département's mark stands; one that was granted is no longer there: the mark is all that remains."""

    ASKED = "asked", _l("Demandée")
    DECLINED = "declined", _l("Non accordée")
    CANCELLED = "cancelled", _l("Annulée")


class ValidationRequest(Base):
    """The person's request to a desk that the Département put its mark on the skills of one attested engagement."""

    __tablename__ = "validation_request"
    __table_args__ = (
        sa.CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="refusal_has_reason"),
        sa.Index("uq_validation_request_open", "engagement_id", unique=True,
                 sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    state: Mapped[ValidationState] = mapped_column(enum_column(ValidationState, "state"), default=ValidationState.ASKED)
    reason: Mapped[str | None]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
