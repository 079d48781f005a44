"""Documents of every sort of person keep their claims of accessibility and archiving, after the signature too; their QR is read back."""

import io
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from benevolat.core.pdf import STANDARDS
from benevolat.proofs import keys, queries, services
from benevolat.proofs.models import DocumentKind
from benevolat.proofs.signing import Finding, check_pdf, sign_pdf
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.components_verapdf import VeraPDF
from tests.support.page_client import PageClient
from tests.support.pdf_rules import broken

from .genuine import signed as credential
from .variants import ADDRESS, NAMES, UNDRAWN, made, variant

SEVERAL = range(0, 500, 20)


def signed(seed: int) -> bytes:
    """Return a variant as a person receives it: signed, with a credential inside when the seed is even."""
    kind, content = variant(seed)
    inside = [json.dumps(credential(), ensure_ascii=False)] if seed % 2 == 0 else []
    drawn = made(kind, content, *inside)
    assert drawn.standards == STANDARDS, (seed, drawn.problem)
    return sign_pdf(drawn.content, keys.certificate(), reason="Document fait sur Isère bénévolat", place="Isère")


def squares(body: bytes) -> list[str]:
    """Return what a decoder reads in the QR codes of the pages, drawn at the resolution of a poor printer."""
    pages = pypdfium2.PdfDocument(body)
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]


def test_the_variants_are_made_of_what_documents_hold(session: Any) -> None:
    who = person(first_name="Nadia", last_name="Belkacem")
    attested(who)
    services.start_version(title="Mon bénévolat", everything=True, by=who)
    [version] = queries.own_versions(who)
    genuine = queries.content_of_version(version)
    contents = [variant(seed)[1] for seed in range(60)]
    assert {frozenset(each) for each in contents} == {frozenset(genuine)}
    engagements = [each for content in contents for each in content["engagements"]]
    assert {frozenset(each) for each in engagements} == {frozenset(genuine["engagements"][0])}
    assert {frozenset(each) for every in engagements for each in every["skills"]} == {frozenset(genuine["engagements"][0]["skills"][0])}
    assert {variant(seed)[1]["name"] for seed in range(500)} == set(NAMES)
    assert {len(variant(seed)[1]["engagements"]) for seed in range(500)} >= {0, 1, 40}


@pytest.mark.parametrize("seed", SEVERAL)
def test_a_variant_keeps_its_claims_once_signed(session: Any, seed: int) -> None:
    body = signed(seed)
    assert broken(body) == []
    assert check_pdf(body, keys.certificates()).finding is Finding.OURS


def test_verapdf_accepts_each_kind_once_signed(session: Any, verapdf: VeraPDF, tmp_path: Path) -> None:
    assert _refused(verapdf, tmp_path, range(len(DocumentKind))) == {}


@pytest.mark.long
def test_500_variants_keep_their_claims_once_signed(session: Any, verapdf: VeraPDF, tmp_path: Path) -> None:
    assert _refused(verapdf, tmp_path, range(500)) == {}


def _refused(verapdf: VeraPDF, folder: Path, seeds: range) -> dict[int, list[str]]:
    """Return the rules that each refused variant breaks for one checker or the other, and the unread signatures."""
    refused: dict[int, list[str]] = {}
    for seed in seeds:
        body = signed(seed)
        path = folder / "document.pdf"
        path.write_bytes(body)
        found = [*broken(body), *(f"{profile}: {rule}" for profile in ("ua1", "3a") for rule in verapdf.failures(path, profile))]
        if check_pdf(body, keys.certificates()).finding is not Finding.OURS:
            found.append("its signature is not ours")
        if found:
            refused[seed] = found
    return refused


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_decoder_reads_the_address_on_the_page(session: Any, kind: DocumentKind) -> None:
    seed = next(seed for seed in range(500) if variant(seed)[0] is kind and variant(seed)[1]["engagements"])
    assert squares(signed(seed)) == [ADDRESS]


def test_the_square_leads_to_the_page_of_the_document(client: PageClient) -> None:
    who = person(first_name="مريم", last_name="Nguyễn")
    document = services.issue_attestation(attested(who, "ecouter"), by=who)
    body = queries.file_of(document)
    assert body is not None
    [address] = squares(body)
    client.get(address.removeprefix("http://localhost"))
    assert client.h1 == "Ce document est valable"
    assert "مريم Nguyễn" in client.text


def test_a_letter_that_no_font_draws_costs_the_claim_and_nothing_else(session: Any) -> None:
    kind, content = variant(0)
    drawn = made(kind, content | {"name": UNDRAWN})
    assert drawn.standards == ()
    body = sign_pdf(drawn.content, keys.certificate(), reason="Document", place="Isère")
    assert check_pdf(body, keys.certificates()).finding is Finding.OURS
    assert "Adébáyọ" in "".join(each.extract_text() for each in PdfReader(io.BytesIO(body)).pages)


def ink(name: str) -> int:
    """Return how many dark points a name takes on a passeport that shows nothing else than it."""
    kind, content = variant(10)
    page = pypdfium2.PdfDocument(made(kind, content | {"name": name, "title": "", "engagements": []}).content)[0]
    drawn = page.render(scale=2).to_pil().convert("L").crop((0, 0, 1_190, 330))
    return sum(drawn.histogram()[:128])


@pytest.mark.parametrize(("marked", "letters"), [("Adébáyọ̀", "Adébáyọ"), ("Ṣẹ́gun", "Ṣẹgun"), ("X̂avi", "Xavi"), ("Rene\u0301e", "Renee")])
def test_a_mark_does_not_take_its_letter_away(session: Any, marked: str, letters: str) -> None:
    assert ink(marked) > ink(letters) > ink(letters[:-2])


def test_no_word_leaves_the_page(session: Any) -> None:
    for seed in (5, 7, 65):
        kind, content = variant(seed)
        long = [each | {"title": "Donaudampfschifffahrtsgesellschaftskapitäns" * 3, "host": "C" * 200} for each in content["engagements"]]
        assert long
        for page in pypdfium2.PdfDocument(made(kind, content | {"engagements": long, "name": "M" * 90}).content):
            margin = page.render(scale=1).to_pil().convert("L").crop((595 - 84, 0, 595, 842))
            assert sum(margin.histogram()[:128]) == 0, (kind, page)
