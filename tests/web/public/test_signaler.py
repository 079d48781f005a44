"""Saying that something is wrong: without an account, with a trap for machines, a limit, and whom to call in danger."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.missions.models import Mission
from benevolat.signalements.models import Reason, Report, Signalement
from benevolat.web.public.signaler import is_public_page
from tests.conftest import scalar_count
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

SENT = "Votre signalement est envoyé"


@pytest.fixture
def row(session: Any) -> Mission:
    return mission()


@pytest.fixture
def form(client: PageClient, row: Mission) -> PageClient:
    """A visitor's browser, where a mission is reported."""
    client.get(f"/missions/{row.public_id}")
    client.follow("Signaler cette mission")
    return client


def test_a_visitor_reports_without_an_account(form: PageClient, session: Any) -> None:
    assert "Arroser le jardin partagé" in form.text
    form.submit("Envoyer le signalement", reason="money", words="On demande 20 euros.", email=" Visiteuse@courriel.example ")
    assert form.h1 == SENT
    kept = session.scalars(sa.select(Report)).one()
    assert (kept.reason, kept.words, kept.email, kept.user_id) == (
        Reason.MONEY, "On demande 20 euros.", "visiteuse@courriel.example", None)


def test_whom_to_call_is_on_the_page_and_first_after_a_danger(form: PageClient) -> None:
    for number in ("17", "112", "114", "119", "3919"):
        assert number in form.text
    form.submit("Envoyer le signalement", reason="danger")
    assert form.h1 == SENT
    assert "Notre équipe n’est pas un service d’urgence." in form.text
    assert "3919" in form.text


def test_a_person_is_answered_by_their_account(client: PageClient, row: Mission, session: Any) -> None:
    sami = person()
    sign_in(client, sami)
    client.get(f"/signaler/mission/{row.public_id}")
    assert "adresse e-mail" not in client.text
    client.submit("Envoyer le signalement", reason="false")
    client.get(f"/signaler/mission/{row.public_id}")
    client.submit("Envoyer le signalement", reason="false", wants_answer="y")
    assert session.scalars(sa.select(Report.user_id).order_by(Report.id)).all() == [None, sami.id]


def test_a_machine_that_fills_everything_writes_nothing(form: PageClient) -> None:
    form.submit("Envoyer le signalement", reason="money", words="http://vente", site="http://vente")
    assert form.h1 == SENT, "it learns nothing"
    assert scalar_count(Report) == 0


def test_too_many_from_one_place_are_refused(client: PageClient, row: Mission) -> None:
    for _turn in range(20):
        client.get(f"/signaler/mission/{row.public_id}")
        client.submit("Envoyer le signalement", reason="false")
        assert client.h1 == SENT
    client.get(f"/signaler/mission/{row.public_id}")
    assert client.submit("Envoyer le signalement", reason="false").status_code == 429
    assert scalar_count(Report) == 20
    assert scalar_count(Signalement) == 1


def test_what_is_missing_is_said_at_its_place(form: PageClient) -> None:
    form.submit("Envoyer le signalement")
    assert "Cette réponse est nécessaire" in form.text
    form.submit("Envoyer le signalement", reason="other")
    assert "Écrivez une phrase." in form.text
    form.submit("Envoyer le signalement", reason="false", email="pas une adresse")
    assert "field--error" in form.source
    assert scalar_count(Report) == 0


def test_a_page_is_reported_by_its_address(client: PageClient, session: Any) -> None:
    client.get("/aide")
    client.follow("Signaler un problème sur cette page")
    client.submit("Envoyer le signalement", reason="broken")
    assert session.scalars(sa.select(Signalement.target)).one() == "/aide"


@pytest.mark.parametrize("path", [
    "", "aide", "//ailleurs.example", "https://ailleurs.example/aide", "/rien-ici", "/mes-candidatures", "/mon-contrat", "/moderation",
    "/attester/un-lien", "/partage/ABC", "/missions/abcdefghijklmnop", "/" + "a" * 200, "/aide?x=1", "/invitation/jeton",
])
def test_only_a_public_page_that_names_nobody_is_reported(client: PageClient, session: Any, path: str) -> None:
    assert client.get("/signaler/page", query_string={"adresse": path}).status_code == 404


def test_no_link_where_a_page_is_somebodys(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    for path in ("/mes-candidatures", "/mon-passeport", "/compte"):
        client.get(path)
        assert "/signaler/" not in client.source, path
    sign_in(client, agent(Role.MODERATEUR))
    client.get("/moderation")
    assert "/signaler/" not in client.source


def test_public_pages_are_those_anybody_sees(fresh_app: Any) -> None:
    with fresh_app.test_request_context("/"):
        for path in ("/", "/missions", "/associations", "/aide", "/cgu", "/connexion", "/verifier", "/temoignages"):
            assert is_public_page(path), path


def test_a_temoignage_is_reported_from_where_it_is_read(client: PageClient, session: Any) -> None:
    told = temoignage(attested(person()))
    client.get("/temoignages")
    client.follow(f"Signaler le témoignage de {told.shown_name}")
    assert "Un témoignage sur" in client.text
    client.submit("Envoyer le signalement", reason="personal")
    assert session.scalars(sa.select(Signalement.evidence)).one() == told.words


def test_what_does_not_exist_is_not_reported(client: PageClient, session: Any) -> None:
    for path in ("/signaler/mission/rien", "/signaler/association/rien", "/signaler/message/rien-1", "/signaler/verification/RIEN",
                 "/signaler/temoignage/rien", "/signaler/autre/rien"):
        assert client.get(path).status_code == 404
