"""At most one ordinary mail an hour to somebody: what comes meanwhile is read together; what is urgent never waits."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.mail import Letter, OutgoingMail, outgoing, queue_mail, send_queued
from tests.core.test_mail import Postman, postman, words

__all__ = ("postman",)
NADIA = "nadia@courriel.example"


def letter(number: int, *, unsubscribe: str | None = None) -> Letter:
    """A letter like another."""
    body = f"Bonjour Nadia,\n\nLe message numéro {number}.\n\nVoir\u00a0:\nhttp://localhost/m/{number}\n\nL’équipe d’Isère bénévolat\n"
    return Letter("essai", f"Sujet {number}", body, "", unsubscribe)


def queue(*numbers: int, to: str = NADIA, urgent: bool = False, unsubscribe: str | None = None) -> None:
    with transaction():
        for number in numbers:
            queue_mail(to, letter(number, unsubscribe=unsubscribe), urgent=urgent)


@pytest.fixture
def later(session: Any) -> Iterator[Any]:
    """Send what is due after some minutes."""
    start = clock.now() + timedelta(minutes=1)  # after what the test itself takes

    def send(minutes: int) -> int:
        with clock.frozen(start + timedelta(minutes=minutes)):
            return send_queued()

    return send


def test_what_comes_together_is_read_together(session: Any, postman: Postman) -> None:
    queue(1, 2, 3)
    assert send_queued() == 1
    [mail] = postman.received
    text = words(mail)
    assert mail["Subject"] == "3 messages d’Isère bénévolat"
    assert [text.count(f"Le message numéro {number}.") for number in (1, 2, 3)] == [1, 1, 1]
    assert [text.count(f"http://localhost/m/{number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert (text.count("Bonjour"), text.count("L’équipe d’Isère bénévolat")) == (1, 1)
    assert send_queued() == 0


def test_the_next_waits_for_its_hour(session: Any, postman: Postman, later: Any) -> None:
    queue(1)
    assert later(0) == 1
    queue(2)
    queue(3)
    assert (later(1), later(30), later(59)) == (0, 0, 0)
    assert later(61) == 1
    assert [mail["Subject"] for mail in postman.received] == ["Sujet 1", "2 messages d’Isère bénévolat"]


def test_the_hour_is_each_persons_own(session: Any, postman: Postman, later: Any) -> None:
    queue(1)
    later(0)
    queue(2)
    queue(3, to="sami@courriel.example")
    assert later(1) == 1


def test_what_is_urgent_neither_waits_nor_makes_wait(session: Any, postman: Postman, later: Any) -> None:
    queue(1, urgent=True)
    assert later(0) == 1
    queue(2)
    queue(3, urgent=True)
    assert later(1) == 2
    assert sorted(mail["Subject"] for mail in postman.received) == ["Sujet 1", "Sujet 2", "Sujet 3"]


def test_a_letter_with_its_own_way_out_stays_alone(session: Any, postman: Postman) -> None:
    queue(1, 2, unsubscribe="http://localhost/arreter")
    queue(3)
    assert send_queued() == 3


def test_what_must_wait_is_not_taken_before(session: Any, postman: Postman, later: Any) -> None:
    with transaction():
        queue_mail(NADIA, letter(1), urgent=False, not_before=clock.now() + timedelta(minutes=10))
        queue_mail(NADIA, letter(2), urgent=True, not_before=clock.now() + timedelta(minutes=10))
    assert later(9) == 0
    assert later(11) == 2


def test_one_that_was_refused_once_is_not_united_with_others(session: Any, postman: Postman, later: Any) -> None:
    postman.refusals = 1
    queue(1)
    later(0)
    queue(2)
    later(2)
    assert sorted(mail["Subject"] for mail in postman.received) == ["Sujet 1", "Sujet 2"]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 200), st.booleans()), max_size=12))
def test_no_message_is_lost_and_the_hour_holds(app: Any, moments: list[tuple[int, bool]]) -> None:
    """Whatever comes when: every message arrives once, and two ordinary mails are an hour apart."""
    sent: list[tuple[float, str]] = []
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
        start = clock.now()
        with transaction() as session:
            session.execute(sa.delete(OutgoingMail))
        patch.setattr(outgoing, "_send", lambda row: sent.append(((clock.now() - start).total_seconds() / 60, row.subject + row.body)))
        ordinary: list[float] = []
        for minute in range(0, 500, 20):
            with clock.frozen(start + timedelta(minutes=minute)):
                for number, (moment, urgent) in enumerate(moments):
                    if minute <= moment < minute + 20:
                        queue(number, urgent=urgent)
                before = len(sent)
                send_queued()
                urgent_ones = {f"Sujet {number}" for number, (_moment, urgent) in enumerate(moments) if urgent}
                ordinary += [at for at, text in sent[before:] if text.split("Bonjour")[0] not in urgent_ones]
        with transaction() as session:
            session.execute(sa.delete(OutgoingMail))
    text = " ".join(each for _at, each in sent)
    assert [text.count(f"Le message numéro {number}.") for number in range(len(moments))] == [1] * len(moments)
    assert all(later - earlier >= 60 for earlier, later in pairwise(ordinary))
