"""Ten minutes to take a decision back: nobody is told before, things stand as they were, whoever came meanwhile is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import State
from benevolat.candidatures.services import send_candidature
from benevolat.coordination.services import edit_mission
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import Job, run_due
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.missions.models import Mission, Publication
from benevolat.moderation import jobs, services
from benevolat.moderation.errors import AlreadyUndone, ChangedSince, HeldByAnother, TooLate
from benevolat.moderation.models import DecidedText, DeskDecision, Noun, TextBand
from benevolat.moderation.queries import decisions, undoable_decisions
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.conftest import scalar_count
from tests.factories.people import agent, by_phone, person
from tests.factories.world import association, candidature, mission

NADIA = "nadia@courriel.example"
DECISIONS: dict[str, Callable[[Mission, User], DeskDecision]] = {
    "publish": lambda row, by: services.publish_mission(row, by=by, not_a_job=True),
    "ask_correction": lambda row, by: services.ask_correction(row, by=by, reason="Dites l’heure."),
    "refuse": lambda row, by: services.refuse_mission(row, by=by, reason="C’est un emploi."),
}


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


@pytest.fixture
def sent(session: Any) -> Mission:
    return mission(association(member=person(email=NADIA)), publication=Publication.SUBMITTED, published_at=None)


def mails(to: str = NADIA) -> list[OutgoingMail]:
    return list(db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == to).order_by(OutgoingMail.id)))


@pytest.mark.parametrize("action", DECISIONS)
def test_the_letter_waits_ten_minutes(sent: Mission, claire: User, action: str) -> None:
    decision = DECISIONS[action](sent, claire)
    [mail] = mails()
    assert decision.final_at == decision.at + timedelta(minutes=10)
    assert mail.run_at >= decision.final_at
    assert mail.held_for == decision.public_id


@pytest.mark.parametrize("action", DECISIONS)
def test_undone_it_stands_as_before_and_nobody_is_told(sent: Mission, claire: User, action: str) -> None:
    decision = DECISIONS[action](sent, claire)
    services.undo_decision(decision, by=claire)
    assert (sent.publication, sent.publication_reason, sent.published_at) == (Publication.SUBMITTED, None, None)
    assert mails() == []
    assert scalar_count(DecidedText) == 0
    assert db.session.scalars(sa.select(Job).where(Job.kind == "moderation.close_refused")).all() == []
    with pytest.raises(AlreadyUndone):
        services.undo_decision(decision, by=claire)


def test_a_member_without_an_address_is_not_told_either(claire: User) -> None:
    row = mission(association(member=by_phone()), publication=Publication.SUBMITTED, published_at=None)
    decision = services.publish_mission(row, by=claire, not_a_job=True)
    held = db.session.scalars(sa.select(OutgoingSms)).one()
    assert held.run_at >= decision.at + timedelta(minutes=10)
    services.undo_decision(decision, by=claire)
    assert scalar_count(OutgoingSms) == 0


def test_after_ten_minutes_it_stands(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    assert undoable_decisions(claire) == [decision]
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        assert undoable_decisions(claire) == []
        with pytest.raises(TooLate):
            services.undo_decision(decision, by=claire)
    assert sent.publication is Publication.PUBLISHED


def test_whoever_decided_undoes_and_nobody_else(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    for other in (agent(Role.MODERATEUR), agent(Role.REFERENT), person()):
        with pytest.raises(NotAllowed):
            services.undo_decision(decision, by=other)
    assert undoable_decisions(agent(Role.MODERATEUR)) == []


def test_nothing_done_since_is_undone_with_it(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    member = db.session.scalars(sa.select(User).where(User.email == NADIA)).one()
    edit_mission(sent, {"title": "Conduire le camion de livraison"}, by=member)
    with pytest.raises(ChangedSince):
        services.undo_decision(decision, by=claire)


def test_one_does_not_undo_under_the_hands_of_another(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    services.take(Noun.MISSION, sent.id, by=agent(Role.MODERATEUR))
    with pytest.raises(HeldByAnother):
        services.undo_decision(decision, by=claire)


def test_published_it_is_found_and_undone_it_is_gone(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    db.session.commit()
    assert search(SearchRequest(words="jardin")).total == 1
    services.undo_decision(decision, by=claire)
    db.session.commit()
    assert search(SearchRequest(words="jardin")).total == 0


def test_whoever_applied_meanwhile_is_told_and_keeps_their_candidature(sent: Mission, claire: User) -> None:
    decision = services.publish_mission(sent, by=claire, not_a_job=True)
    sami = person(email="sami@courriel.example")
    applied = send_candidature(sent, user=sami, message="J’aime le jardin.", by=sami)
    services.undo_decision(decision, by=claire)
    letter = mails("sami@courriel.example")[-1]
    assert "Votre candidature est gardée" in letter.body
    assert "est publiée" not in "".join(each.subject + each.body for each in mails())
    assert applied.state is State.SENT
    assert sent.published_at is not None, "it was shown: suspending or refusing must still reach who applied"


def test_a_refusal_after_an_edit_ends_candidatures_once_it_is_final(sent: Mission, claire: User) -> None:
    sent.published_at = clock.now() - timedelta(days=3)  # it was published, then changed
    waiting = candidature(sent, person(email="sami@courriel.example"))
    services.refuse_mission(sent, by=claire, reason="C’est un emploi.")
    db.session.commit()
    run_due()
    assert db.session.get_one(type(waiting), waiting.id).state is State.SENT
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        run_due()
    db.session.expire_all()
    assert waiting.state is State.DECLINED
    assert "emploi" not in mails("sami@courriel.example")[-1].body


def test_a_refusal_undone_ends_nothing(sent: Mission, claire: User) -> None:
    waiting = candidature(sent, person(email="sami@courriel.example"))
    decision = services.refuse_mission(sent, by=claire, reason="C’est un emploi.")
    services.undo_decision(decision, by=claire)
    db.session.commit()
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        run_due()
    db.session.expire_all()
    assert waiting.state is State.SENT


def test_what_was_judged_otherwise_since_ends_nobodys_candidature(session: Any) -> None:
    row = mission()
    waiting = candidature(row)
    jobs.close_refused({"mission": row.id})
    assert waiting.state is State.SENT


def test_decisions_are_kept_for_two_years_with_the_texts_they_judged(sent: Mission, claire: User) -> None:
    decision = services.refuse_mission(sent, by=claire, reason="C’est un emploi.")
    for days, kept in ((729, True), (730, False)):
        with clock.frozen(decision.at + timedelta(days=days)):
            jobs.forget({})
        assert [scalar_count(each) > 0 for each in (DeskDecision, DecidedText, TextBand)] == [kept] * 3


def test_a_correction_of_what_is_published_hides_it_and_undone_shows_it_again(claire: User) -> None:
    row = mission(association(member=person(email=NADIA)))
    decision = services.ask_correction(row, by=claire, reason="Dites l’heure.")
    db.session.commit()
    assert search(SearchRequest(words="jardin")).total == 0
    services.undo_decision(decision, by=claire)
    db.session.commit()
    assert row.publication is Publication.PUBLISHED
    assert search(SearchRequest(words="jardin")).total == 1


@pytest.mark.parametrize("refused", [True, False])
def test_an_association_decided_then_undone(claire: User, refused: bool) -> None:
    row = association(member=person(email=NADIA), state=AssociationState.PENDING, verified_at=None)
    decision = services.refuse_association(row, by=claire, reason="Non.") if refused else services.verify_association(row, by=claire)
    assert mails()[0].run_at >= decision.at + timedelta(minutes=10)
    services.undo_decision(decision, by=claire)
    assert (row.state, row.state_reason, row.verified_at) == (AssociationState.PENDING, None, None)
    assert mails() == []


def test_danger_does_not_wait(claire: User) -> None:
    host = association(member=person(email=NADIA))
    row = mission(host)
    taken = services.take_down_mission(row, by=claire, reason="Danger.")
    suspended = services.suspend_association(host, by=claire, reason="Danger.")
    assert (taken.final_at, suspended.final_at) == (None, None)
    assert all(each.held_for is None and each.run_at <= clock.now() for each in mails())
    assert undoable_decisions(claire) == []
    with pytest.raises(TooLate):
        services.undo_decision(suspended, by=claire)


def test_the_journal_keeps_to_the_territory(sent: Mission, claire: User) -> None:
    services.refuse_mission(sent, by=claire, reason="C’est un emploi.")
    here, away = agent(Role.MODERATEUR, territoire="voironnais-chartreuse"), agent(Role.MODERATEUR, territoire="trieves")
    [row] = decisions(here)[0]
    assert (row.action, row.reason, row.by_id) == ("refuse", "C’est un emploi.", claire.id)
    assert decisions(away) == ([], 0)
    assert decisions(person()) == ([], 0)
