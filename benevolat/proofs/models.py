"""Tables of proofs: what a person chose to show (version), the documents made from it, their credentials, the links that share it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.engagements.models import Engagement
from benevolat.passeport.models import Skill

STATUS_PLACES = 131_072
"""Places of one status list: the least that hides which credential is asked about (Bitstring Status List, W3C 2025)."""


class DocumentKind(Labelled):
    """What a document is for."""

    PASSEPORT = "passeport", _l("Passeport bénévole")
    ATTESTATION = "attestation", _l("Attestation d’un engagement")
    CV = "cv", _l("Résumé pour un CV")
    VAE = "vae", _l("Détail pour une VAE")
    THANKS = "thanks", _l("Certificat de remerciement")


class DocumentState(Labelled):
    """Whether a document still stands; that an engagement in it was corrected since is read from the engagement."""

    VALID = "valid", _l("Valable")
    REPLACED = "replaced", _l("Remplacé par un plus récent")
    WITHDRAWN = "withdrawn", _l("Retiré")


class Version(Base):
    """What a person chose to show, in their order and under their title; nothing is in it that they did not choose."""

    __tablename__ = "passeport_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship()
    items: Mapped[list["VersionItem"]] = relationship(
        back_populates="version", order_by="VersionItem.rank", cascade="all, delete-orphan", passive_deletes=True
    )


class VersionItem(Base):
    """An engagement of a version, at its rank; `title` is the neutral one the person gives it, None for its own."""

    __tablename__ = "passeport_version_item"

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("passeport_version.id", ondelete="CASCADE"), primary_key=True)
    engagement_id: Mapped[int] = mapped_column(sa.ForeignKey("engagement.id", ondelete="CASCADE"), primary_key=True, index=True)
    rank: Mapped[int]
    title: Mapped[str | None]

    version: Mapped[Version] = relationship(back_populates="items")
    engagement: Mapped[Engagement] = relationship()
    skills: Mapped[list[Skill]] = relationship(secondary="passeport_version_skill", order_by=Skill.id, passive_deletes=True)


class VersionSkill(Base):
    """A skill that a version shows with its engagement."""

    __tablename__ = "passeport_version_skill"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["version_id", "engagement_id"], ["passeport_version_item.version_id", "passeport_version_item.engagement_id"],
            ondelete="CASCADE", name="fk_passeport_version_skill_item",
        ),
    )

    version_id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True, index=True)


class Document(Base):
    """A document as it was made: what it says is fixed, and anybody who has its code can read it here while it stands.

    `content` is what documents.content_of returned. `outlives` is the holder's wish that it stay checkable once their account is closed.
    """

    __tablename__ = "document"
    __table_args__ = (
        sa.CheckConstraint("state <> 'withdrawn' OR withdrawn_at IS NOT NULL", name="withdrawn_has_date"),
        sa.CheckConstraint("state <> 'replaced' OR replaced_at IS NOT NULL", name="replaced_has_date"),
        sa.Index("ix_document_user_id_issued_at", "user_id", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    code: Mapped[str] = mapped_column(sa.String(26), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("passeport_version.id", ondelete="SET NULL"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("engagement.id", ondelete="SET NULL"), index=True)
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind, "kind"))
    title: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[DocumentState] = mapped_column(enum_column(DocumentState, "state"), default=DocumentState.VALID)
    outlives: Mapped[bool] = mapped_column(default=False)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    replaced_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    fingerprint: Mapped[str] = mapped_column(sa.String(64), unique=True)
    accessible: Mapped[bool]

    user: Mapped[User] = relationship()
    credentials: Mapped[list["Credential"]] = relationship(
        back_populates="document", order_by="Credential.id", cascade="all, delete-orphan", passive_deletes=True
    )


class DocumentFile(Base):
    """The signed PDF of a document, apart so that lists do not carry it."""

    __tablename__ = "document_file"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[bytes]


class StatusPlace(Base):
    """A place of the status list, given once for all: going back to another credential, it would change what an old one means."""

    __tablename__ = "status_place"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Credential(Base):
    """The credential of one attested engagement of a document; `attested_at` is the attestation it states.

    Its bit in the status list is never written but read: it is set once nothing stands behind the place any more.
    """

    __tablename__ = "credential"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(sa.ForeignKey("status_place.place"), unique=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id", ondelete="CASCADE"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("engagement.id", ondelete="SET NULL"), index=True)
    attested_at: Mapped[datetime]
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    document: Mapped[Document] = relationship(back_populates="credentials")
    engagement: Mapped[Engagement | None] = relationship()


class Share(Base):
    """A link by which a person shows a version for some days; how often it was opened is counted, by whom is not."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    code: Mapped[str] = mapped_column(sa.String(26), unique=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("passeport_version.id", ondelete="CASCADE"), index=True)
    with_contact: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    seen: Mapped[int] = mapped_column(default=0)

    version: Mapped[Version] = relationship()
