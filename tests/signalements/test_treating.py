"""Treating reports: the territory, one modérateur at a time, the answer after ten minutes, and what is hidden."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.candidatures.models import State as CandidatureState
from benevolat.candidatures.services import post_message
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.workflow import SYSTEM
from benevolat.moderation.errors import HeldByAnother
from benevolat.moderation.models import Noun
from benevolat.moderation.services import release, take
from benevolat.signalements import services
from benevolat.signalements.errors import AlreadyTreated, NothingToHide, WordsNeeded
from benevolat.signalements.models import Kind, Reason, Report, Signalement, State
from benevolat.signalements.permissions import can_treat_signalement, visible_signalements
from benevolat.signalements.queries import find_target, former_items, signalement_queue
from benevolat.signalements.workflow import PASSED, WORKFLOW
from tests.factories.people import agent, by_phone, person
from tests.factories.signalements import signalement
from tests.factories.world import association, candidature, mission

ALLOWED = {
    ("received", "take"): "in_hand", ("received", "uphold"): "upheld", ("received", "dismiss"): "dismissed",
    ("in_hand", "uphold"): "upheld", ("in_hand", "dismiss"): "dismissed", ("upheld", "undo"): "in_hand", ("dismissed", "undo"): "in_hand",
}


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


@pytest.mark.parametrize("state", list(State), ids=str)
@pytest.mark.parametrize("action", sorted(WORKFLOW.by_action))
def test_the_whole_table(session: Any, action: str, state: State) -> None:
    users = {"moderateur": agent(Role.MODERATEUR), "local": agent(Role.MODERATEUR, territoire="voironnais-chartreuse"),
             "elsewhere": agent(Role.MODERATEUR, territoire="trieves"), "referent": agent(Role.REFERENT), "pilote": agent(Role.PILOTE),
             "administrateur": agent(Role.ADMINISTRATEUR), "person": person(), "system": SYSTEM}
    for role, user in users.items():
        row = signalement()
        row.state, row.answer, row.decided_at = state, "Fait.", row.received_at
        target = ALLOWED.get((state.value, action)) if role in {"moderateur", "local"} else None
        if target is None:
            with pytest.raises((NotAllowed, Conflict)):
                WORKFLOW.apply(row, action, by=user, reason="Fait.")
            continue
        WORKFLOW.apply(row, action, by=user, reason="Fait.")
        assert row.state.value == target


def test_every_passage_has_its_words() -> None:
    assert set(WORKFLOW.by_action) | {"create", "hide_message"} == set(PASSED)


def test_it_is_the_desks_of_the_territory_alone(session: Any) -> None:
    row = signalement()
    free = Signalement(kind=Kind.PAGE, target="/aide", title="La page /aide")
    db.session.add(free)
    db.session.flush()
    here, away = agent(Role.MODERATEUR, territoire="voironnais-chartreuse"), agent(Role.MODERATEUR, territoire="trieves")
    assert set(db.session.scalars(visible_signalements(here))) == {row, free}
    assert set(db.session.scalars(visible_signalements(away))) == {free}
    for user in (person(), agent(Role.REFERENT), agent(Role.PILOTE), agent(Role.ADMINISTRATEUR)):
        assert db.session.scalars(visible_signalements(user)).all() == []
        assert not can_treat_signalement(user, free)
    for act in (lambda: services.take_signalement(row, by=away), lambda: services.uphold_signalement(row, by=away, words="Fait."),
                lambda: services.hide_message(row, by=away)):
        with pytest.raises(NotAllowed):
            act()
    services.take_signalement(row, by=here)
    release(Noun.SIGNALEMENT, row.id, by=here)
    with pytest.raises(NotAllowed):
        services.take_signalement(row, by=away)


@pytest.mark.parametrize(("decide", "state", "said"), [
    (services.uphold_signalement, State.UPHELD, "Vous aviez raison"),
    (services.dismiss_signalement, State.DISMISSED, "nous ne changeons rien"),
])
def test_whoever_wished_an_answer_has_it_once_in_ten_minutes(session: Any, claire: User, decide: Any, state: State, said: str) -> None:
    row = mission()
    sami, nour = person(email="sami@courriel.example"), by_phone()
    target = find_target(sami, Kind.MISSION, row.public_id)
    assert target is not None
    for given in ({"user": sami}, {"user": sami}, *[{"email": "visiteur@courriel.example"}] * 2, {"user": nour}, {}):
        item = services.report(target, reason=Reason.MONEY, **given).signalement
    decision = decide(item, by=claire, words="Nous avons parlé à l’association.")
    mails = session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.to)).all()
    assert [each.to for each in mails] == ["sami@courriel.example", "visiteur@courriel.example"]
    assert all(said in each.body and "Nous avons parlé à l’association." in each.body for each in mails)
    assert all(each.run_at >= decision.at + timedelta(minutes=10) for each in mails)
    assert item.state is state
    services.undo_decision(decision, by=claire)
    assert session.scalars(sa.select(OutgoingMail)).all() == []
    assert (item.state, item.answer, item.decided_at) == (State.IN_HAND, None, None)


def test_it_is_decided_once_with_a_sentence(claire: User) -> None:
    row = signalement()
    with pytest.raises(WordsNeeded):
        services.uphold_signalement(row, by=claire, words="  ")
    services.uphold_signalement(row, by=claire, words="Fait.")
    with pytest.raises(AlreadyTreated):
        services.dismiss_signalement(row, by=agent(Role.MODERATEUR), words="Non.")
    assert row.answer == "Fait."


def test_nobody_treats_what_another_holds(claire: User) -> None:
    row = signalement()
    services.take_signalement(row, by=claire)
    assert row.state is State.IN_HAND
    paul = agent(Role.MODERATEUR)
    for act in (lambda: services.take_signalement(row, by=paul), lambda: services.dismiss_signalement(row, by=paul, words="Non.")):
        with pytest.raises(HeldByAnother):
            act()


def test_a_hidden_message_keeps_its_copy(session: Any, claire: User) -> None:
    member, sami = person(), person()
    sent = candidature(mission(association(member=member)), sami, state=CandidatureState.SENT)
    message = post_message(sent, by=member, body="Dites-moi votre adresse.")
    target = find_target(sami, Kind.MESSAGE, f"{sent.public_id}-1")
    assert target is not None
    item = services.report(target, reason=Reason.HURTFUL).signalement
    services.hide_message(item, by=claire)
    assert message.hidden_at is not None
    assert item.evidence == "Dites-moi votre adresse."
    assert find_target(sami, Kind.MESSAGE, f"{sent.public_id}-1") is None
    with pytest.raises(NothingToHide):
        services.hide_message(item, by=claire)
    with pytest.raises(NothingToHide):
        services.hide_message(signalement(), by=claire)


def test_a_danger_comes_first_then_the_oldest(claire: User) -> None:
    old, danger, late = signalement(), signalement(reason=Reason.DANGER), signalement(times=2)
    old.received_at -= timedelta(days=2)
    db.session.flush()
    queue = signalement_queue(claire)
    assert [each.object_id for each in queue.rows] == [danger.id, old.id, late.id]
    assert [each.host for each in queue.rows] == ["Danger, 1 signalement", "Mission, 1 signalement", "Mission, 2 signalements"]
    assert (queue.total, queue.late) == (3, 1)
    take(Noun.SIGNALEMENT, danger.id, by=agent(Role.MODERATEUR, first_name="Paul", last_name="Rey"))
    assert signalement_queue(claire).rows[0].held_by == "Paul Rey"


def test_what_was_decided_before_of_the_same_association_is_shown(claire: User) -> None:
    host = association()
    first = signalement(mission(host))
    services.dismiss_signalement(first, by=claire, words="Rien à corriger.")
    again = signalement(mission(host))
    assert former_items(again) == [first]
    assert former_items(signalement()) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Report)) == 3
