"""The statement of hours on screen, in a spreadsheet and on paper: of one's own association, at a rate nobody suggests."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.table import safe_cell
from benevolat.engagements.models import Bilan, BilanState, Releve, Side, State
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, engagement, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

DAY = date(2026, 3, 3)


@pytest.fixture
def host(client: PageClient, session: Any) -> Association:
    """An association where Nadia Zidounov did two hours and a half, its member signed in."""
    member = person()
    made = association(member=member, name="Les Mains Vertes", rna="W389000777")
    done = engagement(candidature(mission(made, title="=HYPERLINK(1)"), person(last_name="Zidounov")), state=State.ATTESTED, starts_on=DAY,
                      ends_on=DAY)
    keep(Releve(engagement_id=done.id, day=DAY, minutes=150, entered_by=Side.VOLUNTEER))
    keep(Bilan(engagement_id=done.id, state=BilanState.AGREED, minutes=150, sentence="Bien.", confirmed_at=clock.now(),
               answered_at=clock.now()))
    sign_in(client, member)
    return made


def test_on_screen(client: PageClient, host: Association) -> None:
    with clock.frozen(clock.paris(2026, 11, 22)):
        client.get(f"/association/{host.public_id}")
        client.follow("Heures de l’année")
        assert "2 h 30" in client.text
        assert "Mars 2026".lower() in client.text.lower()
        assert "€" not in client.text.replace("Taux horaire, en euros", ""), "no rate is suggested"
        assert "Zidounov" not in client.source
        client.submit("Voir ces chiffres", taux="12,5")
        assert "31,25 €" in client.text
        client.submit("Voir ces chiffres", annee="2025-2026", taux="")
        assert "Septembre 2025 à août 2026" in client.text
        assert "2 h 30" in client.text
        client.submit("Voir ces chiffres", annee="2026-2027")
        assert "Aucune heure sur cette période" in client.text


@pytest.mark.parametrize("typed", ["douze", "-1", "900", "<b>"])
def test_a_rate_that_is_none_is_said_at_the_field(client: PageClient, host: Association, typed: str) -> None:
    client.get(f"/association/{host.public_id}/heures", query_string={"annee": "2026", "taux": typed})
    assert "Écrivez un nombre d’euros" in client.text
    assert "€" not in client.text.replace("Taux horaire, en euros", "")


@pytest.mark.parametrize("code", ["", "x", "2026-2030", "9" * 400, "2026'"])
def test_a_period_that_is_none_is_this_year(client: PageClient, host: Association, code: str) -> None:
    with clock.frozen(clock.paris(2026, 11, 22)):
        client.get(f"/association/{host.public_id}/heures", query_string={"annee": code})
    assert "Année 2026" in client.text


def test_as_a_file_nothing_runs(client: PageClient, host: Association) -> None:
    answer = client.get(f"/association/{host.public_id}/heures.csv?annee=2026&taux=12,5")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="heures-benevoles-2026.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert ["Mission", "'=HYPERLINK(1)", "1", "2,50", "150", "0,00", "0"] in rows
    assert ["Valeur des heures attestées (€)", "31,25"] in rows
    assert "Zidounov" not in answer.data.decode("utf-8-sig")


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "＠x"])
def test_a_cell_that_would_be_computed_is_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Arroser", "12,50", "a=b", "2 h - 3 h"])
def test_other_cells_stay(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_on_paper(client: PageClient, host: Association) -> None:
    answer = client.get(f"/association/{host.public_id}/heures.pdf?annee=2026&taux=12,5")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    text = " ".join(" ".join(each.extract_text() for each in pages).split())
    assert len(pages) <= 2
    for words in ("Les Mains Vertes", "W389000777", "2 h 30", "31,25 €", "année 2026", "ANC n° 2018-06"):
        assert words in text.replace("\u00a0", " "), words
    assert "Zidounov" not in text


def test_of_another_association_it_does_not_exist(client: PageClient, host: Association) -> None:
    other = person()
    association(member=other)
    sign_in(client, other)
    for page in ("heures", "heures.csv", "heures.pdf"):
        assert client.get(f"/association/{host.public_id}/{page}").status_code == 404
