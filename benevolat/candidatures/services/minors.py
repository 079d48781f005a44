"""The agreement of a parent to a candidature of somebody of 16 or 17: asked by a link or on a sheet, given, refused, taken back."""

from benevolat.accounts.contacts import Contact
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import queue_mail
from benevolat.core.sms import queue_sms

from .. import mails, queries
from ..errors import AgreementSettled, OwnContact
from ..models import AgreementState, AgreementWay, Candidature, ParentAgreement, State
from ..permissions import can_answer_candidature, can_withdraw_candidature
from .deciding import lock

LONGEST_NAME = 120


def ask_parent(candidature: Candidature, *, contact: Contact | None, by: User) -> ParentAgreement:
    """Send a parent the link by which they agree, or choose the signed sheet (no contact); asking again replaces what was asked.

    Raises NotAllowed, OwnContact, AgreementSettled when the answer is there or the candidature is over.
    """
    if not can_withdraw_candidature(by, candidature):
        raise NotAllowed()
    lock(candidature)
    agreement = queries.agreement_of(candidature)
    if not queries.needs_agreement(candidature) or not candidature.is_active:
        raise AgreementSettled()
    if agreement is not None and agreement.state is not AgreementState.ASKED:
        raise AgreementSettled()
    if contact is not None and contact.value in (by.email, by.phone):
        raise OwnContact(field="contact")
    if agreement is None:
        agreement = ParentAgreement(candidature=candidature, state=AgreementState.ASKED)
        db.session.add(agreement)
    token = entropy.token()
    agreement.way, agreement.asked_at = (AgreementWay.LINK if contact else AgreementWay.SHEET), clock.now()
    agreement.token_hash = entropy.fingerprint(token) if contact else None
    db.session.flush()
    if contact is not None:
        letter = mails.parent_asked(candidature, f"/accord/{token}")
        if contact.email:
            queue_mail(contact.email, letter)
        else:
            queue_sms(contact.value, letter.sms)
    return agreement


def _settle(agreement: ParentAgreement, name: str | None) -> None:
    if agreement.state is not AgreementState.ASKED or not agreement.candidature.is_active:
        raise AgreementSettled()
    agreement.text, agreement.text_version = queries.agreement_text()
    agreement.state, agreement.answered_at, agreement.parent_name = AgreementState.GIVEN, clock.now(), name
    db.session.flush()


def give_agreement(agreement: ParentAgreement, *, name: str) -> None:
    """Agree, behind the link that was sent to the parent: the exact text and its version are kept, both sides are told.

    Raises InvalidInput without a name, AgreementSettled.
    """
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise InvalidInput(field="name")
    lock(agreement)
    _settle(agreement, name.strip())
    notify(agreement.candidature.user, mails.parent_agreed(agreement.candidature))
    _tell_association(agreement.candidature)


def receive_sheet(candidature: Candidature, *, by: User) -> None:
    """Say that the signed sheet was received, on the first day. Raises NotAllowed, AgreementSettled."""
    if not can_answer_candidature(by, candidature):
        raise NotAllowed()
    agreement = queries.agreement_of(candidature)
    if agreement is None or agreement.way is not AgreementWay.SHEET:
        raise AgreementSettled()
    lock(agreement)
    _settle(agreement, None)
    agreement.received_by_id = by.id
    notify(candidature.user, mails.parent_agreed(candidature))


def _tell_association(candidature: Candidature) -> None:
    if candidature.is_accepted:
        notify_members(candidature.mission.association, mails.parent_agreed_for_association(candidature), right=Right.CANDIDATES)


def end_agreement(agreement: ParentAgreement) -> None:
    """Say no, or take the agreement back, at any time; what ends with it is engagements'. Raises AgreementSettled."""
    lock(agreement)
    if agreement.state in {AgreementState.REFUSED, AgreementState.WITHDRAWN}:
        raise AgreementSettled()
    given = agreement.state is AgreementState.GIVEN
    agreement.state, agreement.answered_at = (AgreementState.WITHDRAWN if given else AgreementState.REFUSED), clock.now()
    agreement.parent_name = None
    db.session.flush()


def tell_ended(candidature: Candidature) -> None:
    """Tell the association that a candidature ended without it; why is nobody's business but the family's."""
    freed = candidature.state is State.REVOKED
    notify_members(candidature.mission.association, mails.withdrawn(candidature, freed=freed), right=Right.CANDIDATES)
