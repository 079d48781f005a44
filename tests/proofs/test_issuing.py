"""Documents: fixed when made, signed, checkable by anybody, replaced and withdrawn, and never saying more than was chosen."""

import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.models import BilanState, State
from benevolat.passeport.models import Skill, SkillState
from benevolat.proofs import integrity, keys, queries, services
from benevolat.proofs.errors import CannotSign, NameNeeded, NothingAttested, NothingChosen, NotThanked
from benevolat.proofs.models import Credential, Document, DocumentFile, DocumentKind, DocumentState, StatusPlace, Version
from benevolat.proofs.queries import Standing
from benevolat.proofs.services import Wanted
from benevolat.proofs.signing import Finding, check_pdf
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.pdf_rules import broken
from tests.support.queries import counted_queries


def holder(**values: Any) -> User:
    return person(**{"first_name": "Nadia", "last_name": "Belkacem", **values})


def everything(who: User) -> Version:
    version = services.start_version(title="Passeport bénévole", everything=True, by=who)
    db.session.flush()
    return version


def words_of(body: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(body)).pages).split())


def file_of(document: Document) -> bytes:
    body = queries.file_of(document)
    assert body is not None
    return body


def test_a_document_is_what_its_code_shows(session: Any) -> None:
    who = holder()
    attested(who, "ecouter", "accueillir")
    made = services.issue_document(everything(who), kind=DocumentKind.PASSEPORT, by=who)
    body = file_of(made)
    assert made.fingerprint == hashlib.sha256(body).hexdigest()
    assert check_pdf(body, keys.certificates()).finding is Finding.OURS
    assert made.accessible
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert (verified.standing, verified.content) == (Standing.VALID, made.content)
    text = words_of(body)
    for said in ("Nadia Belkacem", "Arroser le jardin partagé", "Écouter", "10 h", made.code[:5]):
        assert said in text.replace("\u00a0", " "), said
    assert queries.verify_file(made.fingerprint) is not None
    assert queries.verify_file(hashlib.sha256(body + b"\n").hexdigest()) is None


@pytest.mark.parametrize("kind", [*services.FROM_A_VERSION, DocumentKind.ATTESTATION])
def test_every_kind_keeps_its_claims_once_signed(session: Any, kind: DocumentKind) -> None:
    who = holder()
    done = attested(who, "ecouter", "accueillir")
    if kind is DocumentKind.ATTESTATION:
        made = services.issue_attestation(done, by=who)
    else:
        made = services.issue_document(everything(who), kind=kind, by=who)
    assert broken(file_of(made)) == []


def test_the_credentials_are_inside_and_ours(session: Any) -> None:
    who = holder()
    attested(who, "ecouter")
    attested(who, "accueillir")
    made = services.issue_document(everything(who), kind=DocumentKind.PASSEPORT, by=who)
    assert len(made.credentials) == 2
    inside = PdfReader(io.BytesIO(file_of(made))).attachments
    assert len(inside) == 2
    for each in made.credentials:
        assert integrity.verify(each.body, keys.resolve).valid
        assert each.engagement is not None
        assert each.engagement.association is not None
        page = f"http://localhost/associations/{each.engagement.association.public_id}"
        assert each.body["credentialSubject"]["source"]["id"] == page
    assert [json.loads(content[0]) for _name, content in sorted(inside.items())] == [each.body for each in made.credentials]


def test_nothing_is_shown_that_was_not_chosen(session: Any) -> None:
    who = holder()
    shown, hidden = attested(who, "ecouter", "accueillir"), attested(who, "cuisiner")
    hidden.title = "Tri des dons secrets"
    version = services.start_version(title="Pour un stage", everything=False, by=who)
    with pytest.raises(NothingChosen):
        services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)
    skill = session.scalar(sa.select(Skill).where(Skill.engagement_id == shown.id, Skill.competence_code == "ecouter"))
    services.choose(version, {shown.public_id: Wanted(skills=[skill.public_id], title="Aider un service public")}, by=who)
    made = services.issue_document(version, kind=DocumentKind.VAE, by=who)
    text = words_of(file_of(made)) + str(made.content) + str(made.credentials[0].body)
    assert "Aider un service public" in text
    assert "Pour un stage" in text
    for secret in ("Tri des dons secrets", "Accueillir", "Cuisiner", shown.title):
        assert secret not in text, secret


