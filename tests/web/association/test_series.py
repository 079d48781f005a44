"""A series of dates through the screens: the rhythm, the boxes, and nothing written before they were seen."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.engagements.queries import engagement_of
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

NOW = clock.paris(2026, 11, 23, 12)
TUESDAYS = {"weekdays": ["1"], "first": "2026-11-24", "last": "2027-01-12", "slot_start": "14:00", "slot_end": "16:00", "slot_places": "3"}


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


@pytest.fixture
def draft(nadia: Any, client: PageClient) -> Mission:
    row = mission(association(member=nadia), publication=Publication.DRAFT, published_at=None, half_days=0)
    sign_in(client, nadia)
    return row


def slots(session: Any, row: Mission) -> list[Creneau]:
    session.expire_all()
    return list(session.scalars(sa.select(Creneau).where(Creneau.mission_id == row.id).order_by(Creneau.starts_at)))


def test_every_tuesday_from_the_screen_of_dates(client: PageClient, session: Any, draft: Mission) -> None:
    with clock.frozen(NOW):
        client.get(f"/association/missions/{draft.public_id}/etape-2")
        client.submit("Ajouter une série de dates", kind="dated")
        assert client.h1 == "Ajouter une série de dates"
        client.submit("Voir les dates", **TUESDAYS)
        assert client.h1 == "Vérifier les dates"
        assert "8 dates, de 14 h à 16 h, 3 places à chaque fois." in client.text.replace("\u00a0", " ")
        assert slots(session, draft) == [], "nothing is written by looking"
        kept = ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]
        client.submit("Ajouter ces dates", days=[*kept, "2027-01-05", "2027-01-12"])
        assert client.h1 == "Quand"
        assert "6 dates sont ajoutées." in client.text
    made = slots(session, draft)
    assert [clock.local(each.starts_at).strftime("%d/%m %H:%M") for each in made] == [
        "24/11 14:00", "01/12 14:00", "08/12 14:00", "15/12 14:00", "05/01 14:00", "12/01 14:00"]
    assert {(each.places, each.places_taken) for each in made} == {(3, 0)}
    assert session.get(Mission, draft.id).kind is MissionKind.DATED


def test_what_is_there_already_and_public_holidays(client: PageClient, session: Any, draft: Mission) -> None:
    with clock.frozen(NOW):
        address = f"/association/missions/{draft.public_id}/serie"
        client.get(address)
        client.submit("Voir les dates", **TUESDAYS | {"last": "2026-12-01"})
        client.submit("Ajouter ces dates")
        client.get(address)
        client.submit("Voir les dates", **TUESDAYS | {"weekdays": ["1", "4"], "last": "2026-12-31"})
        assert client.text.count("déjà dans la mission") == 2
        assert "vendredi 25 décembre · jour férié" in client.text
        client.submit("Ajouter ces dates")
        assert "8 dates sont ajoutées." in client.text
    days = [clock.local(each.starts_at).strftime("%d/%m") for each in slots(session, draft)]
    assert "25/12" not in days, "a public holiday is not ticked of itself"
    assert len(days) == len(set(days)) == 10


def test_the_rhythm_can_be_changed_with_its_answers_kept(client: PageClient, draft: Mission) -> None:
    with clock.frozen(NOW):
        client.get(f"/association/missions/{draft.public_id}/serie")
        client.submit("Voir les dates", **TUESDAYS)
        client.follow("Changer le rythme")
        assert client.h1 == "Ajouter une série de dates"
        assert 'value="2027-01-12"' in client.source
        client.submit("Voir les dates", last="2026-11-23")
        assert "La fin est avant le début." in client.text
        client.submit("Voir les dates", last="2027-01-12", weekdays=["5"], first="2027-01-10")
        assert "Aucune date ne tombe dans cette période" in client.text


@pytest.mark.parametrize(("changes", "said"), [
    ({"slot_end": "14:00"}, "L’heure de fin est avant l’heure de début."), ({"slot_start": ""}, "Dites à quelle heure cela commence."),
    ({"slot_places": "0"}, "Écrivez un nombre de places entre 1 et 500."), ({"last": "2029-01-01"}, "deux ans au plus"),
    ({"first": "demain"}, "Il reste quelque chose à corriger"), ({"weekdays": []}, "Cette réponse est nécessaire."),
    ({"rhythm": "year"}, "Il reste quelque chose à corriger"),
])
def test_a_series_that_cannot_be_says_why(client: PageClient, draft: Mission, changes: dict[str, Any], said: str) -> None:
    with clock.frozen(NOW):
        answer = client.get(f"/association/missions/{draft.public_id}/serie", query_string={**TUESDAYS, "rhythm": "week", **changes})
    assert answer.status_code == 400
    assert client.h1 == "Ajouter une série de dates"
    assert said in client.text


def test_only_dates_of_the_series_are_written(client: PageClient, session: Any, draft: Mission) -> None:
    with clock.frozen(NOW):
        client.get(f"/association/missions/{draft.public_id}/serie")
        client.submit("Voir les dates", **TUESDAYS)
        client.submit("Ajouter ces dates", days=["2026-12-02"])
        assert client.h1 == "Vérifier les dates"
        client.submit("Ajouter ces dates", days=[])
        assert "Cochez au moins une date." in client.text
    assert slots(session, draft) == []


def test_more_than_sixty_dates_are_said_and_the_first_ones_ticked(client: PageClient, session: Any, draft: Mission) -> None:
    with clock.frozen(NOW):
        client.get(f"/association/missions/{draft.public_id}/serie")
        client.submit("Voir les dates", **TUESDAYS | {"last": "2028-06-27"})
        assert "Toutes les dates ne tiennent pas" in client.text
        client.submit("Ajouter ces dates")
        assert "60 dates sont ajoutées." in client.text
    assert len(slots(session, draft)) == 60


def test_a_date_is_moved_and_its_people_are_told(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia, trusted=True), kind=MissionKind.DATED)
    slot, other = creneau(row, days=7, places=2), creneau(row, days=14)
    amina, luc = person(email="amina@courriel.example"), person(email="luc@courriel.example")
    expected = candidature(row, amina, creneau_id=slot.id)
    candidature(row, luc, creneau_id=other.id)
    engagements.accept_candidature(expected, by=nadia, message="")
    sign_in(client, nadia)
    day = clock.today() + timedelta(days=10)
    client.get(f"/association/missions/{row.public_id}/dates/{slot.public_id}")
    client.submit("Enregistrer la date", slot_day=day.isoformat(), slot_start="9h30", slot_end="11h", slot_places="4")
    assert "C’est enregistré." in client.text
    session.expire_all()
    moved = session.get(Creneau, slot.id)
    assert (clock.local(moved.starts_at).strftime("%H:%M"), moved.places, moved.places_taken) == ("09:30", 4, 1)
    assert engagement_of(expected).starts_on == day
    told = [each.to for each in session.scalars(sa.select(OutgoingMail)) if "quand elle a lieu" in each.body]
    assert told == ["amina@courriel.example"], "whoever chose another date is not disturbed"


def test_a_date_past_midnight_keeps_its_night(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    day = clock.today() + timedelta(days=3)
    slot = creneau(row, starts_at=clock.paris(day.year, day.month, day.day, 22), ends_at=clock.paris(day.year, day.month, day.day, 22)
                   + timedelta(hours=3))
    sign_in(client, nadia)
    client.get(f"/association/missions/{row.public_id}/dates/{slot.public_id}")
    client.submit("Enregistrer la date", slot_places="6")
    [after] = slots(session, row)
    assert (after.places, after.duration) == (6, timedelta(hours=3))


def test_a_date_of_a_draft_is_taken_away(client: PageClient, session: Any, draft: Mission) -> None:
    slot = creneau(draft)
    draft.kind = MissionKind.DATED
    client.get(f"/association/missions/{draft.public_id}/dates/{slot.public_id}")
    client.submit("Enlever cette date")
    assert "La date est enlevée." in client.text
    assert slots(session, draft) == []


def test_a_published_rhythm_takes_no_series(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia))
    sign_in(client, nadia)
    assert client.get(f"/association/missions/{row.public_id}/serie").status_code == 303
