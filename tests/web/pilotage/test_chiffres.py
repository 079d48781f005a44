"""The figures a pilote reads: their own territories alone, never two axes crossed, hidden ones said in words, few statements."""

import csv
import io
from typing import Any

import pytest
from pypdf import PdfReader

from benevolat.accounts.models import Role
from benevolat.core import settings
from benevolat.core.db import db, transaction
from benevolat.core.pdf import STANDARDS, render_pdf
from benevolat.paroles.models import Parole
from benevolat.paroles.models import State as ParoleState
from benevolat.reporting import services
from benevolat.reporting.documents import dossier
from benevolat.reporting.models import Axis, Closing, Series, ShownFigure
from benevolat.temoignages.models import AnswerCount, State
from benevolat.temoignages.questions import questions
from benevolat.territoire.models import Territoire
from tests.factories import keep
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.pdf_rules import broken
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

QUARTERS = ("2025-T4", "2026-T1", "2026-T2", "2026-T3")


def shown(series: Series = Series.SENT, axis: Axis = Axis.ISERE, rows: str = "isere", value: int = 321, **more: Any) -> None:
    db.session.add(ShownFigure(**{"series": series, "axis": axis, "rows": rows, "value": value, "period": QUARTERS[-1],
                                  "quarters": QUARTERS[-1], **more}))


@pytest.fixture
def published(session: Any) -> None:
    for series in Series:
        for each in QUARTERS:
            db.session.add(Closing(series=series, period=each, shown=True))
    shown(), shown(axis=Axis.TERRITOIRE, rows="trieves", value=47), shown(axis=Axis.TERRITOIRE, rows="oisans", value=58)
    shown(axis=Axis.TERRITOIRE, rows="vercors|matheysine", value=66)
    shown(axis=Axis.DOMAINE, rows="sport", value=29), shown(axis=Axis.MONTH, rows="2026-07|2026-08", value=83)
    shown(Series.ATTESTED, value=9, minutes=754)
    shown(Series.ANSWERED, value=40, first_quartile=1.5, median=2.5, third_quartile=6.0)


def pilote(place: str | None = None) -> Any:
    return agent(Role.PILOTE, territoire=place, last_name="Vasseur")


def test_a_pilote_of_everywhere_reads_everything(client: PageClient, published: None) -> None:
    sign_in(client, pilote()).get("/pilotage/chiffres")
    assert "321" in client.text
    assert "12" in client.text, "twelve hours and a half, in whole hours"
    assert "2,5 jours" in client.text
    assert "caché" in client.text
    client.get("/pilotage/chiffres/sent")
    for words in ("Trièves", "47", "58", "Matheysine", "juillet 2026 et août 2026", "83"):
        assert words in client.text, words
    assert client.get("/pilotage/chiffres/ailleurs").status_code == 404


def test_a_pilote_of_one_territory_never_sees_another(client: PageClient, published: None) -> None:
    sign_in(client, pilote("trieves"))
    for path in ("", "?territoire=trieves", "/sent", "?territoire=oisans", "/sent?territoire=oisans"):
        assert client.get(f"/pilotage/chiffres{path}").status_code == 200
        for others in ("58", "66", "Oisans", "Matheysine"):
            assert others not in client.text, (path, others)
    assert "47" in client.get("/pilotage/chiffres/sent").get_data(as_text=True)
    body = client.get("/pilotage/chiffres.csv").data.decode("utf-8-sig")
    assert "Trièves" in body
    assert "Oisans" not in body
    assert client.get("/pilotage/territoires/oisans/dossier").status_code == 404
    assert client.get("/pilotage/territoires/trieves/dossier").status_code == 200


def test_two_axes_are_never_crossed(client: PageClient, published: None) -> None:
    sign_in(client, pilote()).get("/pilotage/chiffres?territoire=trieves&domaine=sport")
    assert "feraient reconnaître des personnes" in client.text
    assert "47" in client.text
    assert "29" not in client.text


def test_a_value_out_of_the_lists_is_left_aside(client: PageClient, published: None) -> None:
    for query in ("territoire=atlantide", "annee=1998", "domaine=%00", "annee=2025'--"):
        sign_in(client, pilote()).get(f"/pilotage/chiffres?{query}")
        assert "321" in client.text


def test_the_file_is_safe_for_a_spreadsheet_and_says_the_base(client: PageClient, published: None) -> None:
    answer = sign_in(client, pilote()).get("/pilotage/chiffres.csv")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 1 + 8
    assert lines[2][:7] == ["Candidatures envoyées", "juillet à septembre 2026", "Territoire", "Trièves", "47", "", ""]
    assert all(line[7] for line in lines)


@pytest.mark.parametrize("path", ["/pilotage/chiffres", "/pilotage/chiffres/attested", "/pilotage/chiffres.csv"])
def test_the_pages_are_light_and_ask_no_more_for_more_figures(client: PageClient, published: None, path: str) -> None:
    host = association()
    sign_in(client, pilote())
    counts = []
    for turn in (1, 2):
        for n in range(40 * turn):
            shown(axis=Axis.DOMAINE, rows="sport", period=f"20{10 + n % 14}-T1", quarters="2020-T1")
        for _n in range(10 * turn):
            mission(host)
        with counted_queries() as seen:
            answer = client.get(path)
        counts.append(len(seen))
        assert len(answer.data) < 120_000
    assert counts[0] == counts[1] <= 23, counts


