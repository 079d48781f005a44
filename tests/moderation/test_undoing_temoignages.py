"""Ten minutes to take back a decision on a témoignage: nobody is told before, and its author's own gesture comes first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.moderation import jobs, services
from benevolat.moderation.errors import ChangedSince, HeldByAnother, TooLate
from benevolat.moderation.models import DeskDecision, Noun
from benevolat.moderation.queries import undoable_decisions
from benevolat.temoignages import services as temoignages
from benevolat.temoignages.models import Reason, State, Temoignage
from benevolat.temoignages.queries import find_public
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import WORDS, host_of, temoignage
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

Decide = Callable[[Temoignage, User], DeskDecision]
SAID = {"reason": Reason.CONTACT, "words": "Un numéro se lit."}
DECISIONS: dict[str, tuple[State, Decide, State]] = {
    "publish": (State.SUBMITTED, lambda row, by: services.publish_temoignage(row, by=by), State.PUBLISHED),
    "ask_correction": (State.SUBMITTED, lambda row, by: services.ask_temoignage_correction(row, by=by, **SAID), State.TO_CORRECT),
    "refuse": (State.SUBMITTED, lambda row, by: services.refuse_temoignage(row, by=by, **SAID), State.REFUSED),
    "take_down": (State.PUBLISHED, lambda row, by: services.take_down_temoignage(row, by=by, **SAID), State.TAKEN_DOWN),
}


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


def letters() -> list[OutgoingMail]:
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.mark.parametrize("action", DECISIONS)
def test_seen_at_once_told_later_and_undone_as_before(claire: User, action: str) -> None:
    before, decide, after = DECISIONS[action]
    row = temoignage(attested(person()), state=before)
    published_at = row.published_at
    decision = decide(row, claire)
    assert row.state is after
    assert (find_public(row.public_id) is not None) is (after is State.PUBLISHED)
    assert {each.run_at for each in letters()} == {decision.at + timedelta(minutes=10)}
    assert undoable_decisions(claire) == [decision]
    services.undo_decision(decision, by=claire)
    assert (row.state, row.published_at, row.reason, row.reason_words) == (before, published_at, None, None)
    assert letters() == []


def test_after_ten_minutes_or_by_another_it_stands(claire: User) -> None:
    row = temoignage(attested(person()), state=State.SUBMITTED)
    decision = services.publish_temoignage(row, by=claire)
    with pytest.raises(NotAllowed):
        services.undo_decision(decision, by=agent(Role.MODERATEUR))
    with clock.frozen(clock.now() + timedelta(minutes=10)), pytest.raises(TooLate):
        services.undo_decision(decision, by=claire)
    assert row.state is State.PUBLISHED


def test_held_by_another_nothing_is_decided(claire: User) -> None:
    row = temoignage(attested(person()), state=State.SUBMITTED)
    services.take(Noun.TEMOIGNAGE, row.id, by=agent(Role.MODERATEUR))
    for decide in (DECISIONS["publish"][1], DECISIONS["refuse"][1]):
        with pytest.raises(HeldByAnother):
            decide(row, claire)
    with pytest.raises(NotAllowed):
        services.publish_temoignage(row, by=agent(Role.MODERATEUR, territoire="trieves"))


@pytest.mark.parametrize("action", ["publish", "ask_correction"])
def test_taken_back_by_its_author_nobody_hears_of_it(claire: User, action: str) -> None:
    before, decide, _after = DECISIONS[action]
    row = temoignage(attested(person()), state=before)
    decision = decide(row, claire)
    assert letters()
    temoignages.withdraw_temoignage(row, by=row.engagement.user)
    assert letters() == []
    with pytest.raises(ChangedSince):
        services.undo_decision(decision, by=claire)


def test_written_again_its_correction_is_asked_of_nobody(claire: User) -> None:
    row = temoignage(attested(person()), state=State.SUBMITTED)
    services.ask_temoignage_correction(row, by=claire, **SAID)
    assert row.naming is not None
    again = temoignages.Written("D’autres mots.", row.naming, agreed=True, accord_version=0)
    temoignages.resubmit_temoignage(row, again, by=row.engagement.user)
    assert (row.state, letters()) == (State.SUBMITTED, [])


def test_a_report_outlives_its_no_for_as_long_as_that_can_be_undone(claire: User) -> None:
    row = temoignage(attested(person()))
    temoignages.report_temoignage(row, words="On cite un enfant.", by=host_of(row.engagement))
    decision = services.take_down_temoignage(row, by=claire, **SAID)
    jobs.forget({})
    services.undo_decision(decision, by=claire)
    assert (row.state, row.report_words) == (State.PUBLISHED, "On cite un enfant.")
    services.take_down_temoignage(row, by=claire, **SAID)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        jobs.forget({})
    db.session.refresh(row)
    assert (row.state, row.reported_at, row.report_words) == (State.TAKEN_DOWN, None, None)


def test_at_the_desk_it_is_undone_and_the_journal_keeps_no_word_of_it(client: PageClient, claire: User) -> None:
    row = temoignage(attested(person()), state=State.SUBMITTED)
    sign_in(client, claire).get(f"/moderation/temoignages/{row.public_id}")
    client.submit("Publier ce témoignage")
    assert "Jusque-là, vous pouvez annuler" in client.text
    client.submit("Annuler la décision")
    assert row.state is State.SUBMITTED
    client.submit("Publier ce témoignage")
    temoignages.withdraw_temoignage(row, by=row.engagement.user)
    client.get("/moderation/journal")
    assert "(annulée ensuite)" in client.text
    assert WORDS not in client.source
    assert row.public_id not in client.source, "what was taken back has no page"
    assert client.get("/moderation").status_code == 200
    assert "Vous pouvez encore annuler" not in client.text
