"""Around an acceptance: the welcome sheet, the duty to check honorability, the calendars behind a secret address."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from benevolat.accounts.models import AgeBand
from benevolat.associations.models import Membership
from benevolat.candidatures import queries, services
from benevolat.candidatures.models import CalendarFeed, State
from benevolat.core import settings
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.missions.models import MissionKind
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member, name="Les Mains Vertes")
        mission = mission(host, title="Servir le repas", kind=MissionKind.DATED, places=None, minors_ok=True, address="4 rue du Pressoir",
                          domaine_code="solidarite")
        slot = creneau(mission, places=9)
        nadia = person(first_name="Nadia", last_name="Belkacem", email="nadia@courriel.example")
        sent = candidature(mission, nadia, creneau_id=slot.id)

    return Scene


def test_the_welcome_is_written_sent_and_shown_once_accepted(client: PageClient, scene: Any) -> None:
    sign_in(client, scene.member)
    client.get(f"/association/missions/{scene.mission.public_id}/accueil")
    client.submit("Enregistrer la fiche", place="La porte bleue")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Enregistrer la fiche", host_name="Odile", place="La porte bleue", arrival="Dix minutes avant", bring="Un tablier")
    sign_in(client, scene.nadia)
    assert client.get(f"/mes-candidatures/{scene.sent.public_id}/accueil").status_code == 404
    client.get(f"/mes-candidatures/{scene.sent.public_id}")
    assert "Odile" not in client.text
    engagements.accept_candidature(scene.sent, by=scene.member)
    db.session.commit()
    letter = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == "nadia@courriel.example")).one()
    client.get(f"/mes-candidatures/{scene.sent.public_id}/accueil")
    for words in ("Odile", "La porte bleue", "Dix minutes avant", "Un tablier"):
        assert words in client.text
        assert words in letter


def test_a_stranger_writes_no_welcome(scene: Any) -> None:
    for who in (scene.nadia, person()):
        with pytest.raises(NotAllowed):
            services.write_welcome(scene.mission, by=who, host_name="Moi")


def test_the_duty_is_recalled_where_it_may_apply_and_only_there(client: PageClient, scene: Any) -> None:
    settings.write(queries.welcome.DUTY_KEY, "Vérifiez, article du jour.", by=None)
    sign_in(client, scene.member)
    client.get(f"/association/candidats/{scene.sent.public_id}")
    assert "Vérifiez, article du jour." in client.text
    garden = candidature(mission(scene.host, domaine_code="environnement"))
    client.get(f"/association/candidats/{garden.public_id}")
    assert "article du jour" not in client.text


def opened(client: PageClient, where: str) -> str:
    """Open a calendar's address as the page shows it, once."""
    client.get(where)
    answer = client.submit("Faire mon adresse")
    found = re.search(r"http://localhost(/agenda/\S+\.ics)", answer.get_data(as_text=True))
    assert found
    again = client.get(where).get_data(as_text=True)
    assert "/agenda/" not in again
    return found[1]


def events(client: PageClient, path: str) -> list[Any]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_an_associations_calendar_has_first_names_only_and_nothing_of_minors(client: PageClient, scene: Any) -> None:
    engagements.accept_candidature(scene.sent, by=scene.member)
    for first_name, band in (("Idriss", AgeBand.ADULT), ("Léa", AgeBand.MINOR)):
        someone = person(first_name=first_name, last_name="Nom", age_band=band)
        candidature(scene.mission, someone, creneau_id=scene.slot.id, state=State.ACCEPTED)
    candidature(scene.mission, person(first_name="Waiting"), creneau_id=scene.slot.id, state=State.WAITLISTED)
    sign_in(client, scene.member)
    path = opened(client, f"/association/{scene.host.public_id}/calendrier")
    [event] = events(client, path)
    assert str(event["summary"]) == "Servir le repas"
    assert str(event["description"]) == "Viennent\u00a0: Nadia, Idriss, 1 personne de 16 ou 17 ans"
    text = client.get(path).get_data(as_text=True)
    for secret in ("Belkacem", "Nom", "Léa", "nadia@courriel", "Waiting"):
        assert secret not in text


def test_it_dies_with_the_right_the_wish_or_another_one(client: PageClient, scene: Any) -> None:
    here = f"/association/{scene.host.public_id}/calendrier"
    sign_in(client, scene.member)
    first = opened(client, here)
    client.get(here)
    client.submit("Faire une autre adresse")
    assert client.get(first).status_code == 404
    token = services.open_feed(scene.member, scene.host)
    db.session.commit()
    client.get(here)
    client.submit("Arrêter ce calendrier")
    assert client.get(f"/agenda/{token}.ics").status_code == 404
    token = services.open_feed(scene.member, scene.host)
    db.session.execute(sa.delete(Membership).where(Membership.user_id == scene.member.id))
    db.session.commit()
    assert client.get(f"/agenda/{token}.ics").status_code == 404
    with pytest.raises(NotAllowed):
        services.open_feed(scene.nadia, scene.host)


def test_ones_own_calendar_has_where_to_come(client: PageClient, scene: Any) -> None:
    engagements.accept_candidature(scene.sent, by=scene.member)
    past = creneau(scene.mission, days=-60)
    candidature(scene.mission, scene.nadia, creneau_id=past.id, state=State.ACCEPTED)
    candidature(scene.mission, scene.nadia, creneau_id=creneau(scene.mission, days=9, cancelled=True).id, state=State.ACCEPTED)
    sign_in(client, scene.nadia)
    [event] = events(client, opened(client, "/mes-candidatures/calendrier"))
    assert "4 rue du Pressoir" in str(event["location"])
    assert event["dtstart"].dt == scene.slot.starts_at.replace(microsecond=0)
    assert db.session.scalars(sa.select(CalendarFeed.association_id)).all() == [None]


def test_a_calendar_costs_the_same_however_many_come(client: PageClient, scene: Any) -> None:
    token = services.open_feed(scene.member, scene.host)

    def statements(more: int) -> int:
        for n in range(more):
            slot = creneau(scene.mission, days=10 + n)
            candidature(scene.mission, creneau_id=slot.id, state=State.ACCEPTED)
        db.session.commit()
        with counted_queries("SELECT") as seen:
            client.get(f"/agenda/{token}.ics")
        return len(seen)

    assert statements(1) == statements(12)
