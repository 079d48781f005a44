"""Who may see and do what with proofs: all of it is the person's; whoever has a code reads what it shows, and nothing else."""

from typing import Any

import sqlalchemy as sa

from .models import Document, Share, Version


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False)) and not user.is_agent


def visible_versions(user: Any) -> sa.Select[Version]:
    """Select a person's own versions."""
    return sa.select(Version).where(Version.user_id == user.id if _is_person(user) else sa.false())


def visible_documents(user: Any) -> sa.Select[Document]:
    """Select the documents in a person's name."""
    return sa.select(Document).where(Document.user_id == user.id if _is_person(user) else sa.false())


def visible_shares(user: Any) -> sa.Select[Share]:
    """Select the links a person opened."""
    return sa.select(Share).join(Version).where(Version.user_id == user.id if _is_person(user) else sa.false())


def can_edit_version(user: Any, version: Version) -> bool:
    """The person alone chooses what they show."""
    return _is_person(user) and bool(user.id == version.user_id)


def can_withdraw_document(user: Any, document: Document) -> bool:
    """The holder alone takes a document back."""
    return _is_person(user) and bool(user.id == document.user_id)
