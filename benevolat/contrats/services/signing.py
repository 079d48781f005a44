"""Acts of agreement: the person signs what they read, the référent signs after, the person takes their agreement back in one gesture."""

from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.queries import referent_of
from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy
from benevolat.core.db import db

from .. import mails
from ..errors import NotSignedByPerson, TextChanged
from ..models import Annexe, AnnexeState, Avenant, AvenantKind, Channel, Consentement, Submission, SubmissionState
from ..permissions import can_prepare_annexe, is_holder
from ..queries import consentement_of, was_signed_before
from ..workflow import ANNEXE, SUBMISSION
from .consent import consent_text


def sign_annexe(
    annexe: Annexe, *, by: User, revision: int, channel: Channel = Channel.ACCOUNT, already_engaged: bool | None = None
) -> Consentement:
    """Record the person's consent to exactly the revision they read, with the text shown to them.

    `already_engaged` is their own answer, which stands in the annexe in place of what was written for them.
    Raises NotAllowed, Conflict, or TextChanged when the annexe was edited meanwhile.
    """
    if is_holder(by, annexe) and annexe.revision != revision:
        raise TextChanged()
    ANNEXE.apply(annexe, "sign", by=by)
    standing = consentement_of(annexe)
    if standing is not None:
        return standing
    if already_engaged is not None:
        annexe.already_engaged = already_engaged
    return _agree(annexe, by, channel)


def _agree(annexe: Annexe, person: User, channel: Channel) -> Consentement:
    """Write the consent of a person to the revision that stands, and tell their référent."""
    text, version = consent_text()
    given = Consentement(user_id=person.id, annexe_id=annexe.id, annexe_revision=annexe.revision, text=text, text_version=version,
                         channel=channel, given_at=clock.now())
    db.session.add(given)
    annexe.signed_by_person_at = clock.now()
    referent = referent_of(person)
    if referent is not None:
        notify(referent, mails.person_signed())
    return given


def countersign_annexe(annexe: Annexe, *, by: User) -> None:
    """Sign as the référent, after the person. Raises NotAllowed, Conflict, or NotSignedByPerson."""
    if can_prepare_annexe(by, annexe.contrat) and annexe.state is AnnexeState.PROPOSED and consentement_of(annexe) is None:
        raise NotSignedByPerson()
    amendment = was_signed_before(annexe)
    annexe.signed_by_referent_at = clock.now()
    ANNEXE.apply(annexe, "countersign_amendment" if amendment else "countersign", by=by)
    if amendment:
        _amend(annexe, AvenantKind.REVISION, after=annexe.content)
    annexe.agreed_content = annexe.content
    record_act("annexe.sign", annexe.contrat.user, by=by)


def _amend(annexe: Annexe, kind: AvenantKind, *, after: dict[str, Any] | None = None) -> None:
    """Write the amendment: what both had signed, and what stands now, nothing when the agreement is taken back."""
    db.session.add(Avenant(annexe_id=annexe.id, kind=kind, at=clock.now(), before=annexe.agreed_content, after=after,
                           public_id=entropy.public_id()))


def withdraw_annexe(annexe: Annexe, *, by: User) -> None:
    """Withdraw the person's agreement in one gesture: the amendment is written, consents end, what was submitted is taken back.

    From then on the référent sees nothing of it. Raises NotAllowed or Conflict.
    """
    ANNEXE.apply(annexe, "withdraw", by=by)
    _take_back(annexe, AvenantKind.WITHDRAWAL, by)


def _take_back(annexe: Annexe, kind: AvenantKind, by: User) -> None:
    annexe.ended_at = clock.now()
    _amend(annexe, kind)
    db.session.execute(
        sa.update(Consentement).where(Consentement.annexe_id == annexe.id, Consentement.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
    )
    waiting = sa.select(Submission).where(
        Submission.annexe_id == annexe.id, Submission.state.in_((SubmissionState.SUBMITTED, SubmissionState.COMPLEMENT))
    )
    for submission in db.session.scalars(waiting).all():
        SUBMISSION.apply(submission, "cancel", by=by)
