"""What leaves the site: the sheet of a mission, its calendar file, the poster of a place, its address to share, what was looked at."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.pdf import STANDARDS, render_pdf
from benevolat.missions.documents import mission_sheet, printed_slot
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import touch
from benevolat.search.documents import poster
from benevolat.territoire.queries import resolve
from tests.factories import world
from tests.support.components_verapdf import VeraPDF
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.pdf_rules import PROFILES, broken

ADDRESS = "https://isere-benevolat.example/missions/x"


def written(host: Any = None, **values: Any) -> Mission:
    mission = world.mission(host, **values)
    touch(mission, text=True)
    return mission


def words_of(content: bytes) -> tuple[int, str]:
    """Return how many pages a PDF has and its words, having checked what it claims."""
    assert broken(content) == []
    assert all(each in content for each in (b"<pdfuaid:part>1<", b"<pdfaid:part>3<", b"<pdfaid:conformance>A<"))
    reader = PdfReader(io.BytesIO(content))
    return len(reader.pages), " ".join(" ".join(each.extract_text() for each in reader.pages).split())


def test_the_sheet_says_it_in_short_sentences_with_the_bus_and_the_number(client: PageClient, session: Any) -> None:
    row = written(by_bus=True, bus_line="ligne 7, arrêt Mairie", wheelchair=True, meal_offered=True, costs_refunded=True)
    answer = client.get(f"/missions/{row.public_id}/fiche.pdf")
    assert answer.mimetype == "application/pdf"
    pages, words = words_of(answer.data)
    assert pages == 1
    for said in ("Arroser le jardin partagé", "Quand ?", "le lundi après-midi", "Vous pouvez venir en bus : ligne 7, arrêt Mairie.",
                 "On peut entrer avec un fauteuil roulant.", "Le repas est offert.", "Vos frais sont remboursés.", "04 65 71 38 38",
                 f"localhost/missions/{row.public_id}"):
        assert said in words.replace("\u00a0", " "), said


def test_the_sheet_keeps_a_private_street_for_those_who_are_accepted(client: PageClient, session: Any) -> None:
    row = written(address="3 rue des Lilas", address_public=False, meeting_point="devant le portail vert")
    words = words_of(client.get(f"/missions/{row.public_id}/fiche.pdf").data)[1]
    assert "Lilas" not in words
    assert "portail" not in words
    row.address_public = True
    words = words_of(client.get(f"/missions/{row.public_id}/fiche.pdf").data)[1]
    assert "3 rue des Lilas" in words
    assert "devant le portail vert" in words


@pytest.mark.parametrize("name", ["sheet", "poster"])
def test_paper_never_says_tomorrow(client: PageClient, session: Any, name: str) -> None:
    row = written(kind=MissionKind.DATED, ends_on=None, title="Tenir la buvette du marché de Noël avec toute l’équipe")
    world.creneau(row, days=1)
    path = f"/missions/{row.public_id}/fiche.pdf" if name == "sheet" else "/affiche.pdf?lieu=Voiron"
    words = words_of(client.get(path).data)[1].replace("\u00a0", " ")
    slot = row.creneaux[0]
    assert printed_slot(slot.starts_at, slot.ends_at).replace("\u00a0", " ") in words
    assert "demain" not in words


def test_a_long_text_is_cut_and_any_letter_is_drawn(session: Any) -> None:
    row = written(description="Vous aidez. " * 400, title="محمد et Nguyễn Thị Hương")
    data = mission_sheet(row, ADDRESS, phone="04 65 71 38 38", hours="le matin")
    assert sum(len(each) for each in data["paragraphs"]) <= 1_201
    assert render_pdf("mission", data).standards == STANDARDS


def test_documents_and_calendar_of_a_mission_nobody_may_see_do_not_exist(client: PageClient, session: Any) -> None:
    row = written(publication=Publication.WITHDRAWN)
    for path in ("fiche.pdf", "agenda.ics"):
        assert client.get(f"/missions/{row.public_id}/{path}").status_code == 404


def test_dates_go_to_a_calendar_one_event_each_without_the_private_street(client: PageClient, session: Any) -> None:
    row = written(kind=MissionKind.DATED, ends_on=None, address="3 rue des Lilas", address_public=False)
    slots = [world.creneau(row, days=each) for each in (3, 9)]
    world.creneau(row, days=12, cancelled=True)
    answer = client.get(f"/missions/{row.public_id}/agenda.ics")
    assert (answer.mimetype, "attachment" in answer.headers["Content-Disposition"]) == ("text/calendar", True)
    assert "Lilas" not in answer.text
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [(each.decoded("dtstart"), each.decoded("dtend")) for each in events] == [
        (each.starts_at.replace(microsecond=0), each.ends_at.replace(microsecond=0)) for each in slots
    ]
    assert {str(each["summary"]) for each in events} == {row.title}


def test_a_weekly_mission_is_one_event_of_whole_days_that_comes_back(client: PageClient, session: Any) -> None:
    row = written(half_days=0b10 | 0b1 << 9, starts_on=date(2026, 12, 2), ends_on=date(2027, 3, 31))
    with clock.frozen(clock.paris(2026, 11, 22, 9)):
        answer = client.get(f"/missions/{row.public_id}/agenda.ics")
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 3), "Monday and Thursday: the first one after the second of December"
    assert event["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TH"], "UNTIL": [date(2027, 3, 31)]}


def test_without_a_day_there_is_no_calendar_file(client: PageClient, session: Any) -> None:
    row = written(half_days=0)
    assert client.get(f"/missions/{row.public_id}/agenda.ics").status_code == 404
    client.get(f"/missions/{row.public_id}")
    assert "Mettre dans mon agenda" not in client.text


def test_the_poster_holds_one_page_whatever_the_titles(client: PageClient, session: Any) -> None:
    for n in range(12):
        host = world.association(name=f"Association départementale des amis de tous les quartiers et des villages {n}")
        written(host, title=f"{n} Accompagner les habitants du quartier dans toutes leurs démarches et leurs sorties de la semaine",
                by_bus=True, schedule="de 9 h à 12 h et de 14 h à 18 h sauf vacances scolaires et jours fériés", costs_refunded=True)
    answer = client.get("/affiche.pdf?lieu=Voiron")
    pages, words = words_of(answer.data)
    assert pages == 1
    assert words.count("Accompagner les habitants") == 8
    assert "près de Voiron" in words
    assert "Et 4 autres missions sur le site" in words
    assert "localhost/missions?lieu=Voiron" in words


def test_a_poster_shows_two_missions_of_one_association_and_none_that_is_full(client: PageClient, session: Any) -> None:
    host = world.association()
    for n in range(4):
        touch(world.mission(host, title=f"Tâche {n}"), text=True)
    written(title="Complète", places=1, places_taken=1)
    words = words_of(client.get("/affiche.pdf").data)[1]
    assert words.count("Tâche") == 2
    assert "Complète" not in words


def test_at_the_end_of_a_week_the_poster_is_the_next_weeks(session: Any) -> None:
    for day, monday in ((18, "16 novembre 2026"), (21, "23 novembre 2026"), (23, "23 novembre 2026")):
        with clock.frozen(clock.paris(2026, 11, day, 9)):
            assert poster(None, ADDRESS, phone="")["week"] == f"Semaine du {monday}"


@pytest.mark.parametrize(("lieu", "sent"), [("xyzzy", "xyzzy"), ("38350", "38350"), ("a" * 9_000, "a" * 200)])
def test_a_poster_of_an_unclear_place_leads_to_the_search_that_asks(client: PageClient, session: Any, lieu: str, sent: str) -> None:
    answer = client.get("/affiche.pdf", query_string={"lieu": lieu})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/missions?lieu={sent}")


def test_the_page_of_a_mission_gives_its_address_its_sheet_and_its_neighbours(client: PageClient, session: Any) -> None:
    row, other = written(), written(title="Tailler les fruitiers")
    written(title="Trop loin", commune_code="38226")
    client.get(f"/missions/{row.public_id}")
    field = next(each for each in all_of(client.page, "input") if each.get("id") == "adresse")
    assert field.get("value") == f"http://localhost/missions/{row.public_id}"
    links = {each.get("href") for each in all_of(client.page, "a")}
    assert {f"/missions/{row.public_id}/agenda.ics", f"/missions/{row.public_id}/fiche.pdf", f"/missions/{other.public_id}"} <= links
    assert [text_of(each) for each in all_of(client.page, "h3")] == ["Tailler les fruitiers"]


def test_what_was_looked_at_is_kept_in_the_session_alone_and_forgotten_on_demand(client: PageClient, session: Any) -> None:
    rows = [written(title=f"Mission {n}") for n in range(8)]
    client.get("/missions")
    assert "Vues récemment" not in client.text
    for each in rows:
        client.get(f"/missions/{each.public_id}")
    rows[7].publication = Publication.WITHDRAWN
    rows[7].withdrawn_at = clock.now()
    client.get("/missions")
    [shown] = [each for each in all_of(client.page, "ul") if "seen" in (each.get("class") or "").split()]
    assert [text_of(each) for each in all_of(shown, "a")] == ["Mission 6", "Mission 5", "Mission 4", "Mission 3", "Mission 2"]
    client.submit("Oublier ces missions", follow=True)
    assert "Vues récemment" not in client.text


def test_a_remote_mission_says_so_on_paper(session: Any) -> None:
    row = written(where=Where.REMOTE, lat=None, lon=None, starts_on=clock.today() - timedelta(days=1))
    sheet = mission_sheet(row, ADDRESS, phone="", hours="")
    assert {"label": "Où ?", "lines": ["Chez vous, à distance"]} in [
        {**each, "label": each["label"].replace("\u00a0", " ")} for each in sheet["rows"]
    ]


def sheet_of(**values: Any) -> bytes:
    """The sheet of a mission, as it leaves."""
    made = render_pdf("mission", mission_sheet(written(**values), ADDRESS, phone="04 65 71 38 38", hours="le matin"))
    assert made.standards == STANDARDS
    return made.content


def poster_of(count: int, **values: Any) -> bytes:
    """The poster of Voiron, with so many missions."""
    for _n in range(count):
        written(world.association(), **values)
    db.session.commit()
    made = render_pdf("poster", poster(resolve("Voiron").place, "https://isere-benevolat.example/missions", phone="04 65 71 38 38"))
    assert made.standards == STANDARDS
    return made.content


@pytest.mark.parametrize("letters", [
    {}, {"title": "محمد et Nguyễn Thị Hương 木 ☂"}, {"title": "Aider " * 20, "description": "Vous aidez. " * 400},
])
def test_the_reference_validator_accepts_the_sheet_and_the_poster(
    session: Any, verapdf: VeraPDF, tmp_path: Path, letters: dict[str, str],
) -> None:
    for name, content in (("sheet", sheet_of(**letters)), ("none", poster_of(0)), ("poster", poster_of(9, **letters))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        for profile in PROFILES:
            assert verapdf.failures(path, profile) == [], (name, profile)
        assert broken(content) == [], name


def test_a_long_sheet_goes_on_over_the_page_and_a_short_one_has_larger_letters(session: Any) -> None:
    short, long = sheet_of(description="Vous aidez."), sheet_of(description="Vous aidez.\n" * 90)
    assert words_of(short)[0] == 1 < words_of(long)[0]
    assert letters_of(short) > letters_of(long)


def letters_of(content: bytes) -> float:
    """How large the letters of « Vous aidez » are drawn."""
    sizes: list[float] = []

    def note(text: str, matrix: Any, _text_matrix: Any, _font: Any, size: float) -> None:
        if "Vous aidez" in text:
            sizes.append(size)

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=note)
    return max(sizes)
