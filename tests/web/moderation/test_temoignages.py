"""The desk's screens: what waits with its age, what would be read, the decision with its reason; nobody edits."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.core import clock
from benevolat.temoignages import services
from benevolat.temoignages.models import State, Temoignage
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import WORDS, host_of, temoignage
from tests.support.page_client import PageClient, all_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def row(session: Any) -> Temoignage:
    """A témoignage sent three days ago."""
    with clock.frozen(clock.now() - timedelta(days=3)):
        return temoignage(attested(person(last_name="Zidounov")), state=State.SUBMITTED, shown_name="Une bénévole")


@pytest.fixture
def desk(client: PageClient, row: Temoignage) -> PageClient:
    """A modérateur's browser, on the queue."""
    sign_in(client, agent(Role.MODERATEUR)).get("/moderation")
    return client


def test_it_waits_with_its_age_and_what_to_do(desk: PageClient, row: Temoignage) -> None:
    for words in ("Témoignages à relire", "Relire, puis publier ou non", "3 jours"):
        assert words in desk.text
    desk.follow(WORDS if len(WORDS) <= 60 else f"{WORDS[:57].rsplit(' ', 1)[0]}...")
    assert WORDS in desk.text
    assert "Une bénévole" in desk.text
    assert "Zidounov" not in desk.source, "whoever moderates reads what anybody would"
    assert "Nadia" not in desk.source
    assert not all_of(desk.page, "textarea"), "nobody edits"


def test_publish(desk: PageClient, row: Temoignage) -> None:
    desk.get(f"/moderation/temoignages/{row.public_id}")
    desk.submit("Publier ce témoignage")
    assert "Le témoignage est publié." in desk.text
    assert row.state is State.PUBLISHED
    assert "Les derniers publiés sur vos territoires" in desk.text


@pytest.mark.parametrize(("title", "state"), [("Demander une correction", State.TO_CORRECT), ("Refuser ce témoignage", State.REFUSED)])
def test_a_no_has_a_reason_and_a_sentence(desk: PageClient, row: Temoignage, title: str, state: State) -> None:
    desk.get(f"/moderation/temoignages/{row.public_id}")
    desk.follow(title)
    desk.submit(title, reason="", words="Une phrase.")
    assert "field--error" in desk.source
    desk.submit(title, reason="contact", words="")
    assert "field--error" in desk.source
    assert row.state is State.SUBMITTED
    desk.submit(title, reason="contact", words="Enlevez le numéro.")
    assert (row.state, row.reason_words, row.words) == (state, "Enlevez le numéro.", WORDS)


def test_words_changed_while_they_were_read(desk: PageClient, row: Temoignage) -> None:
    desk.get(f"/moderation/temoignages/{row.public_id}")
    row.words, row.submitted_at = "Tout autre chose.", clock.now()
    desk.submit("Publier ce témoignage")
    assert "La personne vient de réécrire ce témoignage." in desk.text
    assert row.state is State.SUBMITTED


def test_taken_back_while_it_was_read(desk: PageClient, row: Temoignage) -> None:
    desk.get(f"/moderation/temoignages/{row.public_id}")
    services.withdraw_temoignage(row, by=row.engagement.user)
    assert desk.submit("Publier ce témoignage").status_code == 404


@pytest.mark.parametrize(("words", "shown"), [
    ("Écrivez-moi à nadia@courriel.example.", "Le texte contient une adresse e-mail."),
    ("Ma référente avait raison.", "Le texte contient un mot sur une situation personnelle."), ("Un beau jardin.", None),
])
def test_what_to_look_at_twice_is_said_neutrally(desk: PageClient, row: Temoignage, words: str, shown: str | None) -> None:
    row.words = words
    desk.get(f"/moderation/temoignages/{row.public_id}")
    assert ("À relire de près" in desk.text) is (shown is not None)
    assert shown is None or shown in desk.text
    assert "on pourrait comprendre" not in desk.text
    desk.submit("Publier ce témoignage")
    assert row.state is State.PUBLISHED


def test_reported_then_kept_or_taken_off(desk: PageClient, row: Temoignage) -> None:
    services.publish_temoignage(row, by=agent(Role.MODERATEUR))
    services.report_temoignage(row, words="On cite un enfant.", by=host_of(row.engagement))
    desk.get("/moderation")
    assert "Relire le signalement" in desk.text
    desk.get(f"/moderation/temoignages/{row.public_id}")
    assert "On cite un enfant." in desk.text
    desk.submit("Garder en ligne")
    assert (row.state, row.report_words) == (State.PUBLISHED, None)
    desk.get(f"/moderation/temoignages/{row.public_id}")
    desk.follow("Retirer de la publication")
    desk.submit("Retirer de la publication", reason="somebody", words="Un enfant est nommé.")
    assert row.state is State.TAKEN_DOWN


def test_of_another_territory_it_does_not_exist(client: PageClient, row: Temoignage) -> None:
    sign_in(client, agent(Role.MODERATEUR, territoire="trieves")).get("/moderation/temoignages")
    assert WORDS not in client.text
    assert client.get(f"/moderation/temoignages/{row.public_id}").status_code == 404


def test_the_list_asks_no_more_for_more_rows(client: PageClient, session: Any) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    temoignage(attested(person()), state=State.SUBMITTED)
    temoignage(attested(person()))
    with counted_queries() as few:
        client.get("/moderation/temoignages")
    for _each in range(4):
        temoignage(attested(person()), state=State.SUBMITTED)
        temoignage(attested(person()))
    with counted_queries() as many:
        client.get("/moderation/temoignages")
    assert len(many) == len(few)
