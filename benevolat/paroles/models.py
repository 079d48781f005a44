"""Table above the RSA line: a référent's sentence about volunteering in a territory, and whether a pilote published it."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accompagnement.models import Referent
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Territoire

SHORTEST, LONGEST = 20, 280


class State(Labelled):
    """Where a sentence stands; one that its author takes back is kept nowhere."""

    SENT = "sent", _l("À relire")
    PUBLISHED = "published", _l("Publiée")
    REFUSED = "refused", _l("Non retenue")


class Parole(Base):
    """A sentence as its author wrote it: a pilote publishes it or says why not, nobody edits it. Without a territory it is of the Isère.

    Nobody is in it, and its author is never shown; with their account the link goes, and the sentence a year after it was sent.
    """

    __tablename__ = "insertion_parole"
    __table_args__ = (
        sa.CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="refusal_has_reason"),
        sa.Index("ix_insertion_parole_state_sent_at", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    referent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("insertion_referent.id", ondelete="SET NULL"), index=True)
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.SENT)
    reason: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)

    referent: Mapped[Referent | None] = relationship()
    territoire: Mapped[Territoire | None] = relationship()
