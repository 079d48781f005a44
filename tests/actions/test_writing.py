"""Who writes an action, what it may say, and what a change owes to those who come."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import Role, User
from benevolat.actions import queries, services
from benevolat.actions.documents import calendar_file
from benevolat.actions.errors import Incomplete, NotNeutral, NotOpen, PlacesTaken, WhyNeeded, WrongDate
from benevolat.actions.models import Action, Answer, Standing, State
from benevolat.actions.permissions import can_edit_action, visible_actions
from benevolat.actions.workflow import WORKFLOW
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.workflow import TransitionLog
from tests.factories.actions import action, coming, content, invited, moments
from tests.factories.insertion import referent
from tests.factories.people import agent, person

pytestmark = pytest.mark.usefixtures("session")
TRIEVES, VERCORS = "trieves", "vercors"


def of_territory(code: str) -> User:
    user = referent()
    record = referent_record(user)
    assert record is not None
    record.service_id = open_service(f"Service {code}", ServiceKind.DEPARTEMENT, territoire_code=code).id
    db.session.flush()
    return user


def letters(to: User) -> int:
    db.session.flush()
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to == to.email)) or 0


@pytest.mark.parametrize("state", list(State))
def test_who_turns_which_state(state: State) -> None:
    author = of_territory(TRIEVES)
    made = action(author, state, territoire_code=TRIEVES)
    allowed = {State.DRAFT: {"open", "rework"}, State.OPEN: {"change", "cancel"}, State.CANCELLED: set()}[state]
    may = [author, agent(Role.PILOTE), agent(Role.PILOTE, territoire=TRIEVES)]
    may_not = [of_territory(TRIEVES), agent(Role.PILOTE, territoire=VERCORS), agent(Role.MODERATEUR), agent(Role.ADMINISTRATEUR), person()]
    for user in may:
        assert {row.action for row in WORKFLOW.available(made, user)} == allowed
    for user in may_not:
        assert not WORKFLOW.available(made, user)


def test_who_sees_what() -> None:
    author, colleague, far = of_territory(TRIEVES), of_territory(TRIEVES), of_territory(VERCORS)
    draft, opened = action(author, State.DRAFT, territoire_code=TRIEVES), action(author, territoire_code=TRIEVES)
    everywhere = action(referent())

    def seen(user: Any) -> set[int]:
        return {each.id for each in db.session.scalars(visible_actions(user))}

    assert seen(author) == {draft.id, opened.id, everywhere.id}
    assert seen(colleague) == {opened.id, everywhere.id}
    assert seen(far) == {everywhere.id}
    assert seen(agent(Role.PILOTE)) == {draft.id, opened.id, everywhere.id}
    assert seen(agent(Role.PILOTE, territoire=TRIEVES)) == {draft.id, opened.id}
    for user in (agent(Role.MODERATEUR), agent(Role.ADMINISTRATEUR), person()):
        assert seen(user) == set()


def test_one_writes_for_ones_own_territory() -> None:
    for user, code in ((of_territory(TRIEVES), VERCORS), (agent(Role.PILOTE, territoire=TRIEVES), VERCORS),
                       (agent(Role.PILOTE, territoire=TRIEVES), None), (agent(Role.MODERATEUR), TRIEVES), (person(), None)):
        with pytest.raises(NotAllowed):
            services.draft_action(content(territoire_code=code), by=user)
    mine = action(of_territory(TRIEVES), territoire_code=TRIEVES)
    with pytest.raises(NotAllowed):
        services.change_action(mine, content(territoire_code=VERCORS), by=mine.author or person())


@pytest.mark.parametrize("text", ["Forum RSA", "Forum r.s.a.", "Rencontre rsa", "Atelier insertion", "Avec ma référente", "Réciprocité",
                                  "Action collective de Mens", "Temps pour allocataires"])
@pytest.mark.parametrize("field", ["neutral_title", "host"])
def test_a_neutral_name_tells_nothing(field: str, text: str) -> None:
    with pytest.raises(NotNeutral) as refused:
        action(**{field: text})
    assert refused.value.field == field


@pytest.mark.parametrize(("values", "error", "field"), [
    ({"title": "Bof"}, Incomplete, "title"), ({"title": "x" * 91}, Incomplete, "title"), ({"words": " "}, Incomplete, "words"),
    ({"address": ""}, Incomplete, "address"), ({"commune_code": None}, Incomplete, "commune"), ({"places": 0}, Incomplete, "places"),
    ({"places": 501}, Incomplete, "places"), ({"seances": ()}, WrongDate, "day_0"),
])
def test_what_is_missing_is_named(values: dict[str, Any], error: type[Exception], field: str) -> None:
    with pytest.raises(error) as refused:
        action(**values)
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_dates_are_to_come_in_order_and_apart() -> None:
    start, _end = moments()
    for seances, field in (
        ((moments(-1),), "day_0"), ((moments(), moments(-1)), "day_1"), ((moments(400),), "day_0"), (((start, start),), "end_0"),
        (((start, start - timedelta(hours=1)),), "end_0"), ((moments(10, 25),), "end_0"), ((moments(10, 3), moments(10.05, 3)), "day_0"),
        (tuple(moments(each) for each in range(1, 8)), "day_0"),
    ):
        with pytest.raises(WrongDate) as refused:
            action(seances=seances)
        assert refused.value.field == field


def test_the_night_of_the_change_of_hour_is_as_long_as_it_is() -> None:
    with clock.frozen(clock.paris(2026, 10, 1, 9)):
        made = action(seances=((clock.paris(2026, 10, 24, 22), clock.paris(2026, 10, 25, 6)),))
        assert made.minutes == 9 * 60
        assert queries.days_of(made)[1].isoformat() == "2026-10-25"
        lines = calendar_file(made).decode()
        evening = action(seances=((clock.paris(2026, 10, 24, 22), clock.paris(2026, 10, 25)),))
        assert [each.isoformat() for each in queries.days_of(evening)] == ["2026-10-24", "2026-10-24"]
    assert "DTSTART:20261024T200000Z" in lines
    assert "DTEND:20261025T050000Z" in lines


def test_the_calendar_says_the_neutral_words_only() -> None:
    lines = calendar_file(action()).decode()
    assert "SUMMARY:Rencontre avec des associations" in lines
    assert not [word for word in ("RSA", "Forum", "contrat", "http", "mon-contrat") if word in lines]


def test_standing_is_derived() -> None:
    made = action(places=1)
    assert made.standing is Standing.OPEN
    coming(person(), made)
    assert made.standing is Standing.FULL
    with clock.frozen(clock.now() + timedelta(days=10, hours=2)):
        assert made.standing is Standing.OVER
    assert action(state=State.DRAFT).standing is Standing.DRAFT
    assert action(state=State.CANCELLED).standing is Standing.CANCELLED


def test_a_draft_whose_dates_passed_is_not_opened() -> None:
    author = referent()
    made = action(author, State.DRAFT)
    with clock.frozen(clock.now() + timedelta(days=11)), pytest.raises(WrongDate):
        services.open_action(made, by=author)


def test_places_never_go_under_the_people_who_come_and_no_number_is_told() -> None:
    author = referent()
    made = action(author, places=3)
    for _each in range(2):
        coming(person(), made)
    kept = tuple((each.starts_at, each.ends_at) for each in made.seances)
    with pytest.raises(PlacesTaken) as refused:
        services.change_action(made, content(places=1, seances=kept), by=author)
    assert refused.value.field == "places"
    assert not [each for each in str(refused.value) if each.isdigit()]
    services.change_action(made, content(places=2, seances=kept), by=author)
    assert (made.places, made.places_taken) == (2, 2)


def test_more_places_are_given_to_those_who_wait() -> None:
    author, late = referent(), person()
    made = action(author, places=1)
    coming(person(), made)
    invited(late, made)
    services.wait(made, by=late)
    services.change_action(made, content(places=2, seances=tuple((e.starts_at, e.ends_at) for e in made.seances)), by=author)
    assert queries.inscription_of(late, made).answer is Answer.COMING  # type: ignore[union-attr]
    assert letters(late) == 1


def test_a_change_one_relies_on_is_told_with_why() -> None:
    author, holder = referent(), person()
    made = action(author)
    coming(holder, made)
    kept = tuple((each.starts_at, each.ends_at) for each in made.seances)
    services.change_action(made, content(title="Forum du Trièves", seances=kept), by=author)
    assert letters(holder) == 0, "nobody relied on the title"
    for changed in (content(seances=(moments(12),)), content(address="Gymnase", seances=kept)):
        with pytest.raises(WhyNeeded) as refused:
            services.change_action(made, changed, by=author)
        assert refused.value.field == "why"
    services.change_action(made, content(seances=(moments(13),)), by=author, why="La salle était prise.")
    assert letters(holder) == 1
    assert made.change_words == "La salle était prise."
    assert made.places_taken == 1


def test_a_date_moved_by_an_hour_keeps_the_others() -> None:
    author = referent()
    made = action(author, seances=(moments(5), moments(6)))
    first = made.seances[0].public_id
    services.change_action(made, content(seances=(moments(5), moments(6, 3))), by=author)
    assert made.seances[0].public_id == first
    assert [each.ends_at for each in made.seances] == [moments(5)[1], moments(6, 3)[1]]


def test_cancelling_needs_a_reason_that_stays_out_of_the_common_log() -> None:
    author = referent()
    made = action(author)
    with pytest.raises(WhyNeeded):
        services.cancel_action(made, by=author, reason=" ")
    services.cancel_action(made, by=author, reason="Le forum RSA est reporté.")
    with pytest.raises(Conflict):
        services.cancel_action(made, by=author, reason="Encore.")
    assert not [each for each in db.session.scalars(sa.select(TransitionLog.reason)) if each]


def test_what_is_over_changes_no_more() -> None:
    author = referent()
    made = action(author)
    with clock.frozen(clock.now() + timedelta(days=11)):
        with pytest.raises(Conflict):
            services.change_action(made, content(seances=(moments(20),)), by=author)
        with pytest.raises(NotOpen):
            services.cancel_action(made, by=author, reason="Trop tard.")


def test_a_draft_is_erased_and_an_open_action_is_not() -> None:
    author = referent()
    with pytest.raises(Conflict):
        services.remove_draft(action(author), by=author)
    draft = action(author, State.DRAFT)
    with pytest.raises(NotAllowed):
        services.remove_draft(draft, by=referent())
    assert can_edit_action(author, draft)
    services.remove_draft(draft, by=author)
    db.session.flush()
    drafts = visible_actions(author).where(Action.state == State.DRAFT)
    assert db.session.scalar(drafts) is None
