"""On the screens: what an association, a desk and a référent open is told to the person on « Qui a lu mon dossier »."""

from typing import Any

from benevolat.accounts.models import Role
from benevolat.core import journal
from tests.factories.insertion import linked
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage
from tests.factories.world import association, candidature, engagement, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_what_an_association_opens_is_told_to_the_person(client: PageClient, session: Any) -> None:
    holder, member = person(first_name="Amina", last_name="Roussel"), person(last_name="Morel")
    host = association(member=member, name="Les Mains Vertes")
    sent = candidature(mission(host), holder)
    done = engagement(sent)
    sign_in(client, member).get(f"/association/candidats/{sent.public_id}")
    assert "Amina" in client.h1
    client.get(f"/association/candidats/{sent.public_id}")
    client.get(f"/association/engagements/{done.public_id}")
    assert sorted(each.action for each in journal.about(holder.id)) == ["candidature.read", "engagement.read"]
    sign_in(client, holder).get("/compte")
    client.follow("Qui a lu mon dossier")
    assert client.text.count("L’association Les Mains Vertes") == 2
    assert "Morel" not in client.text


def test_what_the_desk_opens_is_told_to_the_person(client: PageClient, session: Any) -> None:
    holder = person()
    row = temoignage(attested(holder))
    desk = agent(Role.MODERATEUR, first_name="Lise", last_name="Caron")
    sign_in(client, desk).get(f"/moderation/temoignages/{row.public_id}")
    assert [each.action for each in journal.about(holder.id)] == ["temoignage.read"]
    sign_in(client, holder).get("/mes-donnees/lectures")
    assert "Lise Caron, au guichet ou à la modération a lu votre témoignage" in client.text


def test_nothing_was_read_yet(client: PageClient, session: Any) -> None:
    holder, other = person(), person()
    journal.record("accompagnement.read", actor_id=linked(other).id, subject_id=other.id)
    sign_in(client, holder).get("/mes-donnees/lectures")
    assert "Personne n’a ouvert vos données" in client.text
    assert client.get("/mes-donnees/lectures").headers["Cache-Control"] == "no-store"
