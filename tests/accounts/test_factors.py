"""The second factor: each code once, near its moment only; what is kept is sealed; recovery codes; access given back by two people."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.errors import ResetTooEarly, WrongFactor, WrongRecoveryCode
from benevolat.accounts.models import FactorReset, RecoveryCode, Role, Totp, User
from benevolat.accounts.queries import codes_left, has_factor, load_session_user, load_stamped_user
from benevolat.accounts.services import factors, resets
from benevolat.accounts.services.sessions import begin_session
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from tests.factories.people import agent, person, telephone
from tests.support.sign_in import digits_of

STEP = timedelta(seconds=30)


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.REFERENT)


def at(secret: str, steps: int) -> str:
    """Return the code of a step before or after the present one."""
    return pyotp.TOTP(secret).at(clock.now() + steps * STEP)


def letters_to(session: Any, user: User) -> list[str]:
    return list(session.scalars(sa.select(OutgoingMail.subject).where(OutgoingMail.to == user.email).order_by(OutgoingMail.id)))


def test_a_code_serves_once_and_no_older_one_after_it(claire: User) -> None:
    secret = telephone(claire)
    with clock.frozen(clock.now()):
        factors.use_factor(claire, f" {digits_of(secret)[:3]} {digits_of(secret)[3:]} ")
        for code in (digits_of(secret), at(secret, -1)):
            with pytest.raises(WrongFactor):
                factors.use_factor(claire, code)
        factors.use_factor(claire, at(secret, 1))


@pytest.mark.parametrize(("steps", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(claire: User, steps: int, passes: bool) -> None:
    secret = telephone(claire)
    with clock.frozen(clock.now()):
        if passes:
            factors.use_factor(claire, at(secret, steps))
        else:
            with pytest.raises(WrongFactor):
                factors.use_factor(claire, at(secret, steps))


def test_the_code_of_another_and_no_application_at_all_open_nothing(claire: User) -> None:
    other = telephone(agent(Role.PILOTE))
    for _linked in range(2):
        for code in (digits_of(other), "", "000000x"):
            with pytest.raises(WrongFactor):
                factors.use_factor(claire, code)
        telephone(claire) if not has_factor(claire) else None


def test_a_secret_is_sealed_for_its_account_by_our_key(claire: User, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = factors.seal("GEZDGNBV", claire)
    assert "GEZDGNBV" not in sealed
    assert factors.seal("GEZDGNBV", claire) != sealed
    assert factors.unseal(sealed, claire) == "GEZDGNBV"
    assert factors.unseal(sealed, agent(Role.REFERENT)) is None
    assert factors.unseal("n’importe quoi", claire) is None
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    assert factors.unseal(sealed, claire) is None


def test_linking_a_telephone_closes_what_was_open_and_gives_ten_codes(claire: User, session: Any) -> None:
    sealed, stamp = factors.draw_secret(claire), claire.get_id()
    name = begin_session(claire, user_agent="", strong=True)
    secret = factors.letters_of(sealed, claire).replace(" ", "")
    with pytest.raises(WrongFactor):
        factors.enrol(claire, sealed, at(secret, 5))
    assert not has_factor(claire)
    codes = factors.enrol(claire, sealed, digits_of(secret))
    session.flush()
    assert (load_session_user(name), load_stamped_user(stamp)) == (None, None)
    assert len(set(codes)) == codes_left(claire) == 10
    assert letters_to(session, claire) == ["La deuxième étape de votre connexion est prête"]
    assert secret not in session.scalars(sa.select(Totp.sealed)).one()
    with pytest.raises(WrongFactor):  # the code that linked it has served
        factors.use_factor(claire, digits_of(secret))


def test_a_recovery_code_serves_once_and_its_account_only(claire: User, session: Any) -> None:
    other, codes = agent(Role.PILOTE), factors.renew_recovery_codes(claire)
    session.flush()
    kept = session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert not any(each.replace("-", "") in row for each in codes for row in kept)
    with pytest.raises(WrongRecoveryCode):
        factors.use_recovery_code(other, codes[0])
    factors.use_recovery_code(claire, codes[0].replace("-", " ").upper())
    for code in (codes[0], "", "aaaaa-aaaaa"):
        with pytest.raises(WrongRecoveryCode):
            factors.use_recovery_code(claire, code)
    assert codes_left(claire) == 9
    assert letters_to(session, claire) == ["Un code de secours a servi"]
    factors.renew_recovery_codes(claire)
    with pytest.raises(WrongRecoveryCode):
        factors.use_recovery_code(claire, codes[1])


def test_access_is_given_back_by_two_people_after_a_day(claire: User, session: Any) -> None:
    first, second = agent(Role.ADMINISTRATEUR), agent(Role.ADMINISTRATEUR)
    claire.password_hash = "x"
    telephone(claire)
    factors.renew_recovery_codes(claire)
    name = begin_session(claire, user_agent="", strong=True)
    for nobody in (claire, person(), agent(Role.PILOTE)):
        with pytest.raises(NotAllowed):
            resets.ask_factor_reset(claire, by=nobody)
    with pytest.raises(NotAllowed):
        resets.ask_factor_reset(first, by=first)
    reset = resets.ask_factor_reset(claire, by=first)
    session.flush()
    assert resets.ask_factor_reset(claire, by=second).asked_by_id == first.id
    with pytest.raises(ResetTooEarly):
        resets.finish_factor_reset(reset, by=second)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        for nobody in (first, claire, agent(Role.PILOTE)):
            with pytest.raises(NotAllowed):
                resets.finish_factor_reset(reset, by=nobody)
        assert has_factor(claire)
        resets.finish_factor_reset(reset, by=second)
    session.flush()
    session.expire_all()
    assert (has_factor(claire), codes_left(claire), claire.password_hash, load_session_user(name)) == (False, 0, None, None)
    assert session.get(FactorReset, claire.id) is None
    assert letters_to(session, claire) == ["Quelqu’un demande à remettre votre accès à zéro", "Votre accès est remis à zéro"]
    acts = session.execute(sa.select(JournalEntry.action, JournalEntry.actor_id).where(JournalEntry.subject_id == claire.id)).all()
    assert [tuple(each) for each in acts] == [("factor_reset_asked", first.id), ("factor_reset_done", second.id)]


def test_an_administrateur_who_is_the_agent_does_not_finish_their_own(session: Any) -> None:
    first, second = agent(Role.ADMINISTRATEUR), agent(Role.ADMINISTRATEUR)
    reset = resets.ask_factor_reset(second, by=first)
    with clock.frozen(clock.now() + timedelta(hours=25)), pytest.raises(NotAllowed):
        resets.finish_factor_reset(reset, by=second)


def test_the_agent_stops_it(claire: User, session: Any) -> None:
    telephone(claire)
    reset = resets.ask_factor_reset(claire, by=agent(Role.ADMINISTRATEUR))
    session.flush()
    with pytest.raises(NotAllowed):
        resets.cancel_factor_reset(reset, by=agent(Role.REFERENT))
    resets.cancel_factor_reset(reset, by=claire)
    session.flush()
    assert session.get(FactorReset, claire.id) is None
    assert has_factor(claire)


def test_from_the_machine_it_waits_a_day_too(session: Any, app: Flask) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    telephone(boss)
    session.commit()
    command = ["accounts", "reset-second-factor", boss.email]
    runner = app.test_cli_runner()
    assert "prévenue" in runner.invoke(args=command).output
    assert runner.invoke(args=command).exit_code == 1
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert "L’accès est rendu" in runner.invoke(args=command).output
    session.rollback()
    assert not has_factor(boss)
    assert runner.invoke(args=["accounts", "reset-second-factor", "personne@isere.example"]).exit_code == 1
