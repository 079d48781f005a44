"""What was done elsewhere bears its mark on every screen where somebody may take its host for an association of the platform."""

from typing import Any

from benevolat.accounts.models import Role, User
from benevolat.ailleurs import services
from benevolat.engagements.models import Engagement
from benevolat.passeport.services import ask_validation
from tests.ailleurs.stage import answered
from tests.factories.passeport import attested
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

HOST = "Club de quilles de Vif"
MARKED = f"{HOST} (hors d’Isère bénévolat)"


def done() -> tuple[User, Engagement]:
    """Somebody and what was attested elsewhere."""
    someone, row, _request = answered()
    return someone, services.agree_bilan(row, by=someone).engagement


def test_on_the_persons_screens(client: PageClient, session: Any) -> None:
    someone, row = done()
    here = attested(someone, "ecouter")
    sign_in(client, someone)
    client.get("/mon-passeport")
    assert MARKED in client.text
    assert f"{here.host} (hors" not in client.text
    client.get("/mon-passeport/choix")
    client.submit("Continuer", start="everything")
    assert MARKED in client.text
    assert f"{here.host} (hors" not in client.text
    client.get("/mes-engagements")
    assert client.text.count("Hors d’Isère bénévolat") == 1
    client.get(f"/mes-engagements/{row.public_id}")
    assert "Hors d’Isère bénévolat" in client.text


def test_a_desk_that_puts_the_mark_of_the_departement_is_told(client: PageClient, session: Any) -> None:
    someone, row = done()
    request, here = ask_validation(row, by=someone), attested(someone, "ecouter")
    ordinary = ask_validation(here, by=someone)
    sign_in(client, agent(Role.MODERATEUR)).get("/moderation/validations")
    assert MARKED in client.text
    client.get(f"/moderation/validations/{request.public_id}")
    assert MARKED in client.text
    assert "Nous n’avons pas vérifié cet organisme" in client.text
    client.get(f"/moderation/validations/{ordinary.public_id}")
    assert "hors d’Isère bénévolat" not in client.text.lower()
