"""The list of withdrawn credentials: one bit each, the same text for the same list, read back only when it is whole."""

import base64
import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from benevolat.core import clock
from benevolat.proofs import integrity, keys, statuses
from benevolat.proofs.integrity import Problem

from .genuine import LIST, WEB, resolve, status_list


@pytest.mark.parametrize("withdrawn", [set(), {0}, {7, 8}, {131_071}, set(range(0, 131_072, 17))], ids=len)
def test_a_list_is_read_back(withdrawn: set[int]) -> None:
    assert statuses.decode(statuses.encode(withdrawn)) == withdrawn


def test_the_first_place_is_the_highest_bit() -> None:
    text = statuses.encode({0, 15})
    assert gzip.decompress(base64.urlsafe_b64decode(text[1:] + "==="))[:3] == b"\x80\x01\x00"
    assert len(gzip.decompress(base64.urlsafe_b64decode(text[1:] + "==="))) == 16_384


def test_the_same_list_is_the_same_text_whenever_it_is_written() -> None:
    with time_machine.travel(datetime(2024, 3, 1, tzinfo=UTC), tick=False):
        first = statuses.encode({3, 9})
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        assert statuses.encode([9, 3, 9]) == first


def test_a_list_that_unfolds_without_end_is_not_unfolded() -> None:
    bomb = packed(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(ValueError, match="bits or more"):
        statuses.decode(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2_000_000


@pytest.mark.parametrize("place", [-1, 131_072])
def test_a_place_outside_the_list_is_an_error(place: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        statuses.encode({place})


def packed(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(content)).decode().rstrip("=")


LONG = [packed(bytes(size)) for size in (10, 16_385, 10_000_000)]


@pytest.mark.parametrize("text", ["", "z123", "z" + packed(bytes(16_384))[1:], "u", "uAAAA", *LONG], ids=len)
def test_what_is_not_such_a_list_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        statuses.decode(text)


def test_a_list_is_signed_when_it_changes_and_not_at_every_question(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    signatures, sign = [], integrity.sign
    monkeypatch.setattr(integrity, "sign", lambda *given, **more: signatures.append(1) or sign(*given, **more))
    with app.app_context(), clock.frozen(datetime(2024, 3, 1, 10, 7, 30, tzinfo=UTC)):
        first = statuses.publish({4, 9}, address=LIST)
        assert statuses.publish([9, 4], address=LIST) is first
        assert (first["validFrom"], first["proof"]["created"]) == ("2024-03-01T10:05:00Z", "2024-03-01T10:05:00Z")
        assert integrity.verify(first, keys.resolve).valid
        assert len(signatures) == 1
        later = statuses.publish({4, 9, 11}, address=LIST)
    assert statuses.decode(later["credentialSubject"]["encodedList"]) == {4, 9, 11}
    with app.app_context(), clock.frozen(datetime(2024, 3, 1, 10, 11, tzinfo=UTC)):
        assert statuses.publish({4, 9}, address=LIST)["validFrom"] == "2024-03-01T10:10:00Z"
    assert len(signatures) == 3


def test_a_signed_list_says_whose_it_is_and_where_it_stands() -> None:
    document = status_list({5})
    assert (document["id"], document["issuer"], document["credentialSubject"]["statusPurpose"]) == (LIST, WEB, "revocation")
    assert integrity.verify(document, resolve).valid
    document["credentialSubject"]["encodedList"] = statuses.encode(set())
    assert integrity.verify(document, resolve).problem is Problem.SIGNATURE
