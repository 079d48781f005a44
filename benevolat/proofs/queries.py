"""Reads of proofs: what a person may choose, their versions, documents and links; and what anybody with a code is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload

from benevolat.accounts.models import User
from benevolat.associations.models import State as AssociationState
from benevolat.competences.models import Competence
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import STANDS, Bilan, Engagement
from benevolat.engagements.queries import own_engagements
from benevolat.passeport.models import Skill

from .content import Chosen, content_of, standing_of
from .models import STATUS_PLACES, Credential, Document, DocumentFile, DocumentState, Share, StatusPlace, Version, VersionItem
from .permissions import visible_documents, visible_shares, visible_versions


@dataclass(frozen=True, slots=True)
class Choosable:
    """An engagement that a person may show, with its skills."""

    engagement: Engagement
    skills: tuple[Skill, ...]


def choosable(user: User) -> list[Choosable]:
    """Return what a person may show, the latest first, in a number of queries that does not grow with it."""
    shown = [each for each in own_engagements(user) if standing_of(each) is not None]
    skills: dict[int, list[Skill]] = {}
    for skill in db.session.scalars(
        sa.select(Skill).where(Skill.user_id == user.id).order_by(Skill.id)
        .options(joinedload(Skill.competence).joinedload(Competence.family))
    ):
        skills.setdefault(skill.engagement_id, []).append(skill)
    return [Choosable(each, tuple(skills.get(each.id, ()))) for each in shown]


def chosen_of(version: Version) -> list[Chosen]:
    """Return what a version shows now, in its order, in a number of queries that does not grow with it."""
    held = {each.engagement.id: each.engagement for each in choosable(version.user)}
    items = db.session.scalars(
        sa.select(VersionItem).where(VersionItem.version_id == version.id).options(selectinload(VersionItem.skills))
        .order_by(VersionItem.rank)
    )
    return [Chosen(held[each.engagement_id], each.skills, each.title) for each in items if each.engagement_id in held]


def content_of_version(version: Version, *, contact: bool = False) -> dict[str, Any]:
    """Return the content of a version as it stands now."""
    return content_of(version.user, chosen_of(version), title=version.title, contact=contact)


def own_versions(user: User) -> list[Version]:
    """Return a person's versions, the newest first, with how much each shows."""
    return list(db.session.scalars(
        visible_versions(user).options(selectinload(Version.items)).order_by(Version.made_at.desc(), Version.id.desc())
    ))


def find_version(user: Any, public_id: str) -> Version | None:
    """Return a person's version, or None."""
    return db.session.scalar(
        visible_versions(user).where(Version.public_id == public_id)
        .options(selectinload(Version.items).options(selectinload(VersionItem.skills), joinedload(VersionItem.engagement)))
    )


def own_documents(user: User) -> list[Document]:
    """Return the documents in a person's name, the newest first, without what they say: a list does not show it."""
    return list(db.session.scalars(
        visible_documents(user).options(defer(Document.content)).order_by(Document.issued_at.desc(), Document.id.desc())
    ))


def find_document(user: Any, public_id: str) -> Document | None:
    """Return a document of a person, or None."""
    return db.session.scalar(visible_documents(user).where(Document.public_id == public_id))


def file_of(document: Document) -> bytes | None:
    """Return the signed PDF of a document, or None when it is no longer kept."""
    return db.session.scalar(sa.select(DocumentFile.body).where(DocumentFile.document_id == document.id))


def own_shares(user: User) -> list[Share]:
    """Return the links a person has open, the last to end first."""
    return list(db.session.scalars(
        visible_shares(user).where(Share.expires_at > clock.now()).options(contains_eager(Share.version))
        .order_by(Share.expires_at.desc(), Share.id.desc())
    ))


def find_share(user: Any, public_id: str) -> Share | None:
    """Return a link of a person, or None."""
    return db.session.scalar(visible_shares(user).where(Share.public_id == public_id))


