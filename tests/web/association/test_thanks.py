"""« Dire merci »: from the association's page to the person's, changed without a second message, and never before the attestation."""

from benevolat.passeport import services as passeport
from tests.engagements.stage import SENTENCE, Stage, confirmed, mails_to
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

WORDS = "Grâce à vous, quarante familles ont mangé chaud."


def agreed() -> Stage:
    stage = confirmed()
    passeport.agree_bilan(stage.engagement, by=stage.volunteer)
    return stage


def test_a_merci_goes_from_one_page_to_the_other(client: PageClient) -> None:
    stage = agreed()
    sign_in(client, stage.member)
    client.get(f"/association/engagements/{stage.engagement.public_id}")
    client.follow("Dire merci")
    assert client.h1 == "Dire merci à Nadia"
    assert SENTENCE in client.text, "what the association wrote helps it to thank"
    client.submit("Envoyer mon merci", words=WORDS)
    assert "Votre merci est envoyé." in client.text
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}")
    text = client.text
    assert text.index("Le bilan") < text.index("Un merci pour vous") < text.index(WORDS) < text.index("Vos compétences")
    assert "Marc Reynaud" in text


def test_it_is_changed_without_a_second_message(client: PageClient) -> None:
    stage = agreed()
    sign_in(client, stage.member)
    client.get(f"/association/engagements/{stage.engagement.public_id}/merci")
    client.submit("Envoyer mon merci", words=WORDS)
    told = len(mails_to(stage.volunteer))
    client.follow("Changer mon merci")
    assert "Votre merci est déjà parti." in client.text
    assert WORDS in client.text
    client.submit("Changer mon merci", words="Merci encore.")
    assert "Merci encore." in client.text
    assert len(mails_to(stage.volunteer)) == told


def test_nothing_is_thanked_before_both_agree(client: PageClient) -> None:
    stage = confirmed()
    sign_in(client, stage.member)
    assert client.get(f"/association/engagements/{stage.engagement.public_id}/merci").status_code == 303


def test_a_person_without_a_first_name_is_thanked_too(client: PageClient) -> None:
    stage = agreed()
    stage.volunteer.first_name = stage.volunteer.last_name = ""
    sign_in(client, stage.member)
    client.get(f"/association/engagements/{stage.engagement.public_id}/merci")
    assert client.h1 == "Dire merci"
    client.submit("Envoyer mon merci", words="")
    assert "Cette réponse est nécessaire." in client.text