@pytest.mark.parametrize("role", [Role.REFERENT, Role.MODERATEUR, Role.ADMINISTRATEUR])
def test_nobody_else_reads_them(client: PageClient, published: None, role: Role) -> None:
    sign_in(client, agent(role))
    for path in ("/pilotage/chiffres", "/pilotage/chiffres/sent", "/pilotage/chiffres.csv", "/pilotage/territoires/trieves/dossier"):
        assert client.get(path).status_code == 403


def text(content: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), " ".join(" ".join(each.extract_text() or "" for each in pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("code", ["trieves", "voironnais-chartreuse"])
@pytest.mark.parametrize("full", [False, True])
def test_a_dossier_has_two_pages_and_keeps_its_claims(session: Any, published: None, code: str, full: bool) -> None:
    place = db.session.get_one(Territoire, code)
    if full:
        place.name = "Communauté des très longs territoires de la vallée du " + "Grésivaudan" * 3
        host = association(commune_code="38226" if code == "trieves" else "38563", name="Donaudampfschifffahrt " * 9)
        for _turn in range(4):
            told = temoignage(attested(person()))
            told.words, told.shown_name = "Je me suis senti utile, et attendu. " * 16, "Đặng Nguyễn Thị " * 4
            told.engagement.association_id = host.id
        keep(Parole(territoire_code=code, state=ParoleState.PUBLISHED, words="Il manque des voitures. " * 11))
        for domaine in ("sport", "animaux", "solidarite", "education", "environnement", "citoyennete", "emploi-insertion"):
            shown(Series.UNMET, Axis.DOMAINE, domaine, value=123_456)
        for question in questions():
            db.session.add_all([
                AnswerCount(quarter="2026-T2", territoire_code=code, question=question.key, answer=each, value=7_000 + n)
                for n, each in enumerate(question.answers)
            ])
        for series in Series:
            for each in QUARTERS:
                shown(series, Axis.TERRITOIRE, code, value=9_876_543, period=each, quarters=each)
    db.session.flush()
    made = render_pdf("dossier", dossier(place, by=pilote()))
    assert (made.standards, made.problem) == (STANDARDS, None)
    assert broken(made.content) == []
    pages, words = text(made.content)
    assert pages == 2
    assert "2200" in "".join(words.split())
    assert ("Des référents du territoire" in words) is full
    assert ("7004" in "".join(words.split()).replace("\u202f", "")) is full
    assert ("9876543" if full else "caché") in "".join(words.split()).replace("\u202f", "")


def test_a_dossier_says_what_is_hidden_and_only_published_words(session: Any, published: None) -> None:
    host = association(commune_code="38226")
    told = temoignage(attested(person()))
    told.engagement.association_id = host.id
    told.words = "J’ai repris confiance."
    unread = temoignage(attested(person()), state=State.SUBMITTED)
    unread.engagement.association_id = host.id
    unread.words = "Pas encore relu."
    nowhere = association()
    for each in range(4):
        mission(host, commune_code="38563" if each % 2 else "38226")
        mission(nowhere).commune_code = mission(nowhere).commune_code = None
    nowhere.commune_code = None
    db.session.flush()
    data = dossier(db.session.get_one(Territoire, "trieves"), by=pilote())
    by_label = {each["label"]: each["here"] for each in data["rows"]}
    assert by_label["Candidatures envoyées"] == "au moins 47"
    assert by_label["Annexes signées"] == "caché"
    assert [each["words"] for each in data["voices"]] == ["J’ai repris confiance."]
    told = {each["name"]: (each["value"], each["here"]) for each in data["map"]["places"]}
    assert len(told) == 13
    assert (told["10. Trièves"], told["13. Voironnais-Chartreuse"], told["7. Oisans"]) == (("2", True), ("4", False), ("0", False))
    sizes = [float(each.split('"')[1]) for each in data["map"]["svg"].split(" r=")[1:]]
    assert sorted(sizes) == pytest.approx([18.4, 26], abs=0.1), "the surface is the figure; nobody, no circle"


def test_the_public_page_reads_the_file_alone(client: PageClient, published: None, fresh_app: Any) -> None:
    path = fresh_app.config["PUBLIC_FIGURES"]
    path.unlink(missing_ok=True)
    client.get("/chiffres")
    assert "Pas encore de chiffres" in client.text
    assert services.write_public_file() == path
    written = path.read_bytes()
    before = path.stat().st_mtime_ns
    assert services.write_public_file().read_bytes() == written
    assert path.stat().st_mtime_ns == before, "written again, it is the same file"
    assert b"47" not in written, "no territory's figure about persons"
    assert b"trieves|" not in written
    with counted_queries() as seen:
        client.get("/chiffres")
    assert "321" in client.text
    assert not [each for each in seen if "insertion_" in each or "mission" in each]
    assert client.get("/chiffres").headers.get("Set-Cookie") is None
    path.write_text("{half", encoding="utf-8")
    client.get("/chiffres")
    assert "Pas encore de chiffres" in client.text
    path.unlink()


def test_a_file_that_cannot_be_written_leaves_the_former_one(fresh_app: Any, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = services.write_public_file()
    former = path.read_bytes()
    shown()
    db.session.flush()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        services.write_public_file()
    assert path.read_bytes() == former
    path.unlink()


def test_each_host_copies_the_public_figures_that_one_kept(session: Any, fresh_app: Any) -> None:
    path = fresh_app.config["PUBLIC_FIGURES"]
    path.unlink(missing_ok=True)
    services.copy_public_figures()
    assert not path.exists()
    for _week in range(2):
        with transaction():
            assert services.keep_public_figures() == path
    kept = path.read_bytes()
    assert settings.read(services.KEPT, "")[1] == 1, "figures that did not change are kept once"
    path.unlink()
    services.copy_public_figures()
    assert path.read_bytes() == kept
    path.unlink()