def test_claims_stay_out_of_what_is_attested(session: Any) -> None:
    who = holder()
    done = attested(who, "ecouter")
    keep(Skill(user_id=who.id, engagement_id=done.id, competence_code="cuisiner", state=SkillState.CLAIMED, own_words="Pour quarante."))
    made = services.issue_attestation(done, by=who)
    assert "Cuisiner" not in words_of(file_of(made))
    whole = services.issue_document(everything(who), kind=DocumentKind.PASSEPORT, by=who)
    assert "Pour quarante." in words_of(file_of(whole))
    assert "Cuisiner" not in str(whole.credentials[0].body)


def test_a_newer_one_takes_the_place_of_the_same_kind_from_the_same_choice(session: Any) -> None:
    who = holder()
    attested(who)
    version, other = everything(who), everything(who)
    first = services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)
    apart = services.issue_document(other, kind=DocumentKind.PASSEPORT, by=who)
    cv = services.issue_document(version, kind=DocumentKind.CV, by=who)
    second = services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)
    assert [each.state for each in (first, apart, cv, second)] == [
        DocumentState.REPLACED, DocumentState.VALID, DocumentState.VALID, DocumentState.VALID]
    verified = queries.verify_code(first.code)
    assert verified is not None
    assert verified.standing is Standing.REPLACED
    assert verified.content


def test_a_withdrawn_document_shows_nothing_more(session: Any) -> None:
    who = holder()
    attested(who)
    made = services.issue_document(everything(who), kind=DocumentKind.PASSEPORT, by=who)
    place = made.credentials[0].place
    assert queries.withdrawn_places(0) == set()
    with pytest.raises(NotAllowed):
        services.withdraw_document(made, by=holder())
    services.withdraw_document(made, by=who)
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert (verified.standing, verified.content) == (Standing.WITHDRAWN, None)
    assert queries.withdrawn_places(0) == {place}
    assert queries.file_of(made) is None
    assert "Nadia" not in str(made.content) + str(made.credentials[0].body)
    with pytest.raises(Conflict):
        services.withdraw_document(made, by=who)


def test_a_correction_is_seen_on_what_is_already_out(session: Any) -> None:
    who = holder()
    done = attested(who)
    made = services.issue_attestation(done, by=who)
    assert done.bilan is not None
    done.bilan.corrected_at = clock.now() + timedelta(seconds=1)
    session.flush()
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert (verified.standing, verified.content) == (Standing.CORRECTED, made.content)
    assert queries.withdrawn_places(0) == {made.credentials[0].place}


def test_a_withdrawn_attestation_is_seen_too(session: Any) -> None:
    who = holder()
    done = attested(who)
    made = services.issue_attestation(done, by=who)
    assert done.bilan is not None
    done.bilan.state, done.bilan.reason, done.state = BilanState.WITHDRAWN, "Erreur de personne.", State.TO_CLOSE
    session.flush()
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert verified.standing is Standing.CORRECTED
    with pytest.raises(NothingAttested):
        services.issue_attestation(done, by=who)


def test_what_its_holder_took_back_stays_so_when_the_attestation_goes_too(session: Any) -> None:
    who = holder()
    done = attested(who)
    made = services.issue_attestation(done, by=who)
    services.withdraw_document(made, by=who)
    assert done.bilan is not None
    done.bilan.state, done.bilan.reason, done.state = BilanState.WITHDRAWN, "Erreur de personne.", State.TO_CLOSE
    session.flush()
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert (verified.standing, verified.content) == (Standing.WITHDRAWN, None)


