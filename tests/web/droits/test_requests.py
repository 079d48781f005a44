"""Asking on the screens, answering in the administration, reading the answer; each knows who read."""

from typing import Any

from benevolat.accounts.models import Role
from benevolat.core import journal
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_a_person_asks_and_reads_the_answer(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina", last_name="Roussel")
    sign_in(client, holder).get("/mes-donnees")
    client.follow("Demander une correction, m’opposer, arrêter les suggestions")
    client.submit("Envoyer ma demande")
    assert client.text.count("Cette réponse est nécessaire.") >= 2
    client.submit("Envoyer ma demande", kind="rectification", words="Mon nom est mal écrit.")
    assert "En attente de réponse" in client.text
    sign_in(client, agent(Role.ADMINISTRATEUR, first_name="Odette", last_name="Ly")).get("/administration/demandes")
    assert "Roussel" not in client.text, "the list names nobody"
    assert "dans les temps" in client.text
    client.follow("Corriger ce que je ne peux pas corriger moi-même, reçue aujourd’hui")
    assert "Mon nom est mal écrit." in client.text
    client.submit("Envoyer la réponse", decision="refuse")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer la réponse", decision="refuse", words="Ce document est signé. Faites-en un nouveau.")
    assert {each.action for each in journal.about(holder.id)} == {"rights.read", "rights.answer"}
    sign_in(client, holder).get("/mes-donnees/demandes")
    assert "Ce document est signé." in client.text
    assert "écrivez à la CNIL" in client.text
    client.get("/mes-donnees/lectures")
    assert "Odette Ly, au Département a lu votre demande" in client.text


def test_one_stops_what_suggests(client: PageClient, session: Any) -> None:
    sign_in(client, person()).get("/mes-donnees/demandes")
    client.submit("Ne plus rien me proposer")
    assert "ne vous propose plus rien" in client.text
