"""What an answer leaves: a « no », a silence and a « yes » not told are the same rows above the line; a « yes » is any candidature."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.queries import current_link
from benevolat.accompagnement.services import end_accompagnement
from benevolat.accounts.models import User
from benevolat.candidatures.errors import MissionNotOpen
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.candidatures.services import send_candidature
from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Mission
from benevolat.propositions.errors import NotAccepted, ReferentChanged
from benevolat.propositions.jobs import HANDLERS, PERIODIC
from benevolat.propositions.models import LIFE, Proposition
from benevolat.propositions.queries import find_proposition, propositions_of, propositions_to, room_left, told_to
from benevolat.propositions.services import accept_proposition, close_answer, hide_answer, tell_acceptance
from tests.conftest import restore, scalar_count
from tests.factories.insertion import linked, proposition, referent
from tests.factories.people import person
from tests.factories.world import association, mission


def proposed(**values: Any) -> tuple[User, User, Proposition]:
    """A person, their référent, and one mission between them."""
    someone = person()
    helper = linked(someone)
    return someone, helper, proposition(someone, helper, **values)


def everything(session: Any, *, above: bool) -> dict[str, list[str]]:
    """Every row of every table on one side of the line."""
    session.flush()
    return {name: sorted(map(repr, session.execute(sa.select(table)))) for name, table in Base.metadata.tables.items()
            if name.startswith("insertion_") == above}


def test_accepting_changes_no_row_above_the_line(session: Any) -> None:
    someone, helper, made = proposed()
    before, seen = everything(session, above=True), [each.public_id for each in propositions_of(someone, to=helper)]
    accept_proposition(made, by=someone)
    assert everything(session, above=True) == before
    assert [each.public_id for each in propositions_of(someone, to=helper)] == seen
    assert (told_to(helper), room_left(someone)) == ([], 4), "an answer frees no place: the count would tell it"


@pytest.mark.parametrize("message", ["", "J’aime le jardin."])
def test_accepting_writes_what_the_missions_own_page_writes(fresh_app: Any, session: Any, message: str) -> None:
    worlds = []
    for accepted in (False, True):
        session.rollback()
        restore(fresh_app)
        session.expire_all()
        with clock.frozen(clock.paris(2026, 11, 24, 10)), entropy.seeded(1):
            member = person(email="hote@mains-vertes.example", last_name="Morel")
            host = association(member=member, name="Les Mains Vertes", rna="W389000777", email="contact@mains-vertes.example")
            someone, open_to = person(email="amina@courriel.example", last_name="Roussel"), mission(host)
            session.flush()
            made = proposition(someone, linked(someone, referent(email="claire@isere.example", last_name="Vial")), open_to)
            session.commit()
        with clock.frozen(clock.paris(2026, 11, 25, 10)), entropy.seeded(2):
            if accepted:
                accept_proposition(made, message=message, by=someone)
            else:
                send_candidature(open_to, user=someone, message=message, by=someone)
            session.commit()
        worlds.append(everything(session, above=False))
        session.commit()
    assert worlds[0] == worlds[1]
    assert len(worlds[0]["candidature"]) == 1


def test_only_what_is_told_is_seen_and_it_can_be_taken_back(session: Any) -> None:
    someone, helper, made = proposed()
    accept_proposition(made, tell=helper.public_id, by=someone)
    assert (told_to(helper), propositions_of(someone, to=helper), room_left(someone)) == ([made], [], 5)
    hide_answer(made, by=someone)
    assert (told_to(helper), propositions_of(someone, to=helper)) == ([], [made])
    tell_acceptance(made, tell=helper.public_id, by=someone)
    close_answer(made, by=helper)
    assert scalar_count(Proposition) == 0, "what was read is put away: nothing of it stays"
    assert scalar_count(Candidature) == 1


def test_an_answer_that_was_not_told_cannot_be_put_away(session: Any) -> None:
    _someone, helper, made = proposed()
    with pytest.raises(NotAllowed):
        close_answer(made, by=helper)


def test_it_is_told_to_the_name_that_was_read_and_to_nobody_else(session: Any) -> None:
    someone, helper, made = proposed()
    link = current_link(someone)
    assert link is not None
    end_accompagnement(link, by=someone)
    session.flush()
    newer = linked(someone, referent(last_name="Sorel"), starts_on=clock.today())
    with pytest.raises(ReferentChanged):
        accept_proposition(made, tell=helper.public_id, by=someone)
    assert scalar_count(Candidature) == 0, "nothing is sent: the person reads the new name first"
    assert (propositions_of(someone, to=helper), propositions_of(someone, to=newer)) == ([], [made]), "it follows the person"
    accept_proposition(made, tell=newer.public_id, by=someone)
    assert (told_to(helper), told_to(newer)) == ([], [made])


def test_there_is_nothing_to_tell_without_a_candidature(session: Any) -> None:
    someone, helper, made = proposed()
    with pytest.raises(NotAccepted):
        tell_acceptance(made, tell=helper.public_id, by=someone)


def test_nobody_answers_for_the_person(session: Any) -> None:
    someone, helper, made = proposed()
    for other in (helper, person()):
        for act in (lambda by: accept_proposition(made, by=by), lambda by: hide_answer(made, by=by),
                    lambda by: tell_acceptance(made, tell="x", by=by)):
            with pytest.raises(NotAllowed):
                act(other)
    assert find_proposition(person(), made.public_id) is None
    assert find_proposition(someone, made.public_id) is made


def test_accepting_twice_or_after_applying_by_oneself_is_one_candidature(session: Any) -> None:
    someone, helper, made = proposed()
    first = send_candidature(made.mission, user=someone, message="De moi-même.", by=someone)
    assert accept_proposition(made, message="Encore.", tell=helper.public_id, by=someone) is first
    assert accept_proposition(made, by=someone) is first
    assert (first.message, scalar_count(Candidature), told_to(helper)) == ("De moi-même.", 1, [made])


def test_a_mission_filled_meanwhile_puts_on_the_waiting_list_and_a_closed_one_refuses(session: Any) -> None:
    full, closed = mission(places=1, places_taken=1), mission(recruiting=False)
    someone, helper, first = proposed(mission=full)
    assert accept_proposition(first, by=someone).state is CandidatureState.WAITLISTED
    with pytest.raises(MissionNotOpen):
        accept_proposition(proposition(someone, helper, closed), tell=helper.public_id, by=someone)
    assert told_to(helper) == []


def test_after_thirty_days_nothing_remains_whatever_became_of_it(session: Any) -> None:
    someone, helper, told = proposed()
    accepted, silent = (proposition(someone, helper) for _each in range(2))
    accept_proposition(accepted, by=someone)
    sent = clock.now()
    with clock.frozen(sent + timedelta(days=10)):
        accept_proposition(told, tell=helper.public_id, by=someone)
    names = {name for name in HANDLERS if any(each.kind == name for each in PERIODIC)}
    assert names
    with clock.frozen(sent + LIFE - timedelta(seconds=5)):
        _run(names)
        assert set(propositions_to(someone)) == {told, accepted, silent}
    with clock.frozen(sent + LIFE + timedelta(seconds=5)):
        assert (propositions_to(someone), propositions_of(someone, to=helper)) == ([told], []), "even before the job passes"
        _run(names)
        assert scalar_count(Proposition) == 1
    with clock.frozen(sent + timedelta(days=10) + LIFE + timedelta(seconds=5)):
        assert (propositions_to(someone), told_to(helper)) == ([], [])
        _run(names)
    assert (scalar_count(Proposition), scalar_count(Candidature)) == (0, 2)


def _run(names: set[str]) -> None:
    for name in names:
        HANDLERS[name]({})


def test_erasing_a_mission_or_a_person_takes_their_propositions(session: Any) -> None:
    someone, helper, made = proposed()
    proposition(person(), helper)
    session.execute(sa.delete(Mission).where(Mission.id == made.mission_id))
    assert scalar_count(Proposition) == 1
    session.execute(sa.delete(User).where(User.id != someone.id, User.kind == "person"))
    assert scalar_count(Proposition) == 0
