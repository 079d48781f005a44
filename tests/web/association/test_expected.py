"""The names to come, to print: whole once accepted, the first name alone until a parent agreed, nobody who only applied."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import AgeBand
from benevolat.associations.models import MemberRole, Membership
from benevolat.candidatures import services
from benevolat.core import clock
from benevolat.engagements import services as engagements
from benevolat.engagements import sheets
from benevolat.missions.models import MissionKind
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member)
        mission = mission(host, title="Servir le repas", kind=MissionKind.DATED, minors_ok=True)
        slot = creneau(mission, places=9)
        nadia, lea = person(first_name="Nadia", last_name="Haddad"), person(first_name="Léa", last_name="Martin", age_band=AgeBand.MINOR)
        bruno = person(first_name="Bruno", last_name="Petit")
        rows: Any = ()

    Scene.rows = [candidature(Scene.mission, who, creneau_id=Scene.slot.id) for who in (Scene.nadia, Scene.lea, Scene.bruno)]
    for row in Scene.rows[:2]:
        engagements.accept_candidature(row, by=Scene.member)
    return Scene


def test_it_names_who_is_accepted_and_spares_who_waits_for_a_parent(client: PageClient, scene: Any) -> None:
    services.write_welcome(scene.mission, by=scene.member, host_name="Odile", place="La porte bleue")
    sign_in(client, scene.member).get(f"/association/missions/{scene.mission.public_id}/candidats")
    client.follow("Liste des noms à imprimer")
    for told in ("Nadia Haddad", "Léa, accord d’un parent attendu", "Odile", "La porte bleue"):
        assert told in client.text
    for untold in ("Martin", "Bruno", scene.nadia.email):
        assert untold not in client.text
    day = clock.local(scene.slot.starts_at).date()
    client.get(f"/association/attendus?jour={day.isoformat()}")
    assert ("Nadia Haddad" in client.text, "Servir le repas" in client.text) == (True, True)
    client.get(f"/association/attendus?jour={(day + timedelta(days=1)).isoformat()}")
    assert "Personne n’est attendu" in client.text


@pytest.mark.parametrize(("right", "status"), [("right_hours", 200), ("right_candidates", 200), ("right_missions", 403)])
def test_it_is_of_who_keeps_candidates_or_hours(client: PageClient, scene: Any, right: str, status: int) -> None:
    helper = person()
    keep(Membership(association_id=scene.host.id, user_id=helper.id, role=MemberRole.MEMBER, **{right: True}))
    sign_in(client, helper)
    assert client.get(f"/association/missions/{scene.mission.public_id}/attendus").status_code == status
    client.get(f"/association/attendus?jour={clock.local(scene.slot.starts_at).date().isoformat()}")
    assert ("Nadia Haddad" in client.text) == (status == 200)


def test_a_day_asks_no_more_statements_for_more_names(scene: Any) -> None:
    def count() -> int:
        with counted_queries("SELECT") as asked:
            assert sheets.sheets_of_the_day(scene.member, clock.local(scene.slot.starts_at).date())
        return len(asked)

    before = count()
    for _each in range(4):
        other = mission(scene.host, kind=MissionKind.DATED)
        row = candidature(other, creneau_id=creneau(other).id)
        engagements.accept_candidature(row, by=scene.member)
    assert count() == before


def test_a_regular_mission_names_the_days_of_its_week(scene: Any) -> None:
    regular = mission(scene.host, half_days=1 << (3 * ((clock.today().weekday() + 2) % 7)))
    engagements.accept_candidature(candidature(regular, scene.nadia), by=scene.member)
    assert [each.day for each in sheets.coming_sheets(regular)] == [clock.today() + timedelta(days=2)]
