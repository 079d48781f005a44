"""The desk copies signed sheets: found by their code alone, tried a bounded number of times, never listed."""

from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.ailleurs import services
from benevolat.engagements.models import BilanState
from tests.ailleurs.stage import asked, declared
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def sheet() -> Any:
    """A sheet that waits."""
    someone, row = declared(person(first_name="Samira", last_name="Haddad"))
    return services.ask_on_paper(row, by=someone)


def test_no_sheet_is_listed(client: PageClient, session: Any) -> None:
    sheet()
    sign_in(client, agent(Role.MODERATEUR))
    for path in ("/moderation/feuilles", "/moderation"):
        client.get(path)
        assert "Samira" not in client.text


@pytest.mark.parametrize("role", [Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR])
def test_other_agents_are_refused(client: PageClient, session: Any, role: Role) -> None:
    waiting = sheet()
    sign_in(client, agent(role))
    for path in ("/moderation/feuilles", f"/moderation/feuilles/{waiting.public_id}"):
        assert client.get(path).status_code == 403


def test_what_is_not_a_waiting_sheet_is_not_there(client: PageClient, session: Any) -> None:
    waiting, (_someone, _row, by_mail) = sheet(), asked()
    sign_in(client, agent(Role.MODERATEUR))
    assert client.get(f"/moderation/feuilles/{by_mail.public_id}").status_code == 404
    address = f"/moderation/feuilles/{waiting.public_id}"
    assert client.get(address).headers["Cache-Control"] == "no-store"
    services.remove(waiting.engagement, by=waiting.engagement.user)
    assert client.get(address).status_code == 404


def test_an_error_keeps_what_was_typed_and_writes_nothing(client: PageClient, session: Any) -> None:
    waiting = sheet()
    sign_in(client, agent(Role.MODERATEUR)).get(f"/moderation/feuilles/{waiting.public_id}")
    client.submit("Enregistrer la feuille", hours="0", sentence="A tenu la buvette.", signer="Odile", function="présidente")
    assert "ne tient pas dans les dates" in client.text
    assert "A tenu la buvette." in client.text
    session.expire_all()
    assert waiting.engagement.bilan.state is BilanState.DECLARED


def test_codes_are_tried_forty_times(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    assert {client.get("/moderation/feuilles?code=zzzzzzzz").status_code for _time in range(40)} == {200}
    assert client.get("/moderation/feuilles?code=zzzzzzzz").status_code == 429
