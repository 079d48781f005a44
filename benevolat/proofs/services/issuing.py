"""Making a document: its content fixed, its credentials written, its PDF signed, all in one act; and taking it back."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from asn1crypto.x509 import Certificate
from flask_babel import gettext as _

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.pdf import render_pdf
from benevolat.core.settings import config
from benevolat.core.workflow import SYSTEM
from benevolat.engagements.models import Engagement
from benevolat.engagements.permissions import is_volunteer
from benevolat.passeport.models import SkillState
from benevolat.passeport.queries import skills_of_engagement

from .. import keys, late
from ..codes import new_code
from ..content import ATTESTED, Chosen, content_of, standing_of
from ..credential import Attested, AttestedSkill, Issuer, build
from ..documents import Proof, page_of
from ..errors import CannotSign, NameNeeded, NothingAttested, NothingChosen, NotThanked
from ..gathered import attested
from ..models import STATUS_PLACES, Credential, Document, DocumentFile, DocumentKind, DocumentState, StatusPlace, Version
from ..permissions import can_edit_version, can_withdraw_document
from ..queries import chosen_of
from ..workflow import DOCUMENT
from .versions import neutral_title

FROM_A_VERSION = (DocumentKind.PASSEPORT, DocumentKind.CV, DocumentKind.VAE)
SPARSE = 2
"""A status list is filled to one place in so many, so that a free one is found at once."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A credential to be: the engagement it is about, the attestation it states, its place and its signed text."""

    engagement: Engagement
    place: int
    body: dict[str, Any]


def issue_document(version: Version, *, kind: DocumentKind, by: User) -> Document:
    """Make a document of what a version shows now; the one made before of the same version and kind is replaced.

    Raises NotAllowed, NameNeeded, NothingChosen, NothingAttested or CannotSign.
    """
    if not can_edit_version(by, version) or kind not in FROM_A_VERSION:
        raise NotAllowed()
    chosen = chosen_of(version)
    content = content_of(by, chosen, title=version.title)
    if not content["engagements"]:
        raise NothingChosen()
    if kind is not DocumentKind.PASSEPORT and not attested(content):
        raise NothingAttested()
    former = Document.version_id == version.id
    return _issue(kind, content, [each.engagement for each in chosen], former, by=by, version_id=version.id)


def issue_attestation(engagement: Engagement, *, by: User, title: str | None = None) -> Document:
    """Make the attestation of one engagement with the skills that were attested; the one made before is replaced.

    `title` is the neutral one that the person gives the engagement, None for its own.

    Raises NotAllowed, NameNeeded, NothingAttested, TitleTooLong or CannotSign.
    """
    if not is_volunteer(by, engagement):
        raise NotAllowed()
    if standing_of(engagement) != ATTESTED:
        raise NothingAttested()
    skills = [each for each in skills_of_engagement(engagement).values() if each.state is not SkillState.CLAIMED]
    content = content_of(by, [Chosen(engagement, skills, neutral_title(engagement, title))], title=_("Attestation d’engagement bénévole"))
    former = Document.engagement_id == engagement.id
    return _issue(DocumentKind.ATTESTATION, content, [engagement], former, by=by, engagement_id=engagement.id)


def issue_certificate(engagement: Engagement, *, by: User, title: str | None = None) -> Document:
    """Make the certificate of the host's thanks for one engagement; the one made before is replaced. `title` is as for an attestation.

    Raises NotAllowed, NameNeeded, NothingAttested, NotThanked, TitleTooLong or CannotSign.
    """
    if not is_volunteer(by, engagement):
        raise NotAllowed()
    if standing_of(engagement) != ATTESTED:
        raise NothingAttested()
    if engagement.bilan is None or engagement.bilan.thanks is None:
        raise NotThanked()
    content = content_of(by, [Chosen(engagement, (), neutral_title(engagement, title), thanks=True)], title=_("Certificat de remerciement"))
    former = Document.engagement_id == engagement.id
    return _issue(DocumentKind.THANKS, content, [engagement], former, by=by, engagement_id=engagement.id)


def _issue(
    kind: DocumentKind, content: dict[str, Any], engagements: list[Engagement], former: sa.ColumnElement[bool], *, by: User, **origin: int
) -> Document:
    if not by.full_name:
        raise NameNeeded()
    code, now = new_code(), clock.now()
    try:
        stating = [each for each in zip(engagements, content["engagements"], strict=True) if each[1]["standing"] == ATTESTED]
        places = _free_places(len(stating))
        stated = [_state(engagement, facts, by, place) for (engagement, facts), place in zip(stating, places, strict=True)]
        body, accessible = _signed_pdf(kind, content, code, stated)
    except keys.KeyMissing as missing:
        raise CannotSign() from missing
    for older in db.session.scalars(
        sa.select(Document).where(former, Document.user_id == by.id, Document.kind == kind, Document.state == DocumentState.VALID)
    ):
        older.replaced_at = now
        DOCUMENT.apply(older, "replace", by=SYSTEM)
    document = Document(
        code=code, user_id=by.id, kind=kind, title=content["title"], content=content, state=DocumentState.VALID, issued_at=now,
        fingerprint=hashlib.sha256(body).hexdigest(), accessible=accessible, **origin,
    )
    db.session.add(document)
    db.session.flush()
    db.session.add(DocumentFile(document_id=document.id, body=body))
    for each in stated:
        db.session.add(Credential(
            place=each.place, document_id=document.id, engagement_id=each.engagement.id, body=each.body,
            attested_at=each.engagement.bilan.asked_at if each.engagement.bilan is not None else now,
        ))
    db.session.flush()
    return document