@pytest.mark.parametrize("outlives", [True, False])
def test_after_the_account_only_what_its_holder_kept_is_checked(session: Any, outlives: bool) -> None:
    who = holder()
    made = services.issue_attestation(attested(who), by=who)
    services.keep_checkable(made, outlives=outlives, by=who)
    who.erased_at = clock.now()
    session.flush()
    verified = queries.verify_code(made.code)
    assert verified is not None
    assert (verified.content is not None) is outlives
    assert (made.credentials[0].place in queries.withdrawn_places(0)) is not outlives


def test_a_place_never_serves_twice(session: Any) -> None:
    who = holder()
    made = services.issue_attestation(attested(who), by=who)
    place = made.credentials[0].place
    session.delete(made)
    session.flush()
    assert scalar_count(Credential) == scalar_count(DocumentFile) == 0
    assert session.get(StatusPlace, place) is not None
    assert queries.withdrawn_places(0) == {place}


def test_without_a_name_nothing_is_made(session: Any) -> None:
    who = holder(first_name="", last_name="")
    done = attested(who)
    with pytest.raises(NameNeeded):
        services.issue_attestation(done, by=who)


def test_nobody_makes_a_document_for_another(session: Any) -> None:
    who = holder()
    done = attested(who)
    version = everything(who)
    for by in (holder(), done.association and person()):
        with pytest.raises(NotAllowed):
            services.issue_attestation(done, by=by)
        with pytest.raises(NotAllowed):
            services.issue_document(version, kind=DocumentKind.PASSEPORT, by=by)


@pytest.mark.parametrize("missing", [keys.PRIVATE, keys.CERTIFICATE])
def test_without_its_keys_nothing_is_issued_and_all_is_still_checked(session: Any, missing: str) -> None:
    who = holder()
    done = attested(who)
    made = services.issue_attestation(done, by=who)
    path = keys.folder() / missing
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(CannotSign):
            services.issue_attestation(done, by=who)
        assert queries.verify_code(made.code) is not None
        assert check_pdf(file_of(made), keys.certificates()).finding is Finding.OURS
        assert integrity.verify(made.credentials[0].body, keys.resolve).valid
    finally:
        path.write_bytes(kept)


def test_a_letter_nobody_draws_takes_the_claim_away_not_the_document(session: Any) -> None:
    who = holder(first_name="Abebe", last_name="አበበ")
    made = services.issue_attestation(attested(who), by=who)
    assert not made.accessible
    assert check_pdf(file_of(made), keys.certificates()).finding is Finding.OURS


def test_a_certificate_needs_the_host_s_thanks_and_holds_them(session: Any) -> None:
    who = holder()
    done = attested(who, "ecouter")
    with pytest.raises(NotThanked):
        services.issue_certificate(done, by=who)
    assert done.bilan is not None
    done.bilan.thanks, done.bilan.thanks_by, done.bilan.thanked_at = "Merci pour ces matins.", "Paul Morel", clock.now()
    made = services.issue_certificate(done, by=who)
    text = words_of(file_of(made)).replace("\u00a0", " ")
    for said in ("« Merci pour ces matins. »", "Paul Morel", "Nadia Belkacem", "Arroser le jardin partagé"):
        assert said in text, said
    assert broken(file_of(made)) == []
    assert "Merci" not in str(services.issue_attestation(done, by=who).content)
    with pytest.raises(NotAllowed):
        services.issue_certificate(done, by=holder())


def test_a_document_asks_as_few_questions_of_many_engagements_as_of_one(session: Any) -> None:
    asked = []
    for count in (1, 6):
        who = holder()
        for _each in range(count):
            attested(who, "ecouter", "accueillir")
        version = everything(who)
        session.expire_all()
        with counted_queries("SELECT") as sent:
            services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)
        asked.append(len(sent))
    assert asked[0] == asked[1]
