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
from ..errors import AlreadySigned, NotSignedByPerson, OtherSheet, TextChanged
from ..models import Annexe, AnnexeState, Avenant, AvenantKind, Channel, Consentement, Sheet, Submission, SubmissionState
from ..permissions import can_prepare_annexe, is_holder
from ..queries import consentement_of, was_signed_before
from ..workflow import ANNEXE, SUBMISSION
from .consent import consent_text
from .scans import clean

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No letter that is read for another once written on paper."""
CODE_LENGTH = 6


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


def sheet_code(annexe: Annexe) -> str:
    """Return the code printed on the sheet to sign: it names the revision and the version of the text, and nobody can guess another's."""
    drawn = entropy.fingerprint(f"sheet:{annexe.public_id}:{annexe.revision}:{consent_text()[1]}")
    return "".join(LETTERS[int(drawn[at:at + 4], 16) % len(LETTERS)] for at in range(0, 4 * CODE_LENGTH, 4))


def sign_on_sheet(annexe: Annexe, *, code: str, upload: bytes, by: User) -> Sheet:
    """Keep the sheet that the person signed by hand, typed by their référent; the person is told, and may say it is not their signature.

    Raises NotAllowed, Conflict, AlreadySigned, OtherSheet when the code is not that of the annexe as it stands, or WrongFile.
    """
    ANNEXE.apply(annexe, "sign_on_sheet", by=by)
    if consentement_of(annexe) is not None:
        raise AlreadySigned()
    if "".join(code.split()).upper() != sheet_code(annexe):
        raise OtherSheet(field="code")
    media_type, body = clean(upload)
    sheet = Sheet(annexe_id=annexe.id, revision=annexe.revision, media_type=media_type, body=body, received_at=clock.now(),
                  typed_by_id=by.id, public_id=entropy.public_id())
    db.session.add(sheet)
    person = annexe.contrat.user
    _agree(annexe, person, Channel.SHEET, typed_by=by)
    notify(person, mails.to_read())
    record_act("annexe.sheet", person, by=by)
    return sheet


def disown_sheet(annexe: Annexe, *, by: User) -> None:
    """Say, in one gesture, that the signature on the sheet is not one's own: everything that stood on it falls with it.

    The référent sees nothing of the annexe any more; the sheet stays, for the person alone. Raises NotAllowed or Conflict.
    """
    ANNEXE.apply(annexe, "disown", by=by)
    _take_back(annexe, AvenantKind.DISOWNED, by)


def _agree(annexe: Annexe, person: User, channel: Channel, *, typed_by: User | None = None) -> Consentement:
    """Write the consent of a person to the revision that stands, and tell their référent, but who typed it themself."""
    text, version = consent_text()
    given = Consentement(user_id=person.id, annexe_id=annexe.id, annexe_revision=annexe.revision, text=text, text_version=version,
                         channel=channel, given_at=clock.now())
    db.session.add(given)
    annexe.signed_by_person_at = clock.now()
    referent = referent_of(person)
    if referent is not None and (typed_by is None or referent.id != typed_by.id):
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
