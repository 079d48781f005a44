"""PDF: tagged and archivable whatever the names, data never markup, and a letter nobody draws takes the claim away, not the document."""

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from benevolat.core import clock
from benevolat.core.pdf import STANDARDS, qr, render_pdf
from tests.support.components_verapdf import VeraPDF
from tests.support.pdf_rules import broken

WORDS = {name: name.capitalize() for name in (
    "skills", "legend", "attested", "validated", "engagements", "when", "what", "hours", "declared", "claimed", "declared_note",
)} | {"page": "Page {n} sur {total}"}
ROW = {"when": "de mars à juin 2026", "title": "Arroser le jardin", "host": "Les Mains Vertes", "hours": "12 h 30",
       "sentence": "« Toujours à l’heure. »", "by": "Attesté par Marc Reynaud."}
SKILL = {"label": "Écouter", "state": "attested", "mark": "Attestée", "evidences": ["Arroser le jardin, Les Mains Vertes (12 h 30)."]}
EMPTY: dict[str, Any] = {
    "title": "Passeport bénévole", "name": "Nadia Belkacem", "issuer": "Isère bénévolat", "footer": "Fait le 22 novembre 2026.",
    "attachments": [], "proof": {"qr": qr("https://isere-benevolat.example/v/abc"), "qr_says": "Le code", "address": "isere/v/abc",
                                 "title": "Vérifier", "lines": ["Tout le monde peut vérifier."]},
    "figures": [], "spread": [], "empty": "Rien encore.", "families": [], "engagements": [], "declared": [], "claimed": [], "words": WORDS,
}
FULL = EMPTY | {
    "empty": None, "figures": [{"value": "12 h 30", "label": "attestées"}, {"value": "1", "label": "engagement"}], "spread": ["Par année."],
    "families": [{"label": "Aller vers les autres", "skills": [SKILL, SKILL | {"state": "validated", "mark": "Validée"}]}],
    "engagements": [ROW], "declared": [ROW | {"sentence": None, "by": None}],
    "claimed": [{"label": "Cuisiner", "words": "« Je cuisine. »"}],
}
NAMES = {
    "short": "Lô", "long": "Marie-Antoinette Ngo Nkouandou de la Bâtie-Montgascon Saint-Hilaire-du-Touvet-Belledonne",
    "one long word": "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren",
    "arabic": "محمد بن عبد الله", "vietnamese": "Nguyễn Thị Hương Trường", "chinese": "欧阳修", "cyrillic": "Олександр Шевченко",
    "emoji": "Léa 🌻", "markup": "*Léa* #panic() [x] $y$ = `z` \\ // <a> @b",
}




def filled(name: str, base: dict[str, Any]) -> dict[str, Any]:
    """The same document with this name everywhere a person writes."""
    data = copy.deepcopy(base)
    data["name"] = name
    for row in (*data["engagements"], *data["declared"]):
        row["title"] = row["host"] = row["sentence"] = name
    for family in data["families"]:
        for skill in family["skills"]:
            skill["evidences"] = [name] * 3
    for claim in data["claimed"]:
        claim["words"] = name
    return data


def many() -> dict[str, Any]:
    """A long life of volunteering."""
    data = copy.deepcopy(FULL)
    data["engagements"] = [ROW | {"title": f"Mission {n}"} for n in range(40)]
    data["families"] = [{"label": f"Famille {n}", "skills": [SKILL | {"evidences": SKILL["evidences"] * 7}] * 5} for n in range(7)]
    return data


def words_of(content: bytes) -> str:
    """Every word of a document."""
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("name", NAMES)
def test_every_name_keeps_the_claims(fresh_app: Any, name: str) -> None:
    made = render_pdf("passeport", filled(NAMES[name], FULL))
    assert (made.standards, made.problem) == (STANDARDS, None)
    assert broken(made.content) == []


@pytest.mark.parametrize("data", [EMPTY, FULL, many()], ids=["empty", "full", "forty engagements"])
def test_every_size_keeps_the_claims(fresh_app: Any, data: dict[str, Any]) -> None:
    made = render_pdf("passeport", data)
    assert made.standards == STANDARDS
    assert broken(made.content) == []
    assert "Nadia Belkacem" in words_of(made.content)


def test_the_checker_sees_a_document_that_is_not_tagged(fresh_app: Any, tmp_path: Path) -> None:
    source = tmp_path / "plain.typ"
    source.write_text("Bonjour")
    assert broken(typst.compile(str(source), format="pdf", pdf_tags=False)) != []


def test_the_reference_validator_agrees(fresh_app: Any, verapdf: VeraPDF, tmp_path: Path) -> None:
    everything = filled(" · ".join(NAMES.values()), FULL)
    for position, data in enumerate((EMPTY, everything)):
        path = tmp_path / f"{position}.pdf"
        path.write_bytes(render_pdf("passeport", data).content)
        assert verapdf.failures(path, "ua1") + verapdf.failures(path, "3a") == []


def test_a_letter_nobody_draws_takes_the_claims_away_and_says_so(fresh_app: Any) -> None:
    made = render_pdf("passeport", filled("Abebe አበበ", FULL))
    assert made.standards == ()
    assert made.problem is not None
    assert "could not be displayed" in made.problem
    assert "Abebe" in words_of(made.content)


def test_data_is_never_markup(fresh_app: Any) -> None:
    hostile = "*gras* #panic(\"x\") [x] $y$ = `z` // <a> @b \\ #include \"/etc/passwd\""
    made = render_pdf("passeport", filled(hostile, FULL))
    assert made.standards == STANDARDS
    text = words_of(made.content)
    for part in ("*gras*", "#panic(", "[x]", "$y$", "`z`", "@b", "#include"):
        assert part in text, part


def test_the_same_moment_makes_the_same_bytes(fresh_app: Any) -> None:
    with clock.frozen(clock.paris(2026, 11, 22, 12)):
        first = render_pdf("passeport", FULL).content
        again = render_pdf("passeport", json.loads(json.dumps(FULL))).content
    assert first == again


def test_the_title_and_the_language_are_told_to_screen_readers(fresh_app: Any) -> None:
    reader = PdfReader(io.BytesIO(render_pdf("passeport", FULL).content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Passeport bénévole · Nadia Belkacem"
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
