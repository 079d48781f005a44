"""A mission that a partner proposed is applied to there, by a plain link; nobody here lets a candidature fall into a void."""

from typing import Any

import pytest

from benevolat.candidatures.errors import AppliedElsewhere
from benevolat.candidatures.services import send_candidature
from benevolat.missions.models import Mission
from tests.factories import world
from tests.factories.people import person
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.sign_in import sign_in

THERE = "https://un-partenaire.example/missions/12?a=1&b=2"


def theirs(**values: Any) -> Mission:
    return world.mission(**{"publisher": "un-partenaire", "client_id": "12", "application_url": THERE, **values})


def test_the_button_leads_to_the_partner_and_says_so(client: PageClient, session: Any) -> None:
    mission = theirs()
    client.get(f"/missions/{mission.public_id}")
    buttons = [each for each in all_of(client.page, "a") if text_of(each) == "Postuler sur le site du partenaire"]
    assert {(each.get("href"), each.get("rel")) for each in buttons} == {(THERE, "noopener nofollow")}
    assert "un-partenaire.example" in client.text
    assert "Proposer mon aide" not in [text_of(each) for each in all_of(client.page, "a")]
    client.follow("J’ai postulé là-bas : l’écrire dans mes engagements")
    assert client.h1 == "Se connecter"


def test_nobody_applies_here_by_another_way(client: PageClient, session: Any) -> None:
    mission, volunteer = theirs(), person()
    answer = client.get(f"/missions/{mission.public_id}/candidater")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/missions/{mission.public_id}")
    with pytest.raises(AppliedElsewhere):
        send_candidature(mission, None, user=volunteer, message="", by=volunteer)
    sign_in(client, volunteer)
    client.get(f"/missions/{world.mission().public_id}/candidater")
    form = client.form("Envoyer ma candidature")
    token = next(each.get("value") for each in all_of(form, "input") if each.get("name") == "csrf_token")
    client.post(f"/missions/{mission.public_id}/candidater", data={"csrf_token": token, "message": "Bonjour"})
    assert "on propose son aide sur le site du partenaire" in client.text


@pytest.mark.parametrize("values", [
    {"application_url": None}, {"application_url": "javascript:alert(1)"}, {"application_url": "//x"},
    {"publisher": None, "client_id": None},
])
def test_without_a_partners_page_one_applies_here(client: PageClient, session: Any, values: dict[str, Any]) -> None:
    mission = theirs(**values)
    assert mission.partner_url is None
    client.get(f"/missions/{mission.public_id}")
    client.follow("Proposer mon aide")
    assert client.h1.startswith("Candidater")
