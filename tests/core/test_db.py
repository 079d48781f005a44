"""transaction(): reads again under the lock, commits or rolls back whole, and a form key serves once."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core.db import claim_form_key, db, transaction
from tests.factories.people import person


def test_a_failure_rolls_everything_back(session: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        person(email="perdue@courriel.example")
        raise ZeroDivisionError
    assert session.scalar(sa.select(User).where(User.email == "perdue@courriel.example")) is None


def test_what_was_loaded_before_is_read_again(session: Any) -> None:
    someone = person()
    session.commit()
    assert someone.first_name == "Nadia"
    with db.engine.begin() as other:
        other.execute(sa.update(User).values(first_name="Salima"))
    with transaction():
        assert someone.first_name == "Salima"


def test_transactions_do_not_nest(session: Any) -> None:
    with transaction(), pytest.raises(RuntimeError, match="do not nest"), transaction():
        pass


def test_writing_outside_a_transaction_is_an_error(session: Any) -> None:
    session.add(User(email="dehors@courriel.example"))
    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass
    session.rollback()


def test_a_form_key_serves_once(session: Any) -> None:
    with transaction():
        assert claim_form_key("une-cle")
        assert not claim_form_key("une-cle")


def test_a_naive_moment_is_refused(session: Any) -> None:
    someone = person()
    someone.last_seen_at = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError):
        session.flush()
    session.rollback()
