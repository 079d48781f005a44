"""The association's screens: what is told of it, and the report to the desk."""

from typing import Any

import pytest

from benevolat.temoignages.models import State, Temoignage
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.temoignages import WORDS, host_of, temoignage
from tests.factories.world import association
from tests.support.page_client import PageClient, all_of
from tests.support.sign_in import sign_in


@pytest.fixture
def row(session: Any) -> Temoignage:
    """A published témoignage."""
    return temoignage(attested(person(last_name="Zidounov")), shown_name="Une bénévole")


def test_read_and_reported(client: PageClient, row: Temoignage) -> None:
    sign_in(client, host_of(row.engagement)).get("/association")
    client.get("/association", follow_redirects=True)
    client.follow("Témoignages")
    assert WORDS in client.text
    assert "Zidounov" not in client.source
    assert not all_of(client.page, "textarea"), "nobody edits"
    client.follow("Signaler un problème : Une bénévole, Arroser le jardin partagé")
    client.submit("Envoyer à la modération", words="")
    assert "field--error" in client.source
    client.submit("Envoyer à la modération", words="On cite un enfant.")
    assert "C’est signalé." in client.text
    assert "Vous l’avez signalé" in client.text
    assert (row.report_words, row.state, row.words) == ("On cite un enfant.", State.PUBLISHED, WORDS)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN])
def test_only_what_is_published_is_known(client: PageClient, row: Temoignage, state: State) -> None:
    if state is State.WITHDRAWN:
        row.words = row.shown_name = row.naming = None
    row.state = state
    host = row.engagement.association
    assert host is not None
    sign_in(client, host_of(row.engagement)).get(f"/association/{host.public_id}/temoignages")
    assert "Aucun témoignage pour le moment" in client.text
    assert client.get(f"/association/temoignages/{row.public_id}/signaler").status_code == 404


def test_of_another_association_it_does_not_exist(client: PageClient, row: Temoignage) -> None:
    other = person()
    association(member=other)
    sign_in(client, other)
    assert client.get(f"/association/temoignages/{row.public_id}/signaler").status_code == 404
    assert client.get(f"/association/{row.engagement.association.public_id}/temoignages").status_code == 404  # type: ignore[union-attr]
