"""An engagement elsewhere on the person's screens: declared, changed, asked of its host, taken back, printed."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.ailleurs.models import ProofRequest
from benevolat.core.db import transaction
from benevolat.engagements.models import Engagement, State
from tests.ailleurs.stage import HOST, asked, declared
from tests.conftest import scalar_count
from tests.engagements.stage import mails
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

VALUES = {"title": "Couvrir les livres", "host": "La bibliothèque", "starts_on": "2025-03-01", "hours": "20", "words": "Des livres."}


def test_an_engagement_elsewhere_is_added_changed_and_taken_out(client: PageClient) -> None:
    sign_in(client, person())
    client.get("/mes-engagements/ailleurs")
    client.submit("Ajouter à mes engagements", **VALUES, ends_on="2025-02-01")
    assert "La fin est avant le début." in client.text
    client.submit("Ajouter à mes engagements", **VALUES, ends_on="2025-06-01", domaine="culture-patrimoine", competences=["ecouter"])
    assert client.h1 == "Couvrir les livres"
    assert "Déclaré par vous" in client.text
    assert "Hors d’Isère bénévolat" in client.text
    client.follow("Changer ce que j’ai déclaré")
    client.submit("Enregistrer", hours="15", host="La médiathèque")
    assert "15 h" in client.text
    assert "La médiathèque" in client.text
    client.get("/mon-passeport")
    assert "Couvrir les livres" in client.text
    client.get("/mes-engagements")
    client.follow("Couvrir les livres")
    client.submit("Enlever de mes engagements")
    with transaction() as session:
        assert session.query(Engagement).one().state is State.CANCELLED
    assert scalar_count(Engagement) == 1


@pytest.mark.parametrize(("dates", "words"), [
    ({"starts_on": "2999-03-01", "ends_on": ""}, "C’est prévu"), ({"starts_on": "2025-03-01", "ends_on": ""}, "C’est en cours"),
])
def test_what_goes_on_or_is_to_come_is_declared_too(client: PageClient, dates: dict[str, str], words: str) -> None:
    sign_in(client, person())
    client.get("/mes-engagements/ailleurs")
    client.submit("Ajouter à mes engagements", **{**VALUES, **dates, "hours": "", "words": ""})
    assert words in client.text
    assert "Demander une attestation" not in client.text


def test_hours_of_what_is_to_come_are_refused_at_the_field(client: PageClient) -> None:
    sign_in(client, person())
    client.get("/mes-engagements/ailleurs")
    client.submit("Ajouter à mes engagements", **{**VALUES, "starts_on": "2999-03-01", "ends_on": ""})
    assert "laissez cette case vide" in client.text


def test_asking_by_mail_then_another_address_then_taking_back(client: PageClient, session: Any) -> None:
    someone, row = declared(person(email="nadia@courriel.example"))
    address = f"/mes-engagements/{row.public_id}"
    sign_in(client, someone).get(address)
    client.follow("Demander une attestation")
    client.submit("Envoyer la demande", contact_name="Moi", email="Nadia@courriel.example")
    assert "C’est une de vos adresses" in client.text
    client.submit("Envoyer la demande", contact_name="Odile", email="pas une adresse")
    assert client.h1 == "Demander une attestation"
    client.submit("Envoyer la demande", contact_name="Odile Perrin", email=HOST)
    assert "Notre message est parti" in client.text
    assert f"Nous avons écrit à Odile Perrin ({HOST})" in client.text
    assert "Changer ce que j’ai déclaré" not in client.text
    assert "Envoyer de nouveau" not in client.text, "one letter a day"
    client.get(f"{address}/modifier", follow_redirects=True)
    assert "ne peut pas changer maintenant" in client.text
    client.get(address)
    client.follow("Demander à quelqu’un d’autre")
    assert client.h1 == "Changer l’adresse"
    client.submit("Envoyer la demande", contact_name="Paul", email="paul@quilles.example")
    assert [each.to for each in mails()] == [HOST, "paul@quilles.example"]
    client.submit("Reprendre ma demande")
    assert "Votre demande est reprise" in client.text
    client.follow("Changer ce que j’ai déclaré")
    assert client.h1 == "Changer ce que j’ai déclaré"


def test_a_second_letter_the_next_day(client: PageClient, session: Any) -> None:
    someone, row, request = asked()
    request.sent_at -= timedelta(days=1)
    sign_in(client, someone).get(f"/mes-engagements/{row.public_id}")
    client.submit("Envoyer de nouveau")
    assert "L’ancien ne marche plus" in client.text
    assert [each.to for each in mails()] == [HOST, HOST]
    assert "Demande envoyée de nouveau" in client.text


def test_the_sheet_is_a_pdf_for_the_person_alone(client: PageClient, session: Any) -> None:
    someone, row = declared()
    address = f"/mes-engagements/{row.public_id}"
    sign_in(client, someone)
    assert client.get(f"{address}/feuille.pdf").status_code == 404
    client.get(f"{address}/demander")
    client.submit("Préparer une feuille à signer")
    assert "Votre feuille est prête" in client.text
    answer = client.get(f"{address}/feuille.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    sign_in(client, person())
    assert client.get(f"{address}/feuille.pdf").status_code == 404


def test_forms_of_an_engagement_on_the_platform_are_not_offered(client: PageClient, session: Any) -> None:
    someone, row = declared()
    sign_in(client, someone).get(f"/mes-engagements/{row.public_id}")
    shown = {button.text or "" for button in client.page.iter("button")}
    assert not shown & {"Cela n’a pas eu lieu", "Ce n’est pas fini", "Noter ces heures", "Garder dans mon passeport"}
    assert scalar_count(ProofRequest) == 0
