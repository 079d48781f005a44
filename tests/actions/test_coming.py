"""A place is taken, waited for and given back by the person alone; whatever is not a yes leaves the same rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.errors import NobodyChosen
from benevolat.accompagnement.queries import current_link, referent_record
from benevolat.accompagnement.services import hand_over
from benevolat.accounts.models import User
from benevolat.actions import queries, services
from benevolat.actions.errors import NoPlaceLeft, NotOpen
from benevolat.actions.jobs import erase
from benevolat.actions.models import Action, ActionInvitation, Answer, Inscription, State
from benevolat.actions.permissions import can_join_action, received_actions
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.core.errors import NotAllowed
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.actions import action, coming, invited, moments
from tests.factories.insertion import linked, referent
from tests.factories.people import by_phone, person

pytestmark = pytest.mark.usefixtures("session")


def everything() -> dict[str, list[Any]]:
    db.session.flush()
    return {name: [tuple(row) for row in db.session.execute(sa.select(table))] for name, table in Base.metadata.tables.items()}


def letters(to: User) -> int:
    db.session.flush()
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to == to.email)) or 0


def count(model: Any) -> int:
    db.session.flush()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_no_changes_no_row() -> None:
    someone, where = person(), action()
    invited(someone, where)
    before = everything()
    services.decline(where, by=someone)
    assert everything() == before


def test_a_place_given_back_leaves_what_an_invitation_never_seen_leaves() -> None:
    someone, where = person(), action()
    invited(someone, where)
    before = everything()
    services.come(where, by=someone)
    assert where.places_taken == 1
    services.give_back(where, by=someone)
    services.give_back(where, by=someone)
    assert everything() == before


def test_a_yes_leaves_the_invitation_as_it_was() -> None:
    someone, where = person(), action()
    invited(someone, where)
    before = everything()["insertion_action_invitation"]
    services.come(where, by=someone, shown=True)
    assert everything()["insertion_action_invitation"] == before


def test_two_clicks_take_one_place() -> None:
    someone, where = person(), action()
    first = coming(someone, where)
    assert services.come(where, by=someone).id == first.id
    assert where.places_taken == 1


def test_a_full_action_puts_nobody_on_the_waiting_list_without_asking() -> None:
    where, late = action(places=1), person()
    coming(person(), where)
    invited(late, where)
    with pytest.raises(NoPlaceLeft):
        services.come(where, by=late)
    assert queries.inscription_of(late, where) is None
    assert where.places_taken == 1


def _waiting(where: Action, how_many: int = 2) -> list[User]:
    people = [person() for _each in range(how_many)]
    for each in people:
        invited(each, where)
        assert services.wait(where, by=each).answer is Answer.WAITING
    return people


def test_the_place_goes_to_who_waited_longest_who_is_told_neutrally() -> None:
    where, holder = action(places=1), person()
    coming(holder, where)
    first, second = _waiting(where)
    services.give_back(where, by=holder)
    assert [queries.inscription_of(each, where).answer for each in (first, second)] == [Answer.COMING, Answer.WAITING]  # type: ignore[union-attr]
    assert (letters(first), letters(second), letters(holder)) == (1, 0, 0)
    assert where.places_taken == 1
    subject = db.session.scalars(sa.select(OutgoingMail.subject).where(OutgoingMail.to == first.email)).one()
    assert subject == "Vous avez un message d’Isère bénévolat"


def test_who_leaves_the_waiting_list_frees_no_place() -> None:
    where = action(places=1)
    coming(person(), where)
    first, second = _waiting(where)
    services.give_back(where, by=first)
    assert where.places_taken == 1
    assert queries.inscription_of(second, where).answer is Answer.WAITING  # type: ignore[union-attr]


def test_waiting_when_a_place_is_free_takes_it() -> None:
    where, someone = action(), person()
    invited(someone, where)
    assert services.wait(where, by=someone).answer is Answer.COMING
    assert where.places_taken == 1


def test_no_place_is_given_once_it_began() -> None:
    where, holder = action(places=1), person()
    coming(holder, where)
    [first] = _waiting(where, 1)
    with clock.frozen(clock.now() + timedelta(days=10, minutes=30)):
        services.give_back(where, by=holder)
        assert queries.inscription_of(first, where).answer is Answer.WAITING  # type: ignore[union-attr]
        late = person()
        invited(late, where)
        with pytest.raises(NotAllowed):
            services.come(where, by=late)


@pytest.mark.parametrize("act", [services.come, services.wait, services.decline, services.give_back])
def test_somebody_who_is_not_invited_does_nothing(act: Callable[..., Any]) -> None:
    where = action()
    invited(person(), where)
    with pytest.raises(NotAllowed):
        act(where, by=person())
    with pytest.raises(NotAllowed):
        services.show_to_referent(where, True, by=person())
    assert where.places_taken == 0


def test_an_agent_joins_nothing() -> None:
    helper, where = referent(), action()
    invited(helper, where)
    assert not can_join_action(helper, where)


def test_a_cancelled_action_takes_nobody_and_tells_who_came() -> None:
    helper = referent()
    where, holder, silent = action(helper), person(), person()
    coming(holder, where)
    invited(silent, where)
    services.cancel_action(where, by=helper, reason="La salle est fermée.")
    assert (letters(holder), letters(silent)) == (1, 0)
    assert db.session.scalar(received_actions(holder)) is not None
    assert db.session.scalar(received_actions(silent)) is None


def test_an_open_action_that_began_is_refused() -> None:
    where, someone = action(), person()
    coming(someone, where)
    with clock.frozen(clock.now() + timedelta(days=10, minutes=30)), pytest.raises(NotOpen):
        services.invite_people(where, [someone], by=referent())


def test_inviting_tells_once_and_is_in_the_journal() -> None:
    one, two = person(), by_phone()
    helper = linked(one)
    linked(two, helper)
    where = action(helper)
    for _time in range(2):
        services.invite_people(where, [one, two], by=helper)
    assert letters(one) == 1
    assert count(OutgoingSms) == 1
    lines = db.session.scalars(sa.select(JournalEntry.subject_id).where(JournalEntry.action == "action.invite"))
    assert sorted(each or 0 for each in lines) == sorted([one.id, two.id])


def test_only_the_people_one_accompanies_are_invited_all_or_none() -> None:
    one, other = person(), person()
    helper = linked(one)
    linked(other)
    where = action(helper)
    with pytest.raises(NotAllowed):
        services.invite_people(where, [one, other], by=helper)
    with pytest.raises(NobodyChosen):
        services.invite_people(where, [], by=helper)
    assert count(ActionInvitation) == 0


def test_a_handover_in_between_keeps_the_invitation_and_what_the_new_referent_reads() -> None:
    someone = person()
    first, second = linked(someone), referent()
    where = action(first)
    services.invite_people(where, [someone], by=first)
    services.come(where, by=someone, shown=True)
    link, record = current_link(someone), referent_record(second)
    assert link is not None
    assert record is not None
    hand_over([link], to=record, on=clock.today(), by=first)
    assert queries.people_who_said_so(first, where) == []
    assert queries.people_who_said_so(second, where) == [someone]
    services.invite_people(where, [someone], by=second)
    assert count(ActionInvitation) == 1
    assert letters(someone) == 2, "the invitation and the handover: the second invitation is the first"


def test_the_referent_reads_who_comes_only_from_who_wished_it() -> None:
    quiet, open_one, silent = person(), person(), person()
    helper = linked(quiet)
    for each in (open_one, silent):
        linked(each, helper)
    where = action(helper)
    services.invite_people(where, [quiet, open_one, silent], by=helper)
    services.come(where, by=quiet)
    services.come(where, by=open_one)
    assert queries.people_who_said_so(helper, where) == []
    services.show_to_referent(where, True, by=open_one)
    assert queries.people_who_said_so(helper, where) == [open_one]
    services.show_to_referent(where, False, by=open_one)
    assert queries.people_who_said_so(helper, where) == []
    assert queries.people_to_invite(helper, where)[1] == {quiet.id, open_one.id, silent.id}


def test_a_few_answers_are_not_counted_for_an_agent() -> None:
    where, helper = action(places=12), referent()
    read = {str(queries.places_for_agents(where))}
    for _each in range(4):
        coming(person(), where)
        read.add(str(queries.places_for_agents(where)))
    assert read == {"Au moins 8 places libres sur 12"}
    coming(person(), where)
    assert str(queries.places_for_agents(where)) == "7 places libres sur 12"
    small = action(helper, places=2)
    coming(person(), small)
    assert str(queries.places_for_agents(small)) == "Il reste des places"
    coming(person(), small)
    assert str(queries.places_for_agents(small)) == "Complet, liste d’attente"


def _answers() -> dict[str, tuple[User, Action]]:
    made = {}
    for name in ("no", "ignored", "never seen"):
        someone, where = person(), action(seances=(moments(60),))
        invited(someone, where)
        made[name] = (someone, where)
    services.decline(made["no"][1], by=made["no"][0])
    return made


def test_whatever_was_answered_the_invitation_fades_after_thirty_days() -> None:
    made = _answers()
    erase({})
    assert count(ActionInvitation) == 3
    with clock.frozen(clock.now() + timedelta(days=30)):
        for someone, where in made.values():
            assert not can_join_action(someone, where)
        erase({})
    assert count(ActionInvitation) == 0


def test_an_invitation_fades_once_it_began_or_was_cancelled() -> None:
    helper = referent()
    soon, dropped = action(helper, seances=(moments(1),)), action(helper)
    invited(person(), soon)
    invited(person(), dropped)
    services.cancel_action(dropped, by=helper, reason="La salle est fermée.")
    with clock.frozen(clock.now() + timedelta(days=1, minutes=5)):
        erase({})
    assert count(ActionInvitation) == 0


def test_an_invitation_past_its_time_may_be_sent_again_before_the_job_passes() -> None:
    someone = person()
    helper = linked(someone)
    where = action(helper, seances=(moments(60),))
    services.invite_people(where, [someone], by=helper)
    with clock.frozen(clock.now() + timedelta(days=31)):
        services.invite_people(where, [someone], by=helper)
        assert can_join_action(someone, where)
    assert letters(someone) == 2


def test_an_erased_account_gives_its_place_to_who_waits() -> None:
    where, holder = action(places=1), person()
    coming(holder, where)
    [first] = _waiting(where, 1)
    db.session.execute(sa.delete(User).where(User.id == holder.id))
    erase({})
    db.session.expire_all()
    assert queries.inscription_of(first, where).answer is Answer.COMING  # type: ignore[union-attr]
    assert where.places_taken == 1


def test_what_was_not_kept_is_erased_and_an_old_action_goes_whole() -> None:
    where, kept, unsaid = action(), person(), person()
    coming(kept, where)
    coming(unsaid, where)
    with clock.frozen(clock.now() + timedelta(days=11)):
        services.keep_attendance(where, True, by=kept)
        erase({})
        assert count(Inscription) == 2
    with clock.frozen(clock.now() + timedelta(days=41)):
        erase({})
        assert [each.user_id for each in db.session.scalars(sa.select(Inscription))] == [kept.id]
    with clock.frozen(clock.now() + timedelta(days=380)):
        erase({})
    assert count(Action) == count(Inscription) == 0


def test_who_still_waits_when_it_is_over_is_erased() -> None:
    where = action(places=1)
    coming(person(), where)
    _waiting(where, 1)
    with clock.frozen(clock.now() + timedelta(days=11)):
        erase({})
    assert [each.answer for each in db.session.scalars(sa.select(Inscription))] == [Answer.COMING]


def test_a_draft_invites_nobody() -> None:
    someone = person()
    helper = linked(someone)
    where = action(helper, State.DRAFT)
    with pytest.raises(NotOpen):
        services.invite_people(where, [someone], by=helper)
