"""What is attested elsewhere bears its mark wherever it is shown: documents, their page in both languages, the credential."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from benevolat.accounts.models import User
from benevolat.ailleurs import services as ailleurs
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.proofs import queries, services
from benevolat.proofs.models import Document, DocumentKind
from tests.ailleurs.stage import answered, declared
from tests.factories.passeport import attested
from tests.support.page_client import PageClient

MARK = "hors d’Isère bénévolat"


def made_elsewhere() -> tuple[User, Engagement, Document]:
    """Somebody, their engagement attested elsewhere, and its attestation."""
    someone, row, _request = answered()
    ailleurs.agree_bilan(row, by=someone)
    return someone, row, services.issue_attestation(row, by=someone)


def words_of(document: Document) -> str:
    """Return the words of a document."""
    pages = PdfReader(io.BytesIO(queries.file_of(document) or b"")).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_the_attestation_says_that_the_host_was_not_checked(session: Any) -> None:
    text = words_of(made_elsewhere()[2])
    assert f"Club de quilles de Vif ({MARK})" in text
    assert "nous n’avons pas vérifié cet organisme" in text
    assert "Odile Perrin, présidente" in text


@pytest.mark.parametrize("kind", [DocumentKind.PASSEPORT, DocumentKind.CV, DocumentKind.VAE])
def test_every_document_tells_both_kinds_of_hosts_apart(session: Any, kind: DocumentKind) -> None:
    someone, row, _document = made_elsewhere()
    here = attested(someone, "ecouter")
    version = services.start_version(title="Tout", everything=True, by=someone)
    db.session.flush()
    text = words_of(services.issue_document(version, kind=kind, by=someone))
    assert f"{row.host} ({MARK})" in text
    assert here.host in text
    assert f"{here.host} ({MARK})" not in text


def test_what_is_only_declared_elsewhere_bears_the_mark_too(session: Any) -> None:
    someone, row = declared()
    version = services.start_version(title="Tout", everything=True, by=someone)
    db.session.flush()
    text = words_of(services.issue_document(version, kind=DocumentKind.PASSEPORT, by=someone))
    assert f"{row.host} ({MARK})" in text
    assert "nous n’avons pas vérifié" not in text


def test_the_page_of_a_document_says_it_in_both_languages(client: PageClient, session: Any) -> None:
    _someone, _row, document = made_elsewhere()
    client.get(f"/v/{document.code}")
    assert "Attesté hors d’Isère bénévolat : nous n’avons pas vérifié cet organisme." in client.text.replace("\u00a0", " ")
    assert f"Club de quilles de Vif ({MARK})" in client.text
    client.get(f"/en/v/{document.code}")
    assert "Attested outside Isère bénévolat: we did not check this organisation." in client.text


def test_the_credential_never_takes_the_host_for_an_association_of_the_platform(session: Any) -> None:
    someone, _row, document = made_elsewhere()
    body = document.credentials[0].body
    source = body["credentialSubject"]["source"]
    assert source["name"] == f"Club de quilles de Vif ({MARK})"
    assert not source["id"].startswith("http"), "the host has no page here"
    assert "n’est pas inscrit sur Isère bénévolat" in body["credentialSubject"]["achievement"]["criteria"]["narrative"]
    here = services.issue_attestation(attested(someone, "ecouter"), by=someone).credentials[0].body
    assert MARK not in repr(here)
    assert "n’est pas inscrit" not in repr(here)


def test_the_domain_one_gave_counts(session: Any) -> None:
    _someone, _row, document = made_elsewhere()
    assert document.content["engagements"][0]["domaine"] is not None
