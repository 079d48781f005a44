"""« Mes données » shows what is kept of who is signed in, and nothing of anybody else."""

from typing import Any

from tests.factories import world
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_a_treatment_is_shown_once_it_holds_something(client: PageClient, session: Any) -> None:
    someone, other = person(), person()
    world.candidature(world.mission(), other)
    sign_in(client, someone)
    client.get("/mes-donnees")
    assert "Votre compte" in client.text
    assert "Vos candidatures" not in client.text
    world.candidature(world.mission(), someone)
    client.get("/mes-donnees")
    assert "Vos candidatures" in client.text
