"""A visitor applies, is accepted, writes, withdraws; the next one waiting takes the place: through the web and the letterbox only."""

import re
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def last_mail(to: str) -> OutgoingMail:
    """Open the newest letter of an inbox."""
    return db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == to).order_by(OutgoingMail.id.desc()).limit(1)).one()


def follow_link(client: PageClient, letter: OutgoingMail, part: str) -> None:
    """Follow the link of a letter that leads to this part of the site."""
    links = [each for each in re.findall(r"http://localhost(/\S+)", letter.body) if part in each]
    assert links, f"no link to {part} in:\n{letter.body}"
    client.get(links[0], follow_redirects=True)


def digits(text: str) -> str:
    found = re.search(r"\b(\d{6})\b", text)
    assert found
    return found.group(1)


def test_from_visitor_to_volunteer_and_back(session: Any, fresh_app: Any) -> None:
    fresh_app.test_client_class = PageClient
    visitor, second, desk = (fresh_app.test_client() for _ in range(3))
    member = person(first_name="Camille", last_name="Roux", email="camille@mains-vertes.example")
    host = association(member=member, name="Les Mains Vertes", email="contact@mains-vertes.example", phone="+33465710001")
    garden = mission(
        host, title="Arroser le jardin partagé", places=1, address="4 rue du Pressoir", contact_name="Lucie", minors_ok=True,
        meeting_point="Le portail bleu",
    )
    sign_in(desk, member)

    visitor.get(f"/missions/{garden.public_id}")
    assert "4 rue du Pressoir" not in visitor.text
    visitor.follow("Proposer mon aide")
    visitor.submit("Continuer", first_name="Nadia", age_band="adult", contact="Nadia@Courriel.example", message="J’aime les tomates.")
    visitor.submit("Envoyer ma candidature", code=digits(last_mail("nadia@courriel.example").body))
    assert visitor.h1 == "Votre candidature est envoyée"
    assert last_mail("nadia@courriel.example").subject == "Votre candidature est envoyée"

    follow_link(desk, last_mail("camille@mains-vertes.example"), "/reponse/")
    assert (desk.h1, "J’aime les tomates." in desk.text, "nadia@courriel" in desk.text) == ("Répondre à Nadia", True, False)
    desk.submit("Accepter Nadia", message="Venez avec des bottes.")
    assert "nadia@courriel" not in desk.text
    desk.follow("Voir la candidature")
    assert "nadia@courriel.example" in desk.text

    follow_link(visitor, last_mail("nadia@courriel.example"), "/mes-candidatures/")
    for words in ("4 rue du Pressoir", "Lucie", "Le portail bleu", "Venez avec des bottes."):
        assert words in visitor.text
    visitor.submit("Envoyer le message", body="Faut-il un chapeau ?")
    follow_link(desk, last_mail("camille@mains-vertes.example"), "/association/candidats/")
    assert "Faut-il un chapeau" in desk.text
    desk.submit("Envoyer le message", body="Oui, il fait chaud.")
    assert "Oui, il fait chaud." in last_mail("nadia@courriel.example").body

    second.get(f"/missions/{garden.public_id}/candidater")
    assert second.h1 == "Rejoindre la liste d’attente"
    second.submit("Continuer", first_name="Idriss", age_band="adult", contact="06 39 98 12 34")
    second.submit("Rejoindre la liste d’attente", code=digits(db.session.scalars(sa.select(OutgoingSms.body)).one()))
    assert second.h1 == "Vous êtes sur la liste d’attente"

    follow_link(visitor, last_mail("nadia@courriel.example"), "/mes-candidatures/")
    visitor.submit("Retirer ma candidature")
    assert "4 rue du Pressoir" not in visitor.text
    letter = last_mail("camille@mains-vertes.example")
    assert "Idriss est en tête de votre liste d’attente." in letter.body
    follow_link(desk, letter, "/reponse/")
    assert "18 ans ou plus" in desk.text
    desk.submit("Accepter Idriss")
    desk.follow("Voir la candidature")
    assert "06 39 98 12 34" in desk.text.replace("\u00a0", " ")
    second.follow("Voir ma candidature")
    assert "Le portail bleu" in second.text
    assert all("Idriss" not in each.body for each in db.session.scalars(sa.select(OutgoingSms)))


def test_a_refusal_leads_somewhere(session: Any, client: PageClient) -> None:
    member, volunteer = person(), person(first_name="Nadia", email="nadia@courriel.example", age_band=AgeBand.ADULT)
    garden = mission(association(member=member))
    sign_in(client, volunteer)
    client.get(f"/missions/{garden.public_id}/candidater")
    client.submit("Envoyer ma candidature")
    sign_in(client, member)
    client.get("/association/candidats")
    client.follow("Nadia")
    client.submit("Envoyer cette réponse", reason="places")
    sign_in(client, volunteer)
    client.get("/mes-candidatures")
    client.follow("Arroser le jardin partagé")
    assert "Les places sont déjà prises." in client.text
    client.follow("Trouver une autre mission")
    assert client.h1 == "Trouver une mission"
    letter = last_mail("nadia@courriel.example")
    assert "Les places sont déjà prises." in letter.body
    assert "http://localhost/missions" in letter.body
