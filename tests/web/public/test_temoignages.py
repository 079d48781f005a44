"""What anybody reads: on the association, on the mission, on a page of three; gone at once when taken back, and from every cache."""

from typing import Any

import pytest

from benevolat.associations.models import State as AssociationState
from benevolat.temoignages import services
from benevolat.temoignages.models import Temoignage
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.temoignages import WORDS, temoignage
from tests.support.page_client import PageClient


@pytest.fixture
def row(session: Any) -> Temoignage:
    """A published témoignage."""
    return temoignage(attested(person(last_name="Zidounov")))


def pages(row: Temoignage) -> list[str]:
    """Every public page that shows it."""
    done = row.engagement
    assert done.association is not None
    assert done.candidature is not None
    return [f"/associations/{done.association.public_id}", f"/missions/{done.candidature.mission.public_id}", "/temoignages"]


def test_read_by_anybody_under_the_chosen_name(client: PageClient, row: Temoignage) -> None:
    for page in pages(row):
        client.get(page)
        assert WORDS in client.text, page
        assert "Nadia" in client.text, page
        assert "Zidounov" not in client.source, page


def test_taken_back_it_is_gone_from_every_page_and_cache(client: PageClient, row: Temoignage) -> None:
    tags = {}
    for page in pages(row):
        answer = client.get(page)
        assert "no-store" in answer.headers["Cache-Control"], page
        tags[page] = answer.headers.get("ETag", '"any"')
    services.withdraw_temoignage(row, by=row.engagement.user)
    for page, tag in tags.items():
        answer = client.get(page, headers={"If-None-Match": tag, "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert answer.status_code == 200, page
        assert WORDS.encode() not in answer.data, page


def test_a_suspended_associations_are_hidden(client: PageClient, row: Temoignage) -> None:
    host = row.engagement.association
    assert host is not None
    host.state, host.state_reason = AssociationState.SUSPENDED, "Une raison."
    for page in pages(row):
        client.get(page)
        assert WORDS not in client.source, page


def test_nobody_told_anything_yet(client: PageClient, session: Any) -> None:
    client.get("/temoignages")
    assert "Pas encore de témoignage" in client.text
    client.get("/comment-ca-marche")
    client.follow("Lire ce que des bénévoles racontent")
    assert client.h1 == "Des bénévoles racontent"


def test_words_of_a_person_are_never_markup(client: PageClient, row: Temoignage) -> None:
    row.words = row.shown_name = "<b>gras</b> <script>x</script>"
    for page in pages(row):
        client.get(page)
        assert "<b>gras" not in client.source, page
