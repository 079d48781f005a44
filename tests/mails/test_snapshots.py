"""Every letter as it is read, beside its snapshot: a word changed by mistake is seen. UPDATE_SNAPSHOTS=1 writes them anew.

A letter has one purpose and one gesture: whatever its way of being sent, it is read as text and as a page that say the same.
"""

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from benevolat.accounts.messages import BY_SMS, KIND_OF, ORDINARY
from benevolat.core import clock
from benevolat.core.mail import Letter, write_letter
from benevolat.core.mail.shape import Kind, read_letter
from benevolat.core.settings import ROOT

from .bag import NOW, bag

LETTERS = sorted(
    str(each.relative_to(ROOT / "templates/mails")).removesuffix(".body.txt") for each in (ROOT / "templates/mails").rglob("*.body.txt")
)
SNAPSHOTS = Path(__file__).parent / "snapshots"
SEVERAL = {"alertes/digest", "alertes/still_useful", "coordination/expired", "core/several", "engagements/sheets_open"}
"""Letters made of a list, or that must say how to stop: one gesture besides those addresses."""


@pytest.fixture
def written(fresh_app: Flask, request: pytest.FixtureRequest) -> Letter:
    """The letter of the present case."""
    assert fresh_app.jinja_env.undefined is StrictUndefined
    with clock.frozen(NOW):
        return write_letter(request.param, **bag(request.param))


def _as_read(letter: Letter) -> str:
    return f"{letter.subject}\n{'=' * len(letter.subject)}\n\n{letter.body}"


@pytest.mark.parametrize(("written", "event"), [(each, each) for each in LETTERS], ids=LETTERS, indirect=["written"])
def test_a_letter_reads_as_its_snapshot(written: Letter, event: str) -> None:
    path = SNAPSHOTS / f"{event}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(_as_read(written), encoding="utf-8")
    assert _as_read(written) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("written", "event"), [(each, each) for each in LETTERS], ids=LETTERS, indirect=["written"])
def test_a_letter_has_one_gesture_at_most_and_its_words_are_a_label(written: Letter, event: str) -> None:
    blocks = read_letter(written.body)
    addresses = re.findall(r"https?://\S+", written.body)
    assert sum(each.kind is Kind.BUTTON for each in blocks) <= 1
    if event not in SEVERAL:
        assert len(addresses) <= 1
        assert len(addresses) == sum(each.kind is Kind.BUTTON for each in blocks)  # the address stands under its label, and nowhere else
    for each in blocks:
        assert each.kind is not Kind.BUTTON or (len(each.lines[0]) <= 40 and each.lines[0][0].isupper())


@pytest.mark.parametrize(("written", "event"), [(each, each) for each in LETTERS], ids=LETTERS, indirect=["written"])
def test_a_letter_is_short_and_begins_with_a_greeting(written: Letter, event: str) -> None:
    assert re.match(r"Bonjour( \w+)?,", written.body)
    assert 10 <= len(written.subject) <= 90
    assert len(written.body.split()) <= 160
    assert "\n\n\n\n" not in written.body


def test_an_address_stands_apart_from_the_sentence_above() -> None:
    for path in SNAPSHOTS.rglob("*.txt"):
        assert not re.search(r"[.!?»]\n[^\n]{2,40}\u00a0:\nhttp", path.read_text(encoding="utf-8")), path.name


def test_no_snapshot_is_of_a_letter_that_is_gone() -> None:
    assert sorted(str(each.relative_to(SNAPSHOTS)).removesuffix(".txt") for each in SNAPSHOTS.rglob("*.txt")) == LETTERS


def test_what_is_said_of_letters_is_said_of_letters_that_exist() -> None:
    assert set(KIND_OF) | ORDINARY | BY_SMS <= set(LETTERS)
    assert not set(KIND_OF) & ORDINARY
