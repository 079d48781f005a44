"""The papers of an annexe: every claim kept whatever the letters, one page for the sheet, what they say, and names that say nothing."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from benevolat.contrats import services
from benevolat.contrats.documents import annexe_paper, avenant_paper, sheet_paper
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import Annexe, AnnexeState, Question, Reason
from benevolat.contrats.queries import avenants_of
from benevolat.core.db import db
from benevolat.core.pdf import STANDARDS, Pdf, render_pdf
from tests.factories.insertion import CONTENT, annexe, linked
from tests.factories.people import person
from tests.support.components_verapdf import VeraPDF
from tests.support.pdf_rules import broken

FREE = "Ce n’est pas obligatoire."
NAMES = [("Amina", "Roussel"), ("نادية", "بلقاسم"), ("Đặng", "Nguyễn"), ("X" * 60, "Y" * 60), ("Li", "王"), ("Ṣẹ́gun", "Adébáyọ̀")]


def papers(name: tuple[str, str] = NAMES[0], commitment: str = CONTENT.referent_commitment) -> dict[str, Pdf]:
    """Every kind of paper about one person, from the proposition to the withdrawal."""
    holder = person(first_name=name[0], last_name=name[1])
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.decide(made, [Decided(Question.COUNTS, Reason.COUNTS_YES, "Le mardi et le jeudi.")], by=helper)
    drawn = {"sheet": render_pdf("annexe", _sheet(made))}
    services.sign_annexe(made, by=holder, revision=1)
    services.countersign_annexe(made, by=helper)
    drawn["annexe"] = render_pdf("annexe", annexe_paper(made, free=FREE))
    services.edit_annexe(made, replace(CONTENT, hours=1.5, forms=(), referent_commitment=commitment), by=helper)
    services.sign_annexe(made, by=holder, revision=2)
    services.countersign_annexe(made, by=helper)
    services.withdraw_annexe(made, by=holder)
    db.session.flush()
    for kind, avenant in zip(("amendment", "withdrawal"), avenants_of(made), strict=True):
        drawn[kind] = render_pdf("avenant", avenant_paper(avenant, free=FREE))
    return drawn


def _sheet(made: Annexe) -> dict[str, Any]:
    text, version = services.consent_text()
    return sheet_paper(made, free=FREE, text=text, version=version, code=services.sheet_code(made))


def words(made: Pdf) -> str:
    pages = PdfReader(io.BytesIO(made.content)).pages
    return " ".join(" ".join(each.extract_text() or "" for each in pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_keeps_its_claims_whatever_the_letters(session: Any, name: tuple[str, str]) -> None:
    for kind, made in papers(name, "Donaudampfschifffahrtsgesellschaft" * 8).items():
        assert (made.standards, made.problem) == (STANDARDS, None), kind
        assert broken(made.content) == [], kind


def test_the_reference_validator_agrees(session: Any, verapdf: VeraPDF, tmp_path: Path) -> None:
    for kind, made in papers().items():
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(made.content)
        assert verapdf.failures(path, "ua1") + verapdf.failures(path, "3a") == [], kind


def test_what_each_paper_says(session: Any) -> None:
    drawn = {kind: words(made) for kind, made in papers().items()}
    for kind in drawn:
        assert "Amina Roussel" in drawn[kind]
        assert FREE in drawn[kind]
    for said in ("Donner du temps à une association", "3 h par semaine", "Écouter", "Depuis le compte de la personne",
                 "Le mardi et le jeudi.", "NG-2026-00042", "version 0"):
        assert said in drawn["annexe"], said
    assert services.consent_text()[0][:60] in drawn["sheet"]
    assert "Code de la feuille" in drawn["sheet"]
    assert "Pas encore signé" not in drawn["sheet"]
    assert "3 h par semaine" in drawn["amendment"]
    assert "1 h 30 par semaine" in drawn["amendment"]
    assert "Durée" not in drawn["amendment"], "what did not change is not said again"
    assert "a retiré son accord" in drawn["withdrawal"]
    assert "1 h 30 par semaine" in drawn["withdrawal"]


def test_the_sheet_is_one_page(session: Any) -> None:
    assert len(PdfReader(io.BytesIO(papers()["sheet"].content)).pages) == 1


def test_what_software_shows_of_a_paper_says_nothing(session: Any) -> None:
    for made in papers().values():
        read = PdfReader(io.BytesIO(made.content))
        assert read.metadata is not None
        assert read.metadata.title == "Document"
        told = f"{read.metadata} {read.xmp_metadata.dc_title if read.xmp_metadata else ''}".lower()
        for word in ("rsa", "annexe", "contrat", "avenant", "roussel", "référent"):
            assert word not in told, word
