"""Signing an association up, its contact address, and the page it shows to everybody."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import Attempt, prove, read_email
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.territoire.models import Commune

from .. import mails
from ..errors import AlreadyRegistered
from ..identifiers import read_identity
from ..models import Association, MemberRole, Membership, State
from ..permissions import can_create_association, can_manage_association
from ..workflow import WORKFLOW
from .telling import notify_members

PAGE_FIELDS = ("description", "address", "commune_code", "phone", "website", "opening_hours")


def sign_up_association(
    *, by: User, name: str, rna: str | None, number: str | None, commune_code: str, sure: bool = False, **page: Any,
) -> Association:
    """Write a new association, waiting to be verified, with the person who signs it up as its administrator.

    Its contact address is confirmed afterwards (confirm_contact_email): until then no modérateur is asked.
    Raises BadIdentifier, DoubtfulIdentifier (unless `sure`), AlreadyRegistered, InvalidInput.
    """
    if not can_create_association(by):
        raise NotAllowed()
    identity = read_identity(rna, number, sure=sure)
    for column, value, field in ((Association.rna, identity.rna, "rna"), (Association.siren, identity.siren, "number")):
        if value is not None and db.session.scalar(sa.select(Association.id).where(column == value)) is not None:
            raise AlreadyRegistered(field=field)
    association = Association(
        public_id=entropy.public_id(), name=_name(name), rna=identity.rna, siren=identity.siren, siret=identity.siret,
        state=State.PENDING, created_at=clock.now(),
    )
    _write_page(association, {"commune_code": commune_code, **page})
    db.session.add(association)
    WORKFLOW.begin(association, by=by)
    db.session.add(Membership(association_id=association.id, user_id=by.id, role=MemberRole.ADMIN, since=clock.now()))
    db.session.flush()
    return association


def _name(text: str) -> str:
    if not 2 <= len(text.strip()) <= 200:
        raise InvalidInput(field="name")
    return text.strip()


def _write_page(association: Association, page: dict[str, Any]) -> None:
    unknown = set(page) - set(PAGE_FIELDS)
    if unknown:
        raise ValueError(f"not on an association's page: {unknown}")
    if "commune_code" in page and db.session.get(Commune, page["commune_code"] or "") is None:
        raise InvalidInput(field="commune")
    for field, value in page.items():
        setattr(association, field, value or ("" if field == "description" else None))


def has_proof_of(user: User, email: str) -> bool:
    """Tell whether an address is the person's own, already confirmed: no code is needed then."""
    return user.email == email and user.email_confirmed_at is not None


def confirm_contact_email(association: Association, email: str, *, by: User, attempt: Attempt | None = None, code: str = "") -> None:
    """Write the contact address once it is proven: the administrator's own confirmed one, or the code that was sent to it.

    The first one completes the sign-up. Raises NotAllowed, WrongCode.
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    email = read_email(email)
    if not has_proof_of(by, email):
        prove_address(email, attempt, code)
    complete = association.email is None and association.state is State.PENDING
    association.email = email
    if complete:
        notify_members(association, mails.received(association))


def prove_address(email: str, attempt: Attempt | None, code: str) -> None:
    """Check the code that was sent to an address. Raises WrongCode, InvalidInput at « code »."""
    if attempt is None or attempt.contact.email != email:
        raise InvalidInput(field="code")
    prove(attempt, code)


def edit_association(association: Association, *, by: User, name: str | None = None, **page: Any) -> None:
    """Change an association's page; its name is fixed once it was verified, since that is what was verified. Raises NotAllowed."""
    if not can_manage_association(by, association):
        raise NotAllowed()
    if name is not None and name.strip() != association.name:
        if association.state not in {State.PENDING, State.REFUSED}:
            raise InvalidInput(field="name")
        association.name = _name(name)
    _write_page(association, page)
