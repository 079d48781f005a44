"""An engagement elsewhere on the person's word: to come, going on, over; changed while nobody attested it; moved by its dates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.errors import DomainError, InvalidInput, NotAllowed
from benevolat.engagements import jobs, services
from benevolat.engagements.errors import AlreadyOver, DatesInverted, DayToCome, NotBegunYet, NotOverYet, TotalRefused
from benevolat.engagements.models import BilanState, Engagement, OutsideHost, State
from benevolat.engagements.queries import open_actions
from benevolat.engagements.services import Said
from benevolat.engagements.story import story_of
from tests.engagements.stage import mails, mails_to, to_close
from tests.factories.people import person

NOON = clock.paris(2026, 11, 22, 12)
OVER = Said("La bibliothèque du village", "Couvrir les livres", date(2026, 3, 1), date(2026, 6, 1), 1200, "J’ai couvert deux cents livres.",
            "culture-patrimoine")
GOING = Said("Le club", "Arbitrer", date(2026, 11, 1))
COMING = Said("Le club", "Arbitrer", date(2026, 12, 1), date(2026, 12, 20))


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


def said(kind: Said, **changes: Any) -> tuple[User, Engagement]:
    """Somebody and what they declared."""
    someone = person()
    return someone, services.declare_engagement(someone, replace(kind, **changes))


def bilan_of(row: Engagement) -> Any:
    """Where its bilan stands."""
    return row.bilan.state if row.bilan is not None else None


def test_what_is_over_is_declared_and_stays_so(session: Any) -> None:
    someone, row = said(OVER)
    assert (row.host, row.elsewhere, row.state, bilan_of(row)) == ("La bibliothèque du village", True, State.TO_CLOSE, BilanState.DECLARED)
    assert row.bilan is not None
    assert (row.bilan.minutes, row.bilan.draft_words) == (1200, "J’ai couvert deux cents livres.")
    assert row.domaine is not None
    assert row.domaine.code == "culture-patrimoine"
    with clock.frozen(NOON + timedelta(days=60)):
        for job in (jobs.remind_closings, jobs.tell_silences, jobs.move_by_dates):
            job({})
    assert mails() == []
    assert open_actions(row, someone) == {"edit", "remove"}
    services.remove_declared(row, by=someone)
    assert row.state is State.CANCELLED
    assert open_actions(row, someone) == set()


@pytest.mark.parametrize(("kind", "state", "bilan"), [
    (GOING, State.IN_PROGRESS, None), (replace(GOING, ends_on=date(2026, 11, 23)), State.IN_PROGRESS, None),
    (replace(GOING, minutes=90), State.IN_PROGRESS, BilanState.DRAFTED), (COMING, State.PLANNED, None),
    (replace(GOING, ends_on=date(2026, 11, 22), minutes=60), State.TO_CLOSE, BilanState.DECLARED),
])
def test_dates_say_where_it_stands(session: Any, kind: Said, state: State, bilan: BilanState | None) -> None:
    _, row = said(kind)
    assert (row.state, bilan_of(row)) == (state, bilan)


@pytest.mark.parametrize(("kind", "changes", "error"), [
    (OVER, {"ends_on": date(2026, 2, 1)}, DatesInverted), (OVER, {"minutes": 0}, TotalRefused), (OVER, {"minutes": None}, TotalRefused),
    (OVER, {"ends_on": date(2026, 3, 1), "minutes": 1441}, TotalRefused), (GOING, {"minutes": 22 * 1440 + 1}, TotalRefused),
    (COMING, {"minutes": 60}, NotBegunYet), (COMING, {"ends_on": date(2026, 11, 30)}, DatesInverted),
])
def test_what_is_declared_is_checked(session: Any, kind: Said, changes: dict[str, Any], error: type[InvalidInput]) -> None:
    with pytest.raises(error):
        said(kind, **changes)


def test_it_moves_by_its_dates_and_the_person_alone_is_asked(session: Any) -> None:
    someone, row = said(COMING)
    for day, state in ((1, State.IN_PROGRESS), (20, State.IN_PROGRESS), (21, State.TO_CLOSE)):
        with clock.frozen(clock.paris(2026, 12, day, 9)):
            jobs.move_by_dates({})
            assert row.state is state, day
    assert mails_to(someone) == ["C’est fini\u00a0: dites combien d’heures"]
    assert [each.to for each in mails()] == [someone.email]
    assert bilan_of(row) is BilanState.EXPECTED
    with clock.frozen(clock.paris(2026, 12, 21, 10)):
        assert "edit" in open_actions(row, someone)
        services.edit_declared(row, replace(COMING, minutes=300), by=someone)
    assert bilan_of(row) is BilanState.DECLARED


def test_what_is_declared_may_be_changed_begun_ended_and_go_on(session: Any) -> None:
    someone, row = said(COMING)
    services.edit_declared(row, GOING, by=someone)
    assert row.state is State.IN_PROGRESS
    services.edit_declared(row, OVER, by=someone)
    assert (row.state, bilan_of(row), row.title, row.host) == (State.TO_CLOSE, BilanState.DECLARED, OVER.title, OVER.host)
    services.edit_declared(row, replace(OVER, minutes=900, domaine_code=None), by=someone)
    assert row.bilan is not None
    assert (row.bilan.minutes, row.domaine) == (900, None)
    services.edit_declared(row, replace(OVER, ends_on=None), by=someone)
    assert (row.state, bilan_of(row), row.to_close_at) == (State.IN_PROGRESS, BilanState.DRAFTED, None)
    with pytest.raises(DayToCome):
        services.edit_declared(row, COMING, by=someone)
    told = [each.label for each in story_of(row, for_volunteer=True)]
    assert told[0] == "Ajouté par vous"
    assert "C’est convenu" not in told


def test_only_the_person_changes_or_removes_it_and_only_what_is_elsewhere(session: Any) -> None:
    _, row = said(OVER)
    stage = to_close()
    tries: list[tuple[Engagement, Any, type[DomainError]]] = [
        (row, person(), NotAllowed), (stage.engagement, stage.volunteer, NotAllowed), (stage.engagement, stage.member, NotAllowed)]
    for engagement, who, error in tries:
        with pytest.raises(error):
            services.edit_declared(engagement, OVER, by=who)
        with pytest.raises(NotAllowed):
            services.remove_declared(engagement, by=who)


def test_what_its_host_attested_is_changed_no_more(session: Any) -> None:
    someone, row = said(OVER)
    services.confirm_bilan(row, by=OutsideHost(row.id, "Odile Perrin"), minutes=600, sentence="Bien.", competences={})
    assert "edit" not in open_actions(row, someone)
    with pytest.raises(AlreadyOver):
        services.edit_declared(row, OVER, by=someone)


def test_the_dates_of_its_host_are_taken_over_once_the_person_agrees(session: Any) -> None:
    someone, row = said(OVER)
    assert row.declaration is not None
    row.declaration.host_name, row.declaration.starts_on, row.declaration.ends_on = "Bibliothèque", date(2026, 4, 1), date(2026, 4, 1)
    host = OutsideHost(row.id, "Odile Perrin")
    with pytest.raises(TotalRefused):
        services.confirm_bilan(row, by=host, minutes=1441, sentence="Bien.", competences={})
    services.confirm_bilan(row, by=host, minutes=600, sentence="Bien.", competences={})
    services.disagree_bilan(row, by=someone, words="Non.")
    assert (row.host, row.starts_on) == (OVER.host, OVER.starts_on)
    services.agree_bilan(row, by=someone)
    assert (row.host, row.starts_on, row.ends_on, row.state) == ("Bibliothèque", date(2026, 4, 1), date(2026, 4, 1), State.ATTESTED)


def test_nobody_is_reminded_of_an_engagement_elsewhere(session: Any) -> None:
    with pytest.raises(NotOverYet):
        services.remind_closing(said(OVER)[1])
