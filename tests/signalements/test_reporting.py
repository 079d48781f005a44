"""Anybody reports what they can see; several reports of one thing are one item; what is known of a reporter is as little as needed."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import State
from benevolat.candidatures.services import post_message
from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.core.workflow import TransitionLog
from benevolat.missions.models import Publication
from benevolat.signalements import services
from benevolat.signalements.errors import ReasonNeeded, TooLong, WordsNeeded
from benevolat.signalements.models import Kind, Reason, Report, Signalement
from benevolat.signalements.models import State as ReportState
from benevolat.signalements.queries import find_target, page_target
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.signalements import signalement
from tests.factories.temoignages import temoignage
from tests.factories.world import association, candidature, mission


def test_reports_of_one_thing_are_one_item(session: Any) -> None:
    row = mission()
    item = signalement(row, times=3)
    assert scalar_count(Signalement) == 1
    assert scalar_count(Report) == 3
    assert (item.kind, item.mission_id, item.association_id, item.territoire_code) == (
        Kind.MISSION, row.id, row.association_id, "voironnais-chartreuse")
    signalement()
    assert scalar_count(Signalement) == 2


def test_reported_again_after_a_decision_it_is_a_new_item(session: Any) -> None:
    first = signalement(row := mission())
    services.dismiss_signalement(first, by=agent(Role.MODERATEUR), words="Rien à corriger.")
    assert signalement(row).id != first.id


def test_a_danger_said_once_stays_said(session: Any) -> None:
    row = mission()
    signalement(row, reason=Reason.DANGER)
    assert signalement(row).danger


@pytest.mark.parametrize(("said", "error"), [
    ({"reason": None}, ReasonNeeded), ({"reason": Reason.OTHER, "words": "  "}, WordsNeeded), ({"words": "a" * 501}, TooLong),
    ({"email": "pas une adresse"}, InvalidInput),
])
def test_what_cannot_be_sent(session: Any, said: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        signalement(**said)
    assert scalar_count(Report) == 0


def test_another_reason_is_said_in_ones_own_words(session: Any) -> None:
    assert signalement(reason=Reason.OTHER, words=" Autre chose. ").id
    assert session.scalars(sa.select(Report.words)).one() == "Autre chose."


def test_reasons_are_those_of_the_thing(session: Any) -> None:
    with pytest.raises(ReasonNeeded):
        services.report(page_target("/aide"), reason=Reason.UNSAFE)
    assert services.report(page_target("/aide"), reason=Reason.BROKEN).signalement.territoire_code is None


def test_who_reports_is_nowhere_unless_they_wish_an_answer(session: Any) -> None:
    sami = person()
    item = signalement(by=sami)
    assert session.scalars(sa.select(Report)).one().user_id is None
    [birth] = session.scalars(sa.select(TransitionLog).where(TransitionLog.noun == "signalement"))
    assert (birth.action, birth.actor_id, birth.object_id) == ("create", None, item.id)


def test_what_one_cannot_see_one_cannot_report(session: Any) -> None:
    draft = mission(publication=Publication.DRAFT, published_at=None)
    hidden = association(state=AssociationState.SUSPENDED, state_reason="Non.")
    for kind, key in ((Kind.MISSION, draft.public_id), (Kind.ASSOCIATION, hidden.public_id), (Kind.MISSION, "rien"),
                      (Kind.TEMOIGNAGE, "rien"), (Kind.VERIFICATION, "RIEN"), (Kind.MESSAGE, "rien-1"), (Kind.PAGE, "/aide")):
        assert find_target(None, kind, key) is None


def test_a_temoignage_is_reported_with_a_copy(session: Any) -> None:
    told = temoignage(attested(person()))
    target = find_target(None, Kind.TEMOIGNAGE, told.public_id)
    assert target is not None
    assert (target.evidence, target.temoignage_id) == (told.words, told.id)


def test_a_message_is_reported_by_whoever_received_it_and_nobody_else(session: Any) -> None:
    member, sami = person(), person()
    sent = candidature(mission(association(member=member)), sami, state=State.SENT)
    post_message(sent, by=sami, body="Je peux venir mardi ?")
    post_message(sent, by=member, body="Dites-moi votre adresse.")
    first, second = f"{sent.public_id}-1", f"{sent.public_id}-2"
    target = find_target(sami, Kind.MESSAGE, second)
    assert target is not None
    assert (target.evidence, target.candidature_id) == ("Dites-moi votre adresse.", sent.id)
    assert find_target(member, Kind.MESSAGE, first) is not None
    for user, key in ((sami, first), (member, second), (person(), second), (None, second), (agent(Role.MODERATEUR), second),
                      (sami, f"{sent.public_id}-0"), (sami, f"{sent.public_id}-9"), (sami, f"{sent.public_id}-deux"),
                      (sami, sent.public_id), (person(), first), (None, first), (agent(Role.MODERATEUR), first)):
        assert find_target(user, Kind.MESSAGE, key) is None, (user, key)


def test_everything_is_forgotten_at_its_age(session: Any) -> None:
    item = signalement(email="visiteur@courriel.example")
    item.evidence = "Une copie."
    waiting = signalement(email="autre@courriel.example")
    services.dismiss_signalement(item, by=agent(Role.MODERATEUR), words="Rien à corriger.")

    def after(days: int) -> tuple[Any, ...]:
        with clock.frozen(clock.now() + timedelta(days=days)):
            services.forget()
        session.expire_all()
        kept = session.get(Signalement, item.id)
        report = session.scalar(sa.select(Report).where(Report.signalement_id == item.id))
        return kept and kept.evidence, report and report.words, report and report.email

    assert after(29) == ("Une copie.", "On m’a demandé 20 euros.", "visiteur@courriel.example")
    assert after(31) == ("Une copie.", "On m’a demandé 20 euros.", None)
    assert after(181) == (None, None, None)
    assert session.get(Signalement, item.id) is not None
    assert after(731) == (None, None, None)
    assert session.get(Signalement, item.id) is None
    assert waiting.state is ReportState.RECEIVED
    assert session.scalar(sa.select(Report.email).where(Report.signalement_id == waiting.id)) == "autre@courriel.example"
