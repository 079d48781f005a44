"""A file of missions: every line is read or refused with its place and a sentence, and a mission written out reads the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.core.table import read_table, safe_cell
from benevolat.missions.models import FrenchLevel, MissionKind, Where
from benevolat.missions.sheet import EXAMPLE, Column, Fault, Known, Line, Problem, plain, read_lines
from benevolat.missions.words import mask_of

NOW = clock.paris(2026, 11, 23, 12)
KNOWN = Known({"nature et environnement": "environnement", "environnement": "environnement"},
              lambda text: {"voiron": "38563", "voiron (38500)": "38563", "38500": "38563"}.get(plain(text)))
TITLES = [str(each.label) for each in Column]
WHOLE = {
    Column.REFERENCE: "jardin-1", Column.TITLE: "Arroser le jardin", Column.DESCRIPTION: "Vous arrosez les plants avec l’équipe du jardin.",
    Column.DOMAINE: "Nature et environnement", Column.HALF_DAYS: "mardi matin", Column.COMMUNE: "Voiron",
}


@pytest.fixture(autouse=True)
def at_noon(app: Flask) -> Any:
    with app.test_request_context(), clock.frozen(NOW):
        yield


def file(*rows: dict[Column, str], titles: list[str] = TITLES, separator: str = ";", encoding: str = "utf-8") -> bytes:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(each in text for each in ';,"\n\t') else text

    lines = [separator.join(titles), *(separator.join(quoted(row.get(each, "")) for each in Column) for row in rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def read(*changes: dict[Column, str]) -> tuple[list[Line], list[Problem]]:
    return read_lines(read_table(file(*({**WHOLE, **each} for each in changes))), KNOWN)


def faults(*changes: dict[Column, str]) -> list[tuple[int, Column | None, Fault]]:
    return [(each.number, each.column, each.fault) for each in read(*changes)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_as_spreadsheets_write_it(encoding: str, separator: str) -> None:
    [line], problems = read_lines(read_table(file(WHOLE, separator=separator, encoding=encoding)), KNOWN)
    assert problems == []
    assert (line.number, line.reference) == (2, "jardin-1")
    assert line.answers["description"] == "Vous arrosez les plants avec l’équipe du jardin."
    assert line.answers | {"title": ""} == line.answers | {
        "title": "", "domaine_code": "environnement", "half_days": 0b1000, "commune_code": "38563", "kind": MissionKind.REGULAR,
        "where": Where.ON_SITE, "french_level": FrenchLevel.SOME, "places": 1,
    }


@pytest.mark.parametrize(("text", "bits"), [
    ("mardi matin", [3]), ("Mardi matin, jeudi après-midi", [3, 10]), ("mardi", [3, 4, 5]), ("mardi matin et après-midi", [3, 4]),
    ("lundi matin / soir; le dimanche soir", [0, 2, 20]), ("MERCREDI APRES MIDI", [7]), ("", []),
])
def test_days_in_words(text: str, bits: list[int]) -> None:
    [line], _problems = read({Column.HALF_DAYS: text, Column.HOURS: "2,5"})
    assert (line.answers["half_days"], line.answers["hours_per_week"]) == (mask_of(bits), 2.5)


@pytest.mark.parametrize("text", ["03/12/2026 14h-16h | 10/12/2026 14:00-16:00", "10/12/2026 14 h à 16 h\n03/12/2026 de 14h00 à 16h00"])
def test_dates_in_words_make_a_dated_mission(text: str) -> None:
    [line], problems = read({Column.DATES: text, Column.PLACES: "4"})
    assert problems == []
    assert line.dates == [(clock.paris(2026, 12, day, 14), clock.paris(2026, 12, day, 16)) for day in (3, 10)]
    assert (line.answers["kind"], "half_days" in line.answers) == (MissionKind.DATED, False)


@pytest.mark.parametrize(("change", "column", "fault"), [
    ({Column.REFERENCE: ""}, Column.REFERENCE, Fault.MISSING), ({Column.REFERENCE: "r" * 61}, Column.REFERENCE, Fault.LONG),
    ({Column.TITLE: "Aider"}, Column.TITLE, Fault.MISSING), ({Column.TITLE: "a" * 91}, Column.TITLE, Fault.LONG),
    ({Column.DESCRIPTION: "Court."}, Column.DESCRIPTION, Fault.MISSING), ({Column.DOMAINE: "Cuisine"}, Column.DOMAINE, Fault.DOMAINE),
    ({Column.DOMAINE: ""}, Column.DOMAINE, Fault.MISSING), ({Column.HALF_DAYS: "tous les mardis"}, Column.HALF_DAYS, Fault.DAYS),
    ({Column.HALF_DAYS: "matin"}, Column.HALF_DAYS, Fault.DAYS), ({Column.HALF_DAYS: ""}, Column.HALF_DAYS, Fault.RHYTHM),
    ({Column.HOURS: "beaucoup"}, Column.HOURS, Fault.HOURS), ({Column.HOURS: "36"}, Column.HOURS, Fault.HOURS),
    ({Column.STARTS: "31/02/2027"}, Column.STARTS, Fault.DATE), ({Column.ENDS: "bientôt"}, Column.ENDS, Fault.DATE),
    ({Column.ENDS: "01/11/2026"}, Column.ENDS, Fault.ORDER),
    ({Column.STARTS: "02/01/2027", Column.ENDS: "01/01/2027"}, Column.ENDS, Fault.ORDER),
    ({Column.DATES: "mardi"}, Column.DATES, Fault.DATES), ({Column.DATES: "03/12/2026 16h-14h"}, Column.DATES, Fault.DATES),
    ({Column.DATES: "03/12/2026 14h-25h"}, Column.DATES, Fault.DATES), ({Column.PLACES: "zéro"}, Column.PLACES, Fault.PLACES),
    ({Column.PLACES: "0"}, Column.PLACES, Fault.PLACES), ({Column.PLACES: "501"}, Column.PLACES, Fault.PLACES),
    ({Column.WHERE: "ailleurs"}, Column.WHERE, Fault.WHERE), ({Column.COMMUNE: "Xyzzy"}, Column.COMMUNE, Fault.COMMUNE),
    ({Column.COMMUNE: ""}, Column.COMMUNE, Fault.MISSING), ({Column.FRENCH: "courant"}, Column.FRENCH, Fault.FRENCH),
    ({Column.MEAL: "peut-être"}, Column.MEAL, Fault.YES_NO), (dict(EXAMPLE), None, Fault.EXAMPLE),
])
def test_each_wrong_cell_is_said_by_its_line_and_its_column(change: dict[Column, str], column: Column | None, fault: Fault) -> None:
    assert faults({}, {Column.REFERENCE: "jardin-2", Column.TITLE: "Cueillir les prunes", **change}) == [(3, column, fault)]


def test_sixty_dates_at_most() -> None:
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(61)]
    dates = " | ".join(f"{each:%d/%m/%Y} 14h-16h" for each in days)
    assert faults({Column.DATES: dates}) == [(2, Column.DATES, Fault.MANY)]


def test_lines_that_say_the_same_are_all_refused() -> None:
    other = {Column.TITLE: "Cueillir les prunes"}
    assert [each[2] for each in faults({}, other)] == [Fault.TWICE] * 2
    assert [each[2] for each in faults({}, {**other, Column.REFERENCE: " JARDIN-1 "})] == [Fault.TWICE] * 2
    assert [(each[0], each[2]) for each in faults({}, {Column.REFERENCE: "jardin-2", Column.TITLE: "ARROSER LE JARDIN"})] == [
        (2, Fault.SAME), (3, Fault.SAME)]


def test_a_shifted_line_is_left_aside() -> None:
    content = file(WHOLE).rstrip(b"\r\n") + b";de trop\r\n"
    assert [each.fault for each in read_lines(read_table(content), KNOWN)[1]] == [Fault.SHIFTED]


@pytest.mark.parametrize("formula", ["=1+1 arrose le jardin", "+33 arrosoirs à remplir", "-1 arrosoir à remplir", "@SUM(A1:A9) arrosoirs"])
def test_a_formula_is_text_and_comes_back_as_it_left(formula: str) -> None:
    [line], _problems = read({Column.TITLE: formula})
    assert line.answers["title"] == formula
    written = safe_cell(formula)
    assert written == f"'{formula}", "it is never computed by whoever opens our file"
    [again], _problems = read({Column.TITLE: written})
    assert again.answers["title"] == formula


def test_a_line_is_kept_and_read_again_as_it_was() -> None:
    for change in ({Column.ENDS: "31/12/2026"}, {Column.DATES: "03/12/2026 14h-16h"}, {Column.WHERE: "À distance"}):
        [line], _problems = read(change)
        assert Line.load(line.dump()) == line
    problem = Problem(3, Column.TITLE, Fault.LONG)
    assert Problem.load(problem.dump(), Column, Fault) == problem


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=len(TITLES) + 1), min_size=1, max_size=5))
def test_any_cells_are_read_or_refused(rows: list[list[str]]) -> None:
    lines = [";".join(each.replace('"', "").replace(";", "") for each in row) for row in rows]
    try:
        table = read_table("\r\n".join([";".join(TITLES), *lines]).encode("utf-8", "replace"))
    except InvalidInput:
        return
    good, problems = read_lines(table, KNOWN)
    assert {each.number for each in good} | {each.number for each in problems} == {number for number, _cells in table.rows}
