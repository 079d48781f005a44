"""« Pour vous » on the screens: nothing chosen beforehand, reasons shown, put aside and taken back, offered on the first page."""

import pytest

from benevolat.accounts.models import Role
from benevolat.core.db import db
from benevolat.matching.models import Wish
from benevolat.missions.services import touch
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def someone(client: PageClient) -> PageClient:
    """Somebody signed in, and two missions that the search finds."""
    for title in ("Arroser les tomates", "Tailler les rosiers"):
        touch(mission(title=title), text=True)
    return sign_in(client, person())


def test_one_says_what_one_likes_and_reads_why(someone: PageClient) -> None:
    someone.get("/pour-vous")
    someone.follow("Dire ce qui me plaît")
    chosen = [node.get("value") for node in someone.page.iter() if node.get("checked") is not None]
    assert chosen == [], "nothing is chosen beforehand"
    someone.submit("Voir mes missions", domains=["environnement"], commune="Voiron", travel="bike", half_days=["1"])
    assert someone.h1 == "Pour vous"
    assert "Arroser les tomates" in someone.text
    assert "Domaine choisi" in someone.text
    assert "À moins de 1 km de Voiron" in someone.text
    someone.submit("Ne plus proposer")
    assert someone.text.count("Ne plus proposer") == 1
    someone.submit("Revoir les missions écartées (1)")
    assert someone.text.count("Ne plus proposer") == 2


def test_what_was_said_is_shown_again_changed_and_erased(someone: PageClient) -> None:
    someone.get("/pour-vous/souhaits")
    someone.submit("Voir mes missions", domains=["sport"], company="calm", radius_km="25", commune="Voiron")
    assert "Rien ne répond à vos souhaits" in someone.text
    someone.get("/pour-vous/souhaits")
    chosen = {node.get("value") for node in someone.page.iter() if node.get("checked") is not None}
    assert chosen == {"sport", "calm"}
    someone.submit("Voir mes missions", company="")
    wish = db.session.query(Wish).one()
    assert (wish.company, wish.radius_km) == (None, 25)
    someone.submit("Effacer mes souhaits")
    assert scalar_count(Wish) == 0
    assert "Dites ce qui vous plaît" in someone.text


def test_an_unknown_commune_is_said_at_its_field(someone: PageClient) -> None:
    someone.get("/pour-vous/souhaits")
    someone.submit("Voir mes missions", commune="Nulleville-les-Bains")
    assert "Il reste quelque chose à corriger" in someone.text


@pytest.mark.parametrize("hostile", [{"travel": "rocket"}, {"company": "boss"}])
def test_an_answer_that_was_not_offered_is_no_answer(someone: PageClient, hostile: dict[str, str]) -> None:
    someone.get("/pour-vous/souhaits")
    someone.submit("Voir mes missions", **hostile)
    assert scalar_count(Wish) == 0


def test_the_first_page_offers_it_to_a_person_and_to_nobody_else(someone: PageClient) -> None:
    someone.get("/")
    someone.follow("Dire ce qui me plaît")
    someone.submit("Voir mes missions", domains=["environnement"])
    someone.get("/")
    assert "Voir tout ce qui est pour vous" in someone.text
    assert "Domaine choisi" in someone.text
    sign_in(someone, agent(Role.MODERATEUR)).get("/")
    assert "Dire ce qui me plaît" not in someone.text
    with someone.session_transaction() as session:
        session.clear()
    someone.get("/")
    assert "Dire ce qui me plaît" not in someone.text


def test_the_page_says_what_it_reads_of_a_person(someone: PageClient) -> None:
    someone.get("/pour-vous/souhaits")
    someone.submit("Voir mes missions", domains=["environnement"])
    assert "Seulement ce que vous avez dit ici" in someone.text
    assert "16 ou 17 ans" in someone.text
