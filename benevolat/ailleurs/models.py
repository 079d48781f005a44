"""Table of the requests by which a person asks a host that is not on the platform to attest what they did there."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.engagements.models import Engagement


class Channel(Labelled):
    """The way by which the host is asked."""

    MAIL = "mail", _l("Par e-mail")
    PAPER = "paper", _l("Sur une feuille à signer")


class RequestState(Labelled):
    """Where a request stands."""

    SENT = "sent", _l("Réponse attendue")
    ANSWERED = "answered", _l("Répondue")
    DECLINED = "declined", _l("«\u00a0Ce n’est pas pour moi\u00a0»")
    EXPIRED = "expired", _l("Sans réponse")
    CANCELLED = "cancelled", _l("Reprise")


class ProofRequest(Base):
    """One request to one person at the host; of its link only the fingerprint is kept, of its address too once it served.

    The link is single: each letter to the host makes another one, and the one before opens nothing more.
    """

    __tablename__ = "proof_request"
    __table_args__ = (
        sa.CheckConstraint("channel <> 'mail' OR email_hash IS NOT NULL", name="mail_has_address"),
        sa.CheckConstraint("channel <> 'paper' OR paper_code IS NOT NULL", name="paper_has_code"),
        sa.CheckConstraint("state = 'sent' OR closed_at IS NOT NULL", name="end_has_date"),
        sa.Index("uq_proof_request_open", "engagement_id", unique=True,
                 sqlite_where=sa.text("state = 'sent'"), postgresql_where=sa.text("state = 'sent'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel, "channel"))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState, "state"), default=RequestState.SENT)
    contact_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(sa.String(320))
    email_hash: Mapped[str | None] = mapped_column(sa.String(64))
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    paper_code: Mapped[str | None] = mapped_column(sa.String(12), unique=True)
    sendings: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
