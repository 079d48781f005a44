"""Writing a mission: what is kept, what is refused, what goes back to a modérateur."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.missions import services
from benevolat.missions.errors import KindFixed, NotEditable, PlacesTaken
from benevolat.missions.models import Mission, MissionKind, PauseReason, Publication, Where
from benevolat.missions.workflow import WORKFLOW
from tests.factories.people import agent, person
from tests.factories.world import association, creneau, mission

TODAY = clock.today()


@pytest.fixture
def nadia(session: Any) -> Any:
    return person()


@pytest.fixture
def host(nadia: Any) -> Any:
    return association(member=nadia)


def test_a_draft_begins_where_its_association_is(nadia: Any, host: Any) -> None:
    draft = services.begin_mission(host, by=nadia)
    assert (draft.publication, draft.commune_code, draft.places, draft.title) == (Publication.DRAFT, "38185", 1, "")
    assert draft.lat == draft.association.commune.lat
    assert [log.action for log in WORKFLOW.history(draft)] == ["create"]


def test_a_blank_draft_is_given_again(nadia: Any, host: Any) -> None:
    first = services.begin_mission(host, by=nadia)
    assert services.begin_mission(host, by=nadia) is first
    services.save_draft(first, {"title": "Ar"}, by=nadia)
    assert services.begin_mission(host, by=nadia) is not first


def test_a_pending_association_writes_drafts_and_strangers_do_not(session: Any, nadia: Any) -> None:
    pending = association(member=nadia, state=State.PENDING)
    assert services.begin_mission(pending, by=nadia)
    for stranger in (person(), agent(Role.MODERATEUR)):
        with pytest.raises(NotAllowed):
            services.begin_mission(pending, by=stranger)


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": "x" * 91}, "title"), ({"description": "x" * 3001}, "description"), ({"places": 0}, "places"), ({"places": -3}, "places"),
    ({"places": 501}, "places"), ({"hours_per_week": 0.0}, "hours_per_week"), ({"hours_per_week": 36.0}, "hours_per_week"),
    ({"hours_per_week": float("nan")}, "hours_per_week"), ({"hours_per_week": float("inf")}, "hours_per_week"),
    ({"starts_on": TODAY + timedelta(days=9), "ends_on": TODAY + timedelta(days=8)}, "ends_on"),
    ({"starts_on": None, "ends_on": TODAY - timedelta(days=1)}, "ends_on"), ({"ends_on": TODAY + timedelta(days=731)}, "ends_on"),
    ({"starts_on": TODAY + timedelta(days=5000)}, "ends_on"), ({"commune_code": "99999"}, "commune"),
    ({"domaine_code": "rien"}, "domaine_code"),
    ({"competences": [str(n) for n in range(9)]}, "competences"),
])
def test_what_no_mission_may_say(nadia: Any, host: Any, changes: dict[str, Any], field: str) -> None:
    row = mission(host, publication=Publication.DRAFT)
    with pytest.raises(InvalidInput) as refused:
        services.edit_mission(row, changes, by=nadia)
    assert refused.value.field == field


def test_an_unknown_attribute_is_a_fault_of_ours(nadia: Any, host: Any) -> None:
    with pytest.raises(ValueError, match="not a mission's"):
        services.edit_mission(mission(host), {"publication": "published"}, by=nadia)


def test_a_half_written_draft_keeps_what_holds_together(nadia: Any, host: Any) -> None:
    draft = services.begin_mission(host, by=nadia)
    services.save_draft(
        draft, {"title": "Ar", "starts_on": TODAY + timedelta(days=9), "ends_on": TODAY + timedelta(days=2), "places": 0, "half_days": 5},
        by=nadia, step=2,
    )
    assert (draft.title, draft.half_days, draft.places, draft.draft_step) == ("Ar", 5, 1, 2)
    assert (draft.starts_on, draft.ends_on) == (TODAY + timedelta(days=9), None)


@pytest.mark.parametrize("state", [each for each in Publication if each not in {Publication.DRAFT, Publication.TO_CORRECT}])
def test_nothing_is_kept_on_the_way_once_a_mission_was_sent(nadia: Any, host: Any, state: Publication) -> None:
    with pytest.raises(NotEditable):
        services.save_draft(mission(host, publication=state, publication_reason="Non."), {"title": "Autre"}, by=nadia)


@pytest.mark.parametrize("state", [Publication.REFUSED, Publication.WITHDRAWN])
def test_a_closed_mission_keeps_its_text(nadia: Any, host: Any, state: Publication) -> None:
    row = mission(host, publication=state, publication_reason="Non.")
    with pytest.raises(NotEditable):
        services.edit_mission(row, {"title": "Autre titre"}, by=nadia)
    with pytest.raises(NotAllowed):
        services.edit_mission(row, {"title": "Autre titre"}, by=person())


@pytest.mark.parametrize(("changes", "back"), [
    ({"title": "Arroser et désherber"}, True), ({"meeting_point": "Devant la serre"}, True), ({"half_days": 0b100}, True),
    ({"schedule": "9 h à 11 h"}, True), ({"commune_code": "38185"}, True), ({"ends_on": TODAY + timedelta(days=30)}, True),
    ({"meal_offered": True}, False), ({"places": 5}, False), ({"competences": ["equipe"]}, False),
    ({"title": "Arroser le jardin partagé"}, False),
])
def test_what_a_volunteer_relies_on_is_read_again(nadia: Any, host: Any, changes: dict[str, Any], back: bool) -> None:
    row = mission(host)
    assert services.edit_mission(row, changes, by=nadia).goes_back is back
    assert row.publication is (Publication.SUBMITTED if back else Publication.PUBLISHED)
    host.trusted = True
    trusted = mission(host)
    assert not services.edit_mission(trusted, changes, by=nadia).goes_back
    assert trusted.publication is Publication.PUBLISHED


def test_a_change_is_told_to_the_search_and_a_void_one_is_not(nadia: Any, host: Any) -> None:
    row, draft = mission(host), mission(host, publication=Publication.DRAFT)
    services.edit_mission(row, {"title": row.title}, by=nadia)
    services.edit_mission(draft, {"title": "Autre titre"}, by=nadia)
    assert (row.text_seq, draft.text_seq) == (0, 0)
    services.edit_mission(row, {"meal_offered": True}, by=nadia)
    assert row.text_seq == 1


def test_places_stay_above_those_taken_while_somebody_applies(session: Any, nadia: Any, host: Any) -> None:
    row = mission(host, places=4)
    services.take_place(row)
    services.take_place(row)
    with pytest.raises(PlacesTaken) as refused:
        services.edit_mission(row, {"places": 1}, by=nadia)
    assert "2 personnes ont déjà une place" in str(refused.value)
    services.edit_mission(row, {"places": 2}, by=nadia)
    assert not services.take_place(row)


def test_a_mission_done_from_home_has_no_place(nadia: Any, host: Any) -> None:
    row = mission(host, address="3 rue des Tilleuls", by_bus=True, publication=Publication.DRAFT)
    services.edit_mission(row, {"where": Where.REMOTE}, by=nadia)
    assert (row.commune_code, row.lat, row.address, row.by_bus) == (None, None, None, False)


def test_another_commune_brings_its_point_unless_the_street_is_known(nadia: Any, host: Any) -> None:
    row = mission(host, publication=Publication.DRAFT)
    services.edit_mission(row, {"commune_code": "38185"}, by=nadia)
    assert round(row.lat, 1) == 45.2
    services.edit_mission(row, {"commune_code": "38185", "lat": 45.19, "lon": 5.72}, by=nadia)
    assert (row.lat, row.lon) == (45.19, 5.72)


def test_the_rhythm_is_settled_once_published(nadia: Any, host: Any) -> None:
    row = mission(host)
    with pytest.raises(KindFixed):
        services.edit_mission(row, {"kind": MissionKind.DATED}, by=nadia)
    services.edit_mission(mission(host, publication=Publication.DRAFT, published_at=None), {"kind": MissionKind.DATED}, by=nadia)


def test_a_copy_has_the_text_without_dates_or_people(session: Any, nadia: Any, host: Any) -> None:
    row = mission(host, places=3, places_taken=2, publication=Publication.REFUSED, publication_reason="Non.", not_a_job=True)
    services.edit_mission(mission(host, publication=Publication.DRAFT), {"competences": ["equipe"]}, by=nadia)
    copy = services.duplicate_mission(row, by=nadia)
    assert (copy.title, copy.places, copy.places_taken, copy.starts_on, copy.ends_on) == (row.title, 3, 0, None, None)
    assert (copy.publication, copy.publication_reason, copy.published_at, copy.not_a_job) == (Publication.DRAFT, None, None, False)
    assert copy.public_id != row.public_id
    with pytest.raises(NotAllowed):
        services.duplicate_mission(row, by=person())


def test_a_copy_of_a_dated_mission_has_no_date(nadia: Any, host: Any) -> None:
    row = mission(host, kind=MissionKind.DATED)
    creneau(row)
    copy = services.duplicate_mission(row, by=nadia)
    assert (copy.kind, copy.creneaux) == (MissionKind.DATED, [])


def test_only_a_draft_is_erased(session: Any, nadia: Any, host: Any) -> None:
    draft = mission(host, publication=Publication.DRAFT)
    with pytest.raises(NotAllowed):
        services.delete_draft(draft, by=person())
    services.delete_draft(draft, by=nadia)
    assert session.get(Mission, draft.id) is None
    with pytest.raises(NotEditable):
        services.delete_draft(mission(host, publication=Publication.TO_CORRECT, publication_reason="Non."), by=nadia)


def test_closing_and_opening_to_candidatures(nadia: Any, host: Any) -> None:
    row = mission(host)
    services.pause_mission(row, by=nadia, reason=PauseReason.BREAK)
    assert (row.recruitment.value, row.column_seq, row.text_seq) == ("closed", 1, 0)
    services.resume_mission(row, by=nadia)
    assert (row.recruitment.value, row.pause_reason) == ("open", None)
    with pytest.raises(NotEditable):
        services.pause_mission(mission(host, publication=Publication.DRAFT), by=nadia, reason=PauseReason.BREAK)
    for act in (lambda by: services.pause_mission(row, by=by, reason=PauseReason.BREAK), lambda by: services.resume_mission(row, by=by)):
        with pytest.raises(NotAllowed):
            act(person())
