"""The hours of a year, against figures made by hand: New Year, the school year, what is disputed, withdrawn, or not attested yet."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.pdf import STANDARDS, render_pdf
from benevolat.engagements.documents import statement_rows, statement_sheet
from benevolat.engagements.models import Bilan, BilanState, Engagement, Releve, Side, State
from benevolat.engagements.queries import received_until
from benevolat.engagements.yearly import Line, Statement, periods, read_period, read_rate, statement_of, worth
from benevolat.missions.models import Mission
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, engagement, mission
from tests.support.components_verapdf import VeraPDF
from tests.support.pdf_rules import broken
from tests.support.queries import counted_queries

RATE = Decimal("12.50")


@pytest.fixture
def host(session: Any) -> Association:
    """An association with somebody to act for it."""
    return association(member=person(), name="Les Mains Vertes", rna="W389000777")


def lived(
    of: Mission, who: User, days: dict[date, int], *, bilan: BilanState | None = BilanState.AGREED, minutes: int | None = None,
    state: State = State.ATTESTED, disputed: tuple[date, ...] = (), ends_on: date | None = None,
) -> Engagement:
    """An engagement with its days of hours, and a bilan of their sum or of another figure."""
    row = engagement(candidature(of, who), state=state, starts_on=min(days, default=date(2026, 1, 10)), reason="Une raison.",
                     ends_on=ends_on or max(days, default=date(2026, 3, 20)))
    for day, length in days.items():
        keep(Releve(engagement_id=row.id, day=day, minutes=length, entered_by=Side.VOLUNTEER, disputed=day in disputed))
    if bilan is not None:
        total = sum(length for day, length in days.items() if day not in disputed)
        keep(Bilan(engagement_id=row.id, state=bilan, minutes=total if minutes is None else minutes, sentence="Bien.", reason="Une raison.",
                   confirmed_at=clock.now(), answered_at=clock.now(), answer_words="Mes mots."))
    return row


def stated(host: Association, code: str) -> Statement:
    """The statement of a period."""
    period = read_period(code)
    assert period is not None
    return statement_of(received_until(host.id, period.last), period)


def figures(host: Association, code: str) -> tuple[int, int, int, int]:
    """Volunteers, others with written hours, minutes attested, minutes written."""
    found = stated(host, code)
    return found.volunteers, found.noting, found.attested, found.noted


def by_month(lines: list[Line]) -> dict[str, tuple[int, int, int]]:
    """The months that hold something."""
    return {each.label: (each.volunteers, each.attested, each.noted) for each in lines if each.attested or each.noted}


def test_a_year_by_hand(host: Association) -> None:
    garden = mission(host, title="Arroser le jardin", domaine_code="environnement")
    meals = mission(host, title="Servir le repas", domaine_code="solidarite")
    nadia, sami, lena = person(), person(), person()
    lived(garden, nadia, {date(2026, 3, 3): 120, date(2026, 3, 10): 90, date(2026, 4, 7): 60})
    lived(meals, nadia, {date(2026, 4, 2): 30})
    lived(meals, sami, {date(2026, 4, 3): 200})
    lived(meals, lena, {date(2026, 5, 5): 45}, bilan=None, state=State.IN_PROGRESS)
    found = stated(host, "2026")
    assert (found.volunteers, found.noting, found.attested, found.noted) == (2, 1, 500, 45)
    assert found.missions == [Line("Arroser le jardin", 1, 270, 0), Line("Servir le repas", 2, 230, 45)]
    assert [(each.volunteers, each.attested, each.noted) for each in found.domains] == [(1, 270, 0), (2, 230, 45)]
    assert by_month(found.months) == {"mars 2026": (1, 210, 0), "avril 2026": (2, 290, 0), "mai 2026": (0, 0, 45)}
    assert len(found.months) == 12
    for table in (found.missions, found.domains, found.months):
        assert (sum(each.attested for each in table), sum(each.noted for each in table)) == (500, 45)


def test_across_new_year_each_side_has_its_days(host: Association) -> None:
    lived(mission(host), person(), {date(2025, 12, 31): 60, date(2026, 1, 1): 90})
    assert figures(host, "2025") == (1, 0, 60, 0)
    assert figures(host, "2026") == (1, 0, 90, 0)
    assert figures(host, "2025-2026") == (1, 0, 150, 0)


def test_the_school_year_ends_with_august(host: Association) -> None:
    lived(mission(host), person(), {date(2026, 8, 31): 60, date(2026, 9, 1): 90})
    assert figures(host, "2025-2026") == (1, 0, 60, 0)
    assert figures(host, "2026-2027") == (1, 0, 90, 0)
    found = stated(host, "2025-2026").months
    assert (found[0].label, found[-1].label, len(found)) == ("septembre 2025", "août 2026", 12)


def test_another_total_is_placed_on_the_last_day_whole(host: Association) -> None:
    days = {date(2025, 12, 1): 60, date(2025, 12, 8): 60}
    lived(mission(host), person(), days, minutes=300, ends_on=date(2026, 2, 3))
    assert figures(host, "2025") == (0, 0, 0, 0)
    assert by_month(stated(host, "2026").months) == {"février 2026": (1, 300, 0)}
    lived(mission(host), person(), {}, minutes=45, ends_on=date(2026, 3, 20))
    assert figures(host, "2026") == (2, 0, 345, 0)


def test_a_disputed_day_counts_nowhere(host: Association) -> None:
    bad, good = date(2026, 3, 3), date(2026, 3, 10)
    lived(mission(host), person(), {bad: 600, good: 60}, disputed=(bad,))
    lived(mission(host), person(), {bad: 600, good: 30}, disputed=(bad,), bilan=None, state=State.TO_CLOSE)
    assert figures(host, "2026") == (1, 1, 60, 30)


@pytest.mark.parametrize(("state", "bilan", "expected"), [
    (State.ATTESTED, BilanState.AGREED, (1, 0, 60, 0)), (State.ATTESTED, BilanState.STANDING, (1, 0, 60, 0)),
    (State.TO_CLOSE, BilanState.WITHDRAWN, (0, 0, 0, 0)), (State.TO_CLOSE, BilanState.DISPUTED, (0, 0, 0, 0)),
    (State.TO_CLOSE, BilanState.CONFIRMED, (0, 1, 0, 60)), (State.TO_CLOSE, BilanState.DRAFTED, (0, 1, 0, 60)),
    (State.TO_CLOSE, BilanState.PREPARED, (0, 1, 0, 60)), (State.TO_CLOSE, BilanState.DECLARED, (0, 1, 0, 60)),
    (State.TO_CLOSE, None, (0, 1, 0, 60)), (State.IN_PROGRESS, None, (0, 1, 0, 60)),
    (State.NOT_DONE, None, (0, 0, 0, 0)), (State.CANCELLED, None, (0, 0, 0, 0)), (State.CANCELLED, BilanState.AGREED, (0, 0, 0, 0)),
])
def test_what_counts_where(host: Association, state: State, bilan: BilanState | None, expected: tuple[int, ...]) -> None:
    lived(mission(host), person(), {date(2026, 3, 3): 60}, bilan=bilan, state=state)
    assert figures(host, "2026") == expected


def test_a_volunteer_counts_once_and_another_association_not_at_all(host: Association) -> None:
    nadia = person()
    for of in (mission(host), mission(host)):
        lived(of, nadia, {date(2026, 3, 3): 60})
    lived(mission(host), nadia, {date(2026, 6, 3): 15}, bilan=None, state=State.IN_PROGRESS)
    lived(mission(association(member=person())), nadia, {date(2026, 3, 3): 600})
    assert figures(host, "2026") == (1, 0, 120, 15)


def test_two_missions_of_the_same_title_are_two(host: Association) -> None:
    for _each in range(2):
        lived(mission(host), person(), {date(2026, 3, 3): 60})
    assert [each.attested for each in stated(host, "2026").missions] == [60, 60]


@pytest.mark.parametrize("code", ["2026", "2025-2026"])
def test_no_query_for_each_engagement(host: Association, code: str) -> None:
    lived(mission(host), person(), {date(2026, 3, 3): 60})
    stated(host, code)
    with counted_queries() as few:
        stated(host, code)
    for n in range(5):
        lived(mission(host), person(), {date(2026, 3, 3 + n): 60})
    with counted_queries("SELECT") as many:
        stated(host, code)
    assert len(many) <= len(few)


@pytest.mark.parametrize("code", ["", "26", "2026-2028", "2026-2025", "2026-", "x", "20261", "1999", "٢٠٢٦"])
def test_a_period_nobody_offers_is_none(code: str) -> None:
    assert read_period(code) is None


def test_periods_from_the_first_day_to_today() -> None:
    found = [each.code for each in periods(date(2025, 10, 3), date(2026, 11, 22))]
    assert found == ["2026-2027", "2026", "2025-2026", "2025"]
    assert [each.code for each in periods(date(2026, 2, 1), date(2026, 2, 1))] == ["2026", "2025-2026"]


@pytest.mark.parametrize(("typed", "rate"), [
    ("12,50", "12.5"), ("12.5", "12.5"), ("12", "12"), (" 12,50 € ", "12.5"), ("0", None), ("-3", None), ("201", None), ("12,505", None),
    ("douze", None), ("1e2", None), ("=1+1", None), ("١٢", None), ("", None),
])
def test_rates_as_people_type_them(typed: str, rate: str | None) -> None:
    assert read_rate(typed) == (Decimal(rate) if rate else None)


def test_value_to_the_cent() -> None:
    assert worth(500, RATE) == Decimal("104.17")
    assert worth(30, Decimal("0.01")) == Decimal("0.01")
    assert worth(0, RATE) == 0


def test_the_file_says_the_same_with_exact_minutes(host: Association) -> None:
    lived(mission(host, title="=CMD()"), person(), {date(2026, 3, 3): 100})
    rows = statement_rows(stated(host, "2026"), host, RATE)
    assert ["Total", "année 2026", "1", "1,67", "100", "0,00", "0"] in rows
    assert ["Mission", "=CMD()", "1", "1,67", "100", "0,00", "0"] in rows
    assert ["Taux horaire (€)", "12,50"] in rows
    assert ["Valeur des heures attestées (€)", "20,83"] in rows
    assert not [row for row in statement_rows(stated(host, "2026"), host, None) if row and "Taux" in row[0]]


@pytest.mark.parametrize("rate", [None, RATE])
@pytest.mark.parametrize("many", [0, 1, 40])
def test_the_sheet_keeps_its_claims(host: Association, rate: Decimal | None, many: int) -> None:
    for n in range(many):
        title = f"Mission {n} avec un titre assez long pour passer à la ligne, مرحبا Nguyễn"
        lived(mission(host, title=title), person(), {date(2026, 3, 3): 60})
    made = render_pdf("heures", statement_sheet(stated(host, "2026"), host, rate))
    assert (made.standards, made.problem) == (STANDARDS, None)
    assert broken(made.content) == []


def test_the_reference_validator_agrees(host: Association, verapdf: VeraPDF, tmp_path: Path) -> None:
    lived(mission(host, title="Arroser, مرحبا Nguyễn, 欧阳修"), person(), {date(2026, 3, 3): 60})
    path = tmp_path / "heures.pdf"
    path.write_bytes(render_pdf("heures", statement_sheet(stated(host, "2026"), host, RATE)).content)
    assert verapdf.failures(path, "ua1") + verapdf.failures(path, "3a") == []
