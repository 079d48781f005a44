"""A closed door on the screens: read in plain words, with a way on, by the person; nothing for the association of a person's own no."""

from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.candidatures import queries, services
from benevolat.candidatures.models import DoorReason
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in


@pytest.fixture
def scene(session: Any) -> Any:
    class Scene:
        member = person(first_name="Camille")
        host = association(member=member, name="Les Mains Vertes", commune_code="38563")
        mission, other = mission(host, title="Servir le repas"), mission(host, title="Ranger la réserve")
        nadia = person(first_name="Nadia")
        sent = candidature(mission, nadia)

    return Scene


def test_an_association_closes_the_person_asks_and_the_desk_answers(client: PageClient, scene: Any) -> None:
    sign_in(client, scene.member).get(f"/association/candidats/{scene.sent.public_id}")
    client.follow("Ne plus recevoir cette personne")
    client.submit("Ne plus recevoir cette personne", reason="other")
    assert "Une phrase pour la personne" in client.text
    client.submit("Ne plus recevoir cette personne", reason="waited", sentence="Appelez-nous.")
    assert (client.h1, "Nadia" in client.text) == ("Les personnes que vous ne recevez plus", True)
    for path in (f"/missions/{scene.other.public_id}", f"/missions/{scene.other.public_id}/candidater"):
        sign_in(client, scene.nadia).get(path)
        assert "sans nouvelles de vous" in client.text
        assert "Proposer mon aide" not in client.text.replace("Garder", "")[:400]
    client.follow("Voir ce que je peux faire")
    client.submit("Demander à quelqu’un de regarder")
    assert "Vous nous avez demandé de regarder" in client.text
    sign_in(client, agent(Role.MODERATEUR)).get("/moderation")
    client.follow("1 personne demande à être reçue")
    client.follow("Nadia")
    client.submit("Répondre sans rien changer", answer="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Ouvrir de nouveau")
    assert queries.door_of(scene.nadia, scene.host.id) is None
    sign_in(client, scene.nadia).get(f"/missions/{scene.other.public_id}/candidater")
    assert client.h1 == "Candidater"


def pages_of(client: PageClient, scene: Any) -> list[str]:
    """Return what the association reads of a person, without what changes at each reading."""
    sign_in(client, scene.member)
    return [client.get(path).get_data(as_text=True).split("<main", 1)[1].split('name="csrf_token"')[0] for path in (
        "/association/candidats", f"/association/candidats/{scene.sent.public_id}", "/association/candidats/non-recus")]


def test_a_persons_own_no_shows_nothing_to_the_association_and_is_undone(client: PageClient, scene: Any) -> None:
    services.post_message(scene.sent, by=scene.member, body="Bonjour Nadia.")
    before = pages_of(client, scene)
    sign_in(client, scene.nadia).get(f"/associations/{scene.host.public_id}")
    client.follow("Ne plus voir cette association")
    assert "Servir le repas" in client.text
    client.submit("Ne plus voir cette association")
    assert (client.h1, "Les Mains Vertes" in client.text) == ("Vous et les associations", True)
    assert pages_of(client, scene) == before
    services.post_message(scene.sent, by=scene.member, body="Venez mardi.")
    sign_in(client, scene.nadia).get(f"/mes-candidatures/{scene.sent.public_id}")
    assert ("1 message rangé" in client.text.replace("\u00a0", " "), "J’ai lu" in client.text) == (True, False)
    client.get(f"/missions/{scene.other.public_id}")
    assert "Vous avez choisi de ne plus voir cette association" in client.text
    client.submit("La voir de nouveau")
    assert (client.h1, "Vous avez choisi" in client.text) == ("Ranger la réserve", False)


def test_a_door_that_is_closed_is_read_before_one_applies_by_code_too(client: PageClient, scene: Any) -> None:
    services.close_door(scene.sent, by=scene.member, reason=DoorReason.AGREED)
    client.get(f"/missions/{scene.other.public_id}/candidater")
    client.submit("Continuer", first_name="Nadia", age_band="adult", contact=scene.nadia.email)
    client.submit("Envoyer ma candidature", code=last_code(scene.nadia.email))
    assert "Cette association ne reçoit plus vos candidatures" in client.text
