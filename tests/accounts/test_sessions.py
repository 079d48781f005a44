"""Sessions: each its own name, listed in plain words, closed one by one; an agent's is strong or nothing."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts import jobs
from benevolat.accounts.models import AccountSession, Device, Role
from benevolat.accounts.queries import load_session_user, open_sessions, roles_held
from benevolat.accounts.services import (
    begin_session,
    close_other_sessions,
    close_session,
    close_sessions,
    device_of,
    end_session,
    grant_role,
    prepare_password,
    set_password,
    withdraw_role,
)
from benevolat.core import clock
from tests.conftest import scalar_count
from tests.factories.people import agent, person

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A145R) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize(("said", "device"), [
    (ANDROID, Device.ANDROID), ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", Device.APPLE),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", Device.WINDOWS), ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", Device.MAC),
    ("Mozilla/5.0 (X11; Linux x86_64)", Device.LINUX), ("", Device.OTHER),
])
def test_a_device_is_a_few_words(said: str, device: Device) -> None:
    assert device_of(said) is device


def test_each_is_closed_by_itself_and_by_its_account_only(session: Any) -> None:
    someone, other = person(), person()
    names = [begin_session(each, user_agent=ANDROID) for each in (someone, someone, someone, other)]
    assert [load_session_user(name) for name in names] == [someone, someone, someone, other]
    rows = open_sessions(someone)
    close_session(other, rows[0].public_id)
    assert len(open_sessions(someone)) == 3
    close_session(someone, rows[0].public_id)
    assert [load_session_user(name) for name in names] == [someone, someone, None, other]
    close_other_sessions(someone, names[1])
    assert [load_session_user(name) for name in names] == [None, someone, None, other]
    end_session(names[1])
    assert load_session_user(names[1]) is None
    close_sessions(other)
    assert load_session_user(names[3]) is None


def test_what_is_kept_opens_nothing(session: Any) -> None:
    someone, other = person(), person()
    token = begin_session(someone, user_agent="").partition(".")[2]
    row = session.scalars(sa.select(AccountSession)).one()
    assert token not in (row.token_hash, row.public_id)
    for name in (f"{other.public_id}.{token}", f"{someone.public_id}.{row.token_hash}", someone.get_id(), token, "", "."):
        assert load_session_user(name) is None


def test_an_agents_session_is_strong_or_nothing(session: Any) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    assert load_session_user(begin_session(boss, user_agent="")) is None
    assert load_session_user(begin_session(boss, user_agent="", strong=True)) is boss


def test_a_new_password_and_new_rights_close_what_was_open(session: Any) -> None:
    boss, colleague, someone = agent(Role.ADMINISTRATEUR), agent(Role.REFERENT), person()
    name = begin_session(someone, user_agent="")
    set_password(someone, prepare_password("quatre mots sans lien"))
    assert load_session_user(name) is None
    name = begin_session(colleague, user_agent="", strong=True)
    grant_role(colleague, by=boss, role=Role.MODERATEUR, territoire_code=None)
    assert load_session_user(name) is None
    name = begin_session(colleague, user_agent="", strong=True)
    session.flush()
    withdraw_role(roles_held(colleague)[0], by=boss)
    assert load_session_user(name) is None


def test_those_too_old_are_listed_no_more_and_erased(session: Any) -> None:
    someone, boss = person(), agent(Role.PILOTE)
    for each in (someone, boss):
        begin_session(each, user_agent="", strong=True)
    with clock.frozen(clock.now() + timedelta(hours=13)):
        assert (len(open_sessions(someone)), len(open_sessions(boss))) == (1, 0)
        jobs.purge({})
        assert scalar_count(AccountSession) == 2
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert open_sessions(someone) == []
        jobs.purge({})
        assert scalar_count(AccountSession) == 0