def _state(engagement: Engagement, facts: dict[str, Any], holder: User, place: int) -> Stated:
    """Write and sign the credential of one attested engagement."""
    issuer = Issuer(keys.issuer_did(), "Isère bénévolat", config("BASE_URL"))
    unsigned = build(
        _attested(facts, _page_of(engagement)), holder=holder.full_name, number=entropy.urn(), issuer=issuer, issued_at=clock.now(),
        status=(f"{config('BASE_URL')}/verifier/statuts/{place // STATUS_PLACES}", place % STATUS_PLACES),
    )
    return Stated(engagement, place, late.integrity().sign(unsigned, keys.current().private, created=clock.now()))


def _page_of(engagement: Engagement) -> str | None:
    """Return the public page of the association, None for a host that is not on the site."""
    held = engagement.association
    return f"{config('BASE_URL')}/associations/{held.public_id}" if held is not None else None


def _attested(facts: dict[str, Any], host_url: str | None) -> Attested:
    """Return what a credential tells of an engagement: what the host attested, never what the person alone says."""
    return Attested(
        title=facts["title"], host=facts["host"], starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(facts["ends_on"]) if facts["ends_on"] else None, minutes=facts["minutes"], sentence=facts["sentence"],
        signatory=facts["signatory"], domaine=facts["domaine"], host_url=host_url, elsewhere=facts["elsewhere"],
        skills=tuple(
            AttestedSkill(each["label"], each["sentence"], each["mark"], tuple(map(tuple, each["rome"])), tuple(map(tuple, each["esco"])))
            for each in facts["skills"] if each["mark"] != SkillState.CLAIMED
        ),
    )


def _free_places(count: int) -> list[int]:
    """Take places of the status list at random, so that they tell neither who nor when, and never one that served."""
    if not count:
        return []
    taken = db.session.scalar(sa.select(sa.func.count()).select_from(StatusPlace)) or 0
    first = taken // (STATUS_PLACES // SPARSE) * STATUS_PLACES
    free: list[int] = []
    while len(free) < count:
        tried = {first + int.from_bytes(entropy.random_bytes(8), "big") % STATUS_PLACES for _each in range(count - len(free))} - set(free)
        served = set(db.session.scalars(sa.select(StatusPlace.place).where(StatusPlace.place.in_(tried))))
        free += sorted(tried - served)
    db.session.execute(sa.insert(StatusPlace), [{"place": place} for place in free])
    return free


def _signed_pdf(kind: DocumentKind, content: dict[str, Any], code: str, stated: list[Stated]) -> tuple[bytes, bool]:
    """Return the PDF, signed, with its credentials inside, and whether it keeps the claim of accessibility."""
    signer = keys.certificate()
    proof = Proof(
        address=f"{config('BASE_URL')}/v/{code}", code=code, signer=_signature_words(signer.signing_cert),
        attachments=tuple(
            (f"attestation-{number}.json", json.dumps(each.body, ensure_ascii=False)) for number, each in enumerate(stated, 1)
        ),
    )
    made = render_pdf(*page_of(kind, content, proof))
    signed: bytes = late.signing().sign_pdf(made.content, signer, reason=_("Document fait sur Isère bénévolat"), place="Isère")
    return signed, bool(made.standards)


def _signature_words(held: Certificate | None) -> str:
    """Return who signs, in a sentence; a certificate that the site made for itself is said to be one."""
    if held is None or keys.self_made(held):
        return str(_("Le fichier est signé, avec un certificat que le site a fait lui-même."))
    return str(_("Le fichier est signé\u00a0: personne ne peut le changer sans que cela se voie."))


def withdraw_document(document: Document, *, by: User) -> None:
    """Take a document back for good: its page says so and shows nothing more, its credentials are revoked, its file is erased."""
    document.withdrawn_at = clock.now()
    DOCUMENT.apply(document, "withdraw", by=by)
    document.content = {}
    for each in document.credentials:
        each.body = {}
    db.session.execute(sa.delete(DocumentFile).where(DocumentFile.document_id == document.id))
    db.session.flush()


def keep_checkable(document: Document, *, outlives: bool, by: User) -> None:
    """Say whether a document stays checkable once one's account is closed; it does not unless the holder wants it. Raises NotAllowed."""
    if not can_withdraw_document(by, document):
        raise NotAllowed()
    document.outlives = outlives


