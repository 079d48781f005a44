"""A failure that passes gives back what was typed: nothing is lost, it acts once, and nothing secret is written in a page."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from benevolat.core import clock
from benevolat.core.errors import TooManyAttempts, Unavailable
from benevolat.signalements.models import Report
from benevolat.web import limits
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.factories.world import mission
from tests.support.page_client import PageClient

WORDS = "On demande 20 € & « autre chose »."


def refuse(error: Exception) -> Any:
    def instead(*_given: Any, **_named: Any) -> Any:
        raise error

    return instead


@pytest.mark.parametrize(("error", "status"), [
    (OperationalError("INSERT", {}, Exception("database is locked")), 503), (Unavailable(), 503), (TooManyAttempts(120), 429),
])
def test_what_was_typed_is_sent_again_from_the_page_and_once(client: PageClient, session: Any, error: Exception, status: int) -> None:
    client.get(f"/signaler/mission/{mission().public_id}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "check", refuse(error))
        answer = client.submit("Envoyer le signalement", reason="money", words=WORDS)
    assert answer.status_code == status
    assert "e que vous avez écrit est gardé sur cette page" in client.text
    again = client.page
    client.submit("Envoyer de nouveau")
    assert client.h1 == "Votre signalement est envoyé"
    assert session.scalars(sa.select(Report.words)).all() == [WORDS]
    client.page = again
    client.submit("Envoyer de nouveau")
    assert scalar_count(Report) == 1, "its one-time key is in it"


def test_a_secret_is_never_written_in_a_page(client: PageClient, session: Any, monkeypatch: Any) -> None:
    someone = person(email="nadia@courriel.example")
    client.get("/connexion/mot-de-passe")
    monkeypatch.setattr(limits, "check", refuse(TooManyAttempts(60)))
    answer = client.submit("Me connecter", contact=someone.email, password="un-secret-de-vingt-lettres")
    assert answer.status_code == 429
    assert "un-secret" not in answer.get_data(as_text=True)
    assert "Envoyer de nouveau" not in client.text


@pytest.mark.parametrize(("seconds", "words"), [
    (5, "dans 1 minute."), (61, "dans 2 minutes."), (20 * 60, "dans 20 minutes."), (45 * 60, "à 10 h 46."), (8 * 3600, "à 18 h 01."),
])
def test_how_long_to_wait_is_said(client: PageClient, session: Any, monkeypatch: Any, seconds: int, words: str) -> None:
    client.get(f"/signaler/mission/{mission().public_id}")
    monkeypatch.setattr(limits, "check", refuse(TooManyAttempts(seconds)))
    moment = clock.local(clock.now()).replace(hour=10, minute=0, second=0, microsecond=0)
    with clock.frozen(moment):
        client.submit("Envoyer le signalement", reason="false")
    assert f"Vous pourrez recommencer {words}" in client.text.replace("\u00a0", " ")