class Standing(StrEnum):
    """What anybody is told of a document."""

    VALID = "valid"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody with a code is shown: the standing, the content while it stands, and whether its associations are still here."""

    document: Document
    standing: Standing
    gone: tuple[str, ...] = ()

    @property
    def content(self) -> dict[str, Any] | None:
        """What the document shows; nothing once its holder took it back."""
        return None if self.standing is Standing.WITHDRAWN else self.document.content


def verify_code(code: str) -> Verified | None:
    """Return what stands behind a code, or None when there is nothing."""
    document = db.session.scalar(sa.select(Document).where(Document.code == code).options(joinedload(Document.user)))
    return None if document is None else _verified(document)


def verify_file(fingerprint: str) -> Verified | None:
    """Return what stands behind a file by its SHA-256, or None when it is not one of ours as it was made."""
    document = db.session.scalar(sa.select(Document).where(Document.fingerprint == fingerprint).options(joinedload(Document.user)))
    return None if document is None else _verified(document)


def standings(documents: Sequence[Document]) -> dict[int, Standing]:
    """Return what anybody who checks these documents is told of each, by id, in one query."""
    stated: dict[int, list[Credential]] = {each.id: [] for each in documents}
    for credential in db.session.scalars(
        sa.select(Credential).where(Credential.document_id.in_(stated)).options(
            defer(Credential.body), joinedload(Credential.engagement).joinedload(Engagement.bilan))
    ):
        stated[credential.document_id].append(credential)
    return {each.id: _standing(each, stated[each.id]) for each in documents}


def _standing(document: Document, credentials: Sequence[Credential]) -> Standing:
    if document.state is not DocumentState.WITHDRAWN and not all(_still_attested(each) for each in credentials):
        return Standing.CORRECTED
    return Standing(str(document.state))


def _verified(document: Document) -> Verified:
    if document.state is DocumentState.WITHDRAWN or (document.user.erased_at is not None and not document.outlives):
        return Verified(document, Standing.WITHDRAWN)
    credentials = list(db.session.scalars(
        sa.select(Credential).where(Credential.document_id == document.id).options(
            joinedload(Credential.engagement).joinedload(Engagement.bilan),
            joinedload(Credential.engagement).joinedload(Engagement.association))
    ))
    gone = tuple(sorted({
        each.engagement.host for each in credentials
        if each.engagement is not None and each.engagement.association is not None
        and each.engagement.association.state is not AssociationState.VERIFIED
    }))
    return Verified(document, _standing(document, credentials), gone)


def _still_attested(credential: Credential) -> bool:
    """Tell whether an attestation is the one that was stated; of an engagement that is no longer kept nothing else is known."""
    if credential.engagement is None:
        return True
    bilan = credential.engagement.bilan
    return bilan is not None and bilan.state in STANDS and bilan.asked_at == credential.attested_at


def shared(code: str) -> tuple[Share, dict[str, Any]] | None:
    """Return an open link and what it shows now, or None when it is closed, over or never was."""
    share = db.session.scalar(
        sa.select(Share).where(Share.code == code, Share.expires_at > clock.now())
        .options(joinedload(Share.version).joinedload(Version.user))
    )
    if share is None or share.version.user.erased_at is not None:
        return None
    return share, content_of_version(share.version, contact=share.with_contact)


def withdrawn_places(number: int) -> set[int]:
    """Return the places of a status list, from 0, behind which nothing stands any more: withdrawn, corrected, erased."""
    first = number * STATUS_PLACES
    holder = aliased(User)
    standing = (
        sa.select(Credential.place).join(Document, Document.id == Credential.document_id).join(holder, holder.id == Document.user_id)
        .outerjoin(Bilan, Bilan.engagement_id == Credential.engagement_id)
        .where(
            Credential.place == StatusPlace.place, Document.state != DocumentState.WITHDRAWN,
            sa.or_(holder.erased_at.is_(None), Document.outlives),
            sa.or_(Credential.engagement_id.is_(None), sa.and_(
                Bilan.state.in_(STANDS), sa.func.coalesce(Bilan.corrected_at, Bilan.confirmed_at) == Credential.attested_at)),
        )
    )
    places = db.session.scalars(
        sa.select(StatusPlace.place).where(StatusPlace.place >= first, StatusPlace.place < first + STATUS_PLACES, ~standing.exists())
    )
    return {place - first for place in places}


def status_lists() -> int:
    """Return how many status lists there are."""
    last = db.session.scalar(sa.select(sa.func.max(StatusPlace.place)))
    return 0 if last is None else last // STATUS_PLACES + 1
