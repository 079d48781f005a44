"""The sheet to sign: one page, every claim kept whatever the letters, what was declared and the code in clear."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from benevolat.ailleurs import services
from benevolat.ailleurs.documents import paper_sheet, spaced_code
from benevolat.core.pdf import STANDARDS, render_pdf
from tests.ailleurs.stage import SAID, declared
from tests.factories.people import person
from tests.support.pdf_rules import broken


@pytest.mark.parametrize(("name", "said"), [
    (("Nadia", "Belkacem"), SAID), (("نادية", "بلقاسم"), replace(SAID, host="Đội tình nguyện Nguyễn Trãi")),
    (("Marie-Ève", "de la Rochefoucauld-Montmorency"), replace(SAID, title="x" * 120, host="y" * 120, words="Beaucoup de choses. " * 25)),
    (("Li", "王"), replace(SAID, words=None)),
])
def test_the_sheet_is_whole_and_accessible(session: Any, name: tuple[str, str], said: Any) -> None:
    someone = person(first_name=name[0], last_name=name[1])
    row = services.declare(someone, said, competences=("ecouter", "accueillir"))
    request = services.ask_on_paper(row, by=someone)
    made = render_pdf("attester", paper_sheet(request, phone="04 65 71 38 38", hours="du lundi au vendredi"))
    assert (made.standards, made.problem) == (STANDARDS, None)
    assert broken(made.content) == []
    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) == 1
    text = " ".join((pages[0].extract_text() or "").split())
    for words in ("Code de la feuille", "Signature", "04 65 71 38 38", "du 1 mars 2026 au 1 juin 2026", "20 h"):
        assert words in text.replace("\u00a0", " "), words
    assert spaced_code(request.paper_code or "").replace("\u00a0", " ") in text.replace("\u00a0", " ")


def test_a_sheet_says_nothing_else_about_the_person(session: Any) -> None:
    someone, row = declared()
    data = repr(paper_sheet(services.ask_on_paper(row, by=someone), phone="", hours=""))
    for secret in (someone.email or "", someone.public_id, row.public_id):
        assert secret not in data
