"""Send, judge, withdraw: what is checked, who is told, and what two modérateurs learn of each other."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.errors import AlreadyDecided
from benevolat.associations.models import Association, State
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.missions import queries, services
from benevolat.missions.errors import ChangedMeanwhile, Incomplete, NotPublishable
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.workflow import WORKFLOW
from benevolat.moderation.models import Noun
from tests.factories.people import agent, person
from tests.factories.world import association, creneau, mission
from tests.support.desk import waiting


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


@pytest.fixture
def host(nadia: Any) -> Association:
    return association(member=nadia)


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


def letters(session: Any) -> list[OutgoingMail]:
    return list(session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def draft(host: Association, **values: Any) -> Mission:
    return mission(host, **{"publication": Publication.DRAFT, "published_at": None, "not_a_job": False, **values})


@pytest.mark.parametrize(("values", "field"), [
    ({"title": "Aider"}, "title"), ({"description": "Trop court."}, "description"), ({"domaine_code": None}, "domaine_code"),
    ({"half_days": 0, "hours_per_week": None}, "half_days"), ({"kind": MissionKind.DATED}, "creneaux"),
    ({"ends_on": clock.today() - timedelta(days=1), "starts_on": None}, "ends_on"),
])
def test_an_unfinished_mission_is_not_sent(nadia: Any, host: Association, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        services.submit_mission(draft(host, **values), by=nadia, not_a_job=True)
    assert refused.value.field == field


def test_a_place_is_needed_unless_from_home(session: Any, nadia: Any, host: Association) -> None:
    row = draft(host)
    row.commune_code = None
    session.flush()
    with pytest.raises(Incomplete) as refused:
        services.submit_mission(row, by=nadia, not_a_job=True)
    assert refused.value.field == "commune"


def test_the_association_declares_that_no_job_is_replaced(nadia: Any, host: Association) -> None:
    with pytest.raises(Incomplete) as refused:
        services.submit_mission(draft(host), by=nadia, not_a_job=False)
    assert refused.value.field == "not_a_job"


@pytest.mark.parametrize("state", [State.PENDING, State.SUSPENDED, State.REFUSED])
def test_a_pending_association_is_told_why_it_waits(nadia: Any, host: Association, state: State) -> None:
    host.state, host.state_reason = state, "Non."
    row = draft(host)
    with pytest.raises(NotPublishable, match="pas encore vérifiée"):
        services.submit_mission(row, by=nadia, not_a_job=True)
    with pytest.raises(NotAllowed):
        services.submit_mission(row, by=person(), not_a_job=True)


def test_a_dated_mission_needs_a_date_to_come_and_loses_its_week(session: Any, nadia: Any, host: Association) -> None:
    row = draft(host, kind=MissionKind.DATED, schedule="9 h à 11 h")
    creneau(row, days=-2)
    with pytest.raises(Incomplete):
        services.submit_mission(row, by=nadia, not_a_job=True)
    creneau(row, days=2)
    session.refresh(row)
    services.submit_mission(row, by=nadia, not_a_job=True, contact_name="Odile")
    assert (row.half_days, row.hours_per_week, row.schedule, row.places, len(row.creneaux)) == (0, None, None, None, 2)
    assert row.contact_name == "Odile"


def test_a_regular_mission_loses_the_dates_it_tried(nadia: Any, host: Association) -> None:
    row = draft(host)
    creneau(row)
    services.submit_mission(row, by=nadia, not_a_job=True)
    assert row.creneaux == []


def test_published_everybody_is_told_and_the_search_too(session: Any, nadia: Any, host: Association, claire: User) -> None:
    row = draft(host)
    services.submit_mission(row, by=nadia, not_a_job=True)
    with pytest.raises(InvalidInput) as refused:
        services.publish_mission(row, by=claire, not_a_job=False)
    assert refused.value.field == "not_a_job"
    services.publish_mission(row, by=claire, not_a_job=True, seen=row.updated_at)
    assert row.published_at is not None
    assert (row.column_seq, row.text_seq) == (1, 1)
    [letter] = letters(session)
    assert (letter.to, letter.subject) == ("nadia@courriel.example", "Votre mission «\u00a0Arroser le jardin partagé\u00a0» est publiée")
    assert f"/missions/{row.public_id}" in letter.body


def test_corrected_then_refused_the_reasons_are_read(session: Any, nadia: Any, host: Association, claire: User) -> None:
    row = draft(host)
    services.submit_mission(row, by=nadia, not_a_job=True)
    services.ask_correction(row, by=claire, reason=" Dites à quelle heure. ")
    assert row.publication_reason == "Dites à quelle heure."
    services.submit_mission(row, by=nadia, not_a_job=True)
    assert row.publication_reason is None
    services.refuse_mission(row, by=claire, reason="C’est un poste de travail.")
    bodies = [each.body for each in letters(session)]
    assert "Dites à quelle heure." in bodies[0]
    assert "C’est un poste de travail." in bodies[1]
    assert [log.reason for log in WORKFLOW.history(row) if log.reason] == ["Dites à quelle heure.", "C’est un poste de travail."]


def test_the_second_modérateur_is_told_who_decided(nadia: Any, host: Association, claire: User) -> None:
    row = mission(host, publication=Publication.SUBMITTED)
    services.publish_mission(row, by=claire, not_a_job=True)
    for late in (lambda: services.refuse_mission(row, by=agent(Role.MODERATEUR), reason="Non."),
                 lambda: services.publish_mission(row, by=agent(Role.MODERATEUR), not_a_job=True)):
        with pytest.raises(AlreadyDecided) as told:
            late()
        assert "Claire Morel a déjà décidé" in str(told.value)
        assert "Publiée" in str(told.value)


def test_nobody_judges_a_text_they_have_not_read(nadia: Any, host: Association, claire: User) -> None:
    row = mission(host, publication=Publication.SUBMITTED)
    seen = row.updated_at
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        services.edit_mission(row, {"description": "Vous conduisez le camion de livraison toute la semaine, de nuit."}, by=nadia)
    for decide in (lambda: services.publish_mission(row, by=claire, not_a_job=True, seen=seen),
                   lambda: services.ask_correction(row, by=claire, reason="Non.", seen=seen)):
        with pytest.raises(ChangedMeanwhile):
            decide()


def test_withdrawn_by_its_association_or_taken_down_with_a_reason(nadia: Any, host: Association, claire: User) -> None:
    row, other = mission(host), mission(host)
    services.mark_withdrawn(row, by=nadia)
    assert (row.publication, row.publication_reason, row.text_seq) == (Publication.WITHDRAWN, None, 1)
    with pytest.raises(InvalidInput):
        services.mark_withdrawn(other, by=claire)
    services.mark_withdrawn(other, by=claire, reason="Plusieurs signalements.")
    assert other.publication_reason == "Plusieurs signalements."
    with pytest.raises(Conflict):
        services.mark_withdrawn(row, by=nadia)


def test_the_queue_keeps_to_the_territories_oldest_first(session: Any, nadia: Any, host: Association) -> None:
    with clock.frozen(clock.now() - timedelta(days=4)):
        old = draft(host)
        services.submit_mission(old, by=nadia, not_a_job=True)
    young = draft(host, commune_code="38226")
    services.submit_mission(young, by=nadia, not_a_job=True)
    remote = mission(host, publication=Publication.SUBMITTED)
    remote.commune_code = None
    mission(host)
    session.flush()

    def queue(user: User) -> list[Mission]:
        return [session.get(Mission, each) for each in waiting(Noun.MISSION, user)]

    assert queue(agent(Role.MODERATEUR)) == [old, young, remote] or queue(agent(Role.MODERATEUR)) == [old, remote, young]
    assert queue(agent(Role.MODERATEUR, territoire="voironnais-chartreuse")) == [old]
    assert queue(agent(Role.MODERATEUR, territoire="trieves")) == [young]
    assert queue(agent(Role.MODERATEUR, territoire="agglomeration-grenobloise")) == [remote], "judged where its association is"
    assert queue(person()) == []
    since = waiting(Noun.MISSION, agent(Role.MODERATEUR))
    assert clock.now() - since[old.id] > timedelta(days=3)


def test_the_next_dates_of_an_association(nadia: Any, host: Association) -> None:
    row = mission(host, kind=MissionKind.DATED)
    late, soon = creneau(row, days=9), creneau(row, days=2)
    creneau(row, days=-1)
    creneau(row, days=3, cancelled=True)
    creneau(mission(host, kind=MissionKind.DATED, publication=Publication.DRAFT), days=1)
    assert queries.next_creneaux(host) == [soon, late]
    assert queries.next_creneaux(host, limit=1) == [soon]
    assert queries.find_creneau(row, soon.public_id) is soon
    assert queries.find_creneau(row, "ailleurs") is None


def test_a_trusted_association_publishes_at_once_and_still_declares(session: Any, nadia: Any, host: Association, claire: User) -> None:
    host.trusted, row = True, draft(host)
    with pytest.raises(Incomplete) as refused:
        services.submit_mission(row, by=nadia, not_a_job=False)
    assert (refused.value.field, row.publication) == ("not_a_job", Publication.DRAFT)
    before = row.text_seq
    services.submit_mission(row, by=nadia, not_a_job=True)
    assert (row.publication, row.published_at is not None, row.text_seq > before) == (Publication.PUBLISHED, True, True)
    assert [(each.action, each.actor_id) for each in WORKFLOW.history(row)] == [("submit", nadia.id), ("publish", None)]
    services.ask_correction(row, by=claire, reason="Précisez les horaires.")
    services.submit_mission(row, by=nadia, not_a_job=True)
    assert row.publication is Publication.SUBMITTED, "what was sent back is read again, trusted or not"
