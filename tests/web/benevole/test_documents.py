"""Choosing what to show, on screen: picked one by one, ordered, seen as others would, made into a document, shared for a time."""

from xml.etree.ElementTree import Element

import pytest

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.proofs import keys, queries, services
from benevolat.proofs.models import Version
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def holder() -> User:
    return person(first_name="Nadia", last_name="Belkacem")


def begin(client: PageClient, start: str = "everything") -> None:
    client.get("/mon-passeport/documents")
    client.follow("Choisir ce que je montre")
    client.submit("Continuer", start=start)


def boxes(client: PageClient) -> list[Element]:
    return [each for each in client.page.iter() if each.get("name") == "engagements"]


def test_nothing_is_chosen_for_the_person(client: PageClient) -> None:
    who = holder()
    attested(who)
    sign_in(client, who)
    client.get("/mon-passeport/choix")
    assert not [each for each in client.page.iter() if each.get("name") in {"start", "kind", "days"} and each.get("checked") is not None]
    client.submit("Continuer", start="nothing")
    assert [each.get("checked") for each in boxes(client)] == [None]
    client.submit("Enregistrer mon choix")
    assert "Rien n’est choisi pour le moment." in client.text
    assert "Faire ce document" not in client.text


def test_what_is_ticked_is_seen_as_others_would_in_the_order_given(client: PageClient) -> None:
    who = holder()
    first, second = attested(who, "ecouter", "accueillir"), attested(who, "cuisiner")
    first.title, second.title = "Tenir l’accueil", "Servir le repas"
    sign_in(client, who)
    begin(client)
    order = [each.get("value") for each in boxes(client)]
    assert set(order) == {first.public_id, second.public_id}
    client.submit("Descendre : " + (second.title if order[0] == second.public_id else first.title))
    assert [each.get("value") for each in boxes(client)] == order[::-1]
    client.submit("Enregistrer mon choix", engagements=[first.public_id], **{f"skills-{first.public_id}": []})
    assert "Tenir l’accueil" in client.text
    for hidden in ("Servir le repas", "Écouter", "Cuisiner"):
        assert hidden not in client.text, hidden


def test_a_neutral_title_takes_the_place_of_the_true_one(client: PageClient) -> None:
    who = holder()
    done = attested(who)
    sign_in(client, who)
    begin(client)
    client.submit("Enregistrer mon choix", **{f"title-{done.public_id}": "Aider un lieu d’accueil"})
    assert "Aider un lieu d’accueil" in client.text
    assert "Arroser le jardin partagé" not in client.text


@pytest.mark.parametrize("button", ["Faire l’attestation", "En faire un certificat"])
def test_a_document_of_one_engagement_bears_the_name_its_holder_writes(client: PageClient, button: str) -> None:
    who = holder()
    done = attested(who)
    assert done.bilan is not None
    done.bilan.thanks, done.bilan.thanks_by, done.bilan.thanked_at = "Merci de votre patience.", "Paul Morel", clock.now()
    sign_in(client, who)
    client.get(f"/mes-engagements/{done.public_id}")
    client.submit(button, title="x" * 121)
    assert "C’est un peu long" in client.text
    client.submit(button, title="Aider un lieu d’accueil")
    [made] = queries.own_documents(who)
    said = str(made.content) + str([each.body for each in made.credentials])
    assert "Aider un lieu d’accueil" in said
    assert done.title not in said
    client.get(f"/mes-engagements/{done.public_id}")
    client.submit(button)
    assert queries.own_documents(who)[0].content["engagements"][0]["title"] == done.title


def test_a_document_is_made_fetched_and_taken_back(client: PageClient) -> None:
    who = holder()
    attested(who)
    sign_in(client, who)
    begin(client)
    client.submit("Enregistrer mon choix")
    client.submit("Faire ce document")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Faire ce document", kind="cv")
    assert "Valable" in client.text
    page = client.source
    assert client.follow("Ouvrir le PDF").data.startswith(b"%PDF-")
    client.get("/mon-passeport/documents")
    client.follow("Passeport bénévole")
    client.get("/mon-passeport/documents/" + page.split("/mon-passeport/documents/")[1].split("/")[0])
    answer = client.follow("Attestation numérique 1 : " + attested_host(who) + " (JSON)")
    assert answer.mimetype == "application/ld+json"
    client.get("/mon-passeport/documents/" + page.split("/mon-passeport/documents/")[1].split("/")[0])
    client.submit("Retirer ce document")
    assert "Vous avez retiré ce document" in client.text
    assert "Ouvrir le PDF" not in client.text


def attested_host(who: User) -> str:
    return queries.choosable(who)[0].engagement.host


def test_a_link_shows_the_choice_until_it_is_closed(client: PageClient) -> None:
    who = holder()
    done = attested(who)
    sign_in(client, who)
    begin(client)
    client.submit("Enregistrer mon choix")
    client.submit("Ouvrir ce lien")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Ouvrir ce lien", days="7")
    address = next(each.get("value") or "" for each in client.page.iter() if (each.get("id") or "").startswith("lien-"))
    assert "Pas encore vu." in client.text
    client.get(address)
    assert "Nadia Belkacem" in client.text
    assert done.title in client.text
    assert who.email not in client.source
    client.get("/mon-passeport/documents")
    assert "Vu 1 fois." in client.text
    client.submit("Fermer ce lien")
    assert client.get(address).status_code == 404
    assert "Nadia" not in client.source


def test_without_the_keys_the_person_is_told_and_nothing_is_lost(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    who = holder()
    attested(who)
    sign_in(client, who)
    begin(client)
    client.submit("Enregistrer mon choix")
    monkeypatch.setattr(keys, "PRIVATE", "nowhere.pem")
    client.submit("Faire ce document", kind="passeport")
    assert "Nous ne pouvons pas signer de document en ce moment." in client.text
    assert "Ce que les autres verront" in client.text


def test_another_person_reaches_none_of_it(client: PageClient) -> None:
    who = holder()
    done = attested(who)
    version: Version = services.start_version(title="À moi", everything=True, by=who)
    share = services.open_share(version, days=1, with_contact=False, by=who)
    made = services.issue_attestation(done, by=who)
    sign_in(client, holder())
    for path in (f"/mon-passeport/choix/{version.public_id}", f"/mon-passeport/choix/{version.public_id}/apercu",
                 f"/mon-passeport/documents/{made.public_id}", f"/mon-passeport/documents/{made.public_id}/document.pdf",
                 f"/mon-passeport/documents/{made.public_id}/attestation-1.json"):
        assert client.get(path).status_code == 404, path
    client.get("/mon-passeport/documents")
    assert "À moi" not in client.text
    assert share.expires_at > clock.now()


def test_an_engagement_of_somebody_else_is_not_chosen_by_its_name(client: PageClient) -> None:
    who, other = holder(), attested(person())
    attested(who)
    sign_in(client, who)
    begin(client)
    client.submit("Enregistrer mon choix", engagements=[other.public_id])
    assert "Cet engagement n’est pas dans votre passeport." in client.text
