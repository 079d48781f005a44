"""Passwords: fifteen characters and nothing else, argon2id with the chosen cost, one hash at a time, the same work for nobody."""

from threading import Event, Thread
from typing import Any

import pytest
from argon2 import PasswordHasher

from benevolat.accounts.errors import Busy, PasswordTooCommon, PasswordTooLong, PasswordTooShort
from benevolat.accounts.services import passwords, record_sign_in
from benevolat.accounts.services.passwords import check_password, common_passwords, password_matches, prepare_password, renewed_hash
from benevolat.core import clock
from tests.factories.people import person

GOOD = "une phrase de quinze lettres"


def test_fifteen_characters_and_nothing_else() -> None:
    for words in ("zq" + "a" * 13, "zé" * 8, " " * 15, "a" * 200):
        assert prepare_password(words).startswith("$argon2id$")
    for words, refusal in (("a" * 14, PasswordTooShort), ("", PasswordTooShort), ("a" * 201, PasswordTooLong)):
        with pytest.raises(refusal):
            prepare_password(words)


def test_the_cost_is_the_chosen_one() -> None:
    assert "$m=19456,t=2,p=1$" in prepare_password(GOOD)
    assert prepare_password(GOOD) != prepare_password(GOOD)


def test_only_the_right_password_opens(session: Any) -> None:
    someone = person(password_hash=prepare_password(GOOD))
    assert password_matches(someone, GOOD)
    for words in ("", GOOD + " ", GOOD.upper(), "a" * 100_000):
        assert not password_matches(someone, words)


def test_nobody_and_no_password_cost_one_hash_and_open_nothing(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    real = passwords.HASHER.verify
    monkeypatch.setattr(type(passwords.HASHER), "verify", lambda _self, kept, words: verified.append(kept) or real(kept, words))
    erased = person(password_hash=prepare_password(GOOD), erased_at=clock.now())
    for user in (None, person(), erased):
        assert not password_matches(user, GOOD)
        assert not password_matches(user, "personne n’utilise ce mot de passe")
    assert len(verified) == 6
    assert all("$m=19456,t=2,p=1$" in each for each in verified)


def test_one_hash_at_a_time_and_the_rest_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.05)
    begun, release = Event(), Event()

    def hold() -> None:
        with passwords._turn():
            begun.set()
            release.wait(100)

    other = Thread(target=hold)
    other.start()
    begun.wait(100)
    try:
        with pytest.raises(Busy):
            prepare_password(GOOD)
        with pytest.raises(Busy):
            password_matches(None, GOOD)
    finally:
        release.set()
        other.join()
    assert prepare_password(GOOD)


def test_the_common_ones_are_refused_however_they_are_written() -> None:
    assert len(common_passwords()) >= 3000
    assert all(len(each) >= 15 for each in common_passwords())
    written = ("a" * 15, "azertyuiopqsdfgh", "Mot de passe, mot de passe", "SOLEIL1234567890", "Isère Bénévolat 2026")
    for words in written:
        with pytest.raises(PasswordTooCommon):
            check_password(words)


def test_a_hash_of_an_older_cost_is_made_again_at_sign_in_only_then_and_never_over_a_newer_password(session: Any) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    someone = person(password_hash=old)
    renewed = renewed_hash(someone, GOOD)
    record_sign_in(someone, opened_by=old, renewed=renewed)
    assert someone.password_hash == renewed != old
    assert password_matches(someone, GOOD)
    assert renewed_hash(someone, GOOD) is None
    record_sign_in(someone, opened_by=old, renewed=prepare_password("un autre, plus ancien"))
    assert someone.password_hash == renewed
