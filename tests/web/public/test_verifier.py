"""The verification page: what a document shows, whether it stands, in two languages, without a cookie, found by nobody but its code."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import User
from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.proofs import queries, services
from benevolat.proofs.models import Document, DocumentKind, Share
from benevolat.web.limits import LIMITS
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient, text_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


def holder() -> User:
    return person(first_name="Nadia", last_name="Belkacem")


def made() -> Document:
    who = holder()
    attested(who, "ecouter", "accueillir")
    version = services.start_version(title="Mon bénévolat", everything=True, by=who)
    return services.issue_document(version, kind=DocumentKind.PASSEPORT, by=who)


def drop(client: PageClient, content: bytes, path: str = "/verifier/fichier") -> Any:
    return client.post(path, data={"fichier": (io.BytesIO(content), "passeport.pdf")}, content_type="multipart/form-data")


def test_it_shows_what_the_document_shows_in_both_languages(client: PageClient) -> None:
    document = made()
    for path, said in ((f"/v/{document.code}", "Ce document est valable"), (f"/en/v/{document.code}", "This document stands")):
        answer = client.get(path)
        assert client.h1 == said
        for words in ("Nadia Belkacem", "Mon bénévolat", "Écouter", "Accueillir et orienter", "Arroser le jardin partagé", "Paul Morel",
                      "Elle a arrosé tout l’été.", "10 h", document.fingerprint):
            assert words in client.text.replace("\u00a0", " "), words
        assert client.page.get("lang") == path[1:3].replace("v/", "fr")
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("spelt", [str.upper, lambda code: "-".join(code[i:i + 5] for i in range(0, 26, 5)), lambda code: f" {code} "])
def test_a_code_copied_by_hand_is_read(client: PageClient, spelt: Any) -> None:
    document = made()
    client.get("/verifier")
    client.submit("Vérifier ce code", code=spelt(document.code))
    assert client.h1 == "Ce document est valable"


@pytest.mark.parametrize("code", ["a" * 26, "a" * 25, "1" * 200, "..", "%00", "é", "'--", "a" * 79])
def test_what_is_no_code_says_so(client: PageClient, code: str) -> None:
    made()
    assert client.get(f"/v/{code}").status_code == 404
    client.get("/verifier")
    assert client.submit("Vérifier ce code", code=code).status_code == 404


def test_no_cookie_is_set_nor_read(client: PageClient) -> None:
    document = made()
    body = queries.file_of(document)
    assert body is not None
    for answer in (client.get("/verifier"), client.get(f"/v/{document.code}"), drop(client, body), client.get("/v/rien")):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_who_is_signed_in_is_neither_asked_nor_told(client: PageClient) -> None:
    document = made()
    address = f"/v/{document.code}"
    with counted_queries() as of_a_stranger:
        client.get(address)
    before = client.source
    sign_in(client, document.user)
    with counted_queries() as sent:
        answer = client.get(address)
    assert client.source == before
    assert "Set-Cookie" not in answer.headers
    assert sent == of_a_stranger


def test_a_withdrawn_document_shows_nothing(client: PageClient) -> None:
    document = made()
    services.withdraw_document(document, by=document.user)
    client.get(f"/v/{document.code}")
    assert client.h1 == "Ce document est retiré"
    for words in ("Nadia", "Belkacem", "Écouter", "Mon bénévolat"):
        assert words not in client.source, words


def test_a_name_changed_since_leaves_the_paper_as_it_was(client: PageClient) -> None:
    document = made()
    who, body = document.user, queries.file_of(document)
    who.first_name, who.last_name = "Nadia", "Morel"
    client.get(f"/v/{document.code}")
    assert client.h1 == "Ce document est valable"
    assert "Nadia Belkacem" in client.text
    assert "Morel" not in client.text.replace("Paul Morel", "")
    drop(client, body or b"")
    assert client.h1 == "Ce fichier est le vrai"


def test_an_association_that_is_here_no_more_is_said_so_and_the_paper_stands(client: PageClient) -> None:
    document = made()
    client.get(f"/v/{document.code}")
    assert "N’est plus inscrite sur le site" not in client.text
    engagement = document.credentials[0].engagement
    assert engagement is not None
    assert engagement.association is not None
    engagement.association.state, engagement.association.state_reason = AssociationState.SUSPENDED, "Siège introuvable."
    client.get(f"/v/{document.code}")
    assert client.h1 == "Ce document est valable"
    assert f"N’est plus inscrite sur le site : {engagement.host}." in client.text.replace("\u00a0", " ")


def test_what_was_corrected_since_says_so(client: PageClient) -> None:
    document = made()
    bilan = document.credentials[0].engagement.bilan  # type: ignore[union-attr]
    assert bilan is not None
    bilan.corrected_at = clock.now() + timedelta(minutes=1)
    client.get(f"/v/{document.code}")
    assert client.h1 == "Corrigé depuis"
    assert "Écouter" in client.text


def test_a_file_is_the_true_one_changed_or_foreign(client: PageClient) -> None:
    document = made()
    body = queries.file_of(document)
    assert body is not None
    drop(client, body)
    assert client.h1 == "Ce fichier est le vrai"
    assert any(f"/v/{document.code}" in (each.get("href") or "") for each in client.page.iter())
    drop(client, body.replace(b"/Lang (fr", b"/Lang (en"))
    assert client.h1 == "Ce fichier a été changé"
    assert document.code not in client.source
    for foreign in (b"%PDF-1.7\nrien", b"bonjour", b"\x00" * 1000, body[:5000]):
        drop(client, foreign, "/en/verifier/fichier")
        assert client.h1 == "This file is not from here"
    services.withdraw_document(document, by=document.user)
    drop(client, body)
    assert "Ce document est retiré" in client.text


def test_a_file_whose_document_is_gone_is_still_known_to_be_signed_here(client: PageClient) -> None:
    document = made()
    body = queries.file_of(document)
    assert body is not None
    db.session.delete(document)
    drop(client, body)
    assert client.h1 == "Signé ici, mais plus connu"


def test_no_file_asks_again(client: PageClient) -> None:
    assert client.post("/verifier/fichier").status_code == 303
    assert drop(client, b"").status_code == 303


def test_tries_are_counted(client: PageClient) -> None:
    answers = {client.get("/v/rien").status_code for _each in range(LIMITS["verify"].address + 1)}
    assert answers == {404, 429}


@pytest.mark.parametrize("with_contact", [True, False])
def test_a_link_shows_the_choice_for_its_days(client: PageClient, with_contact: bool) -> None:
    who = holder()
    attested(who)
    version = services.start_version(title="Pour un stage", everything=True, by=who)
    share = services.open_share(version, days=7, with_contact=with_contact, by=who)
    client.get(f"/partage/{share.code}")
    assert client.h1 == "Nadia Belkacem"
    assert (who.email in client.text) is with_contact
    client.get(f"/en/partage/{share.code}")
    assert "Attested by the association" in client.text
    assert db.session.get_one(Share, share.id).seen == 2
    client.head(f"/partage/{share.code}")
    assert db.session.get_one(Share, share.id).seen == 2, "a link preview is not somebody who reads"
    with clock.frozen(clock.now() + timedelta(days=7, seconds=1)):
        assert client.get(f"/partage/{share.code}").status_code == 404


def test_nothing_of_it_is_announced_to_search_engines(client: PageClient, fresh_app: Flask) -> None:
    document = made()
    text = client.get("/robots.txt").get_data(as_text=True)
    assert document.code not in text
    client.get("/verifier")
    metas = [each.get("content") for each in client.page.iter() if each.get("name") == "robots"]
    assert metas == ["noindex, nofollow, noarchive"]
    assert text_of(client.page)
