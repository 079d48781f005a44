"""The last place of a collective action is given once, and a place given back goes to one person: threads on real databases."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from benevolat.accounts.models import User
from benevolat.actions import services
from benevolat.actions.errors import NoPlaceLeft
from benevolat.actions.models import Action, Answer, Inscription
from benevolat.core.db import db, transaction
from tests.factories.actions import action, coming, invited
from tests.factories.insertion import referent
from tests.factories.people import person

from .test_last_place import RUNS, _site

CLIENTS = 24


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of its own on a real database."""
    folder: Path = tmp_path_factory.mktemp("action-place")
    if request.param == "postgres":
        with request.getfixturevalue("postgres_server").fresh_database() as url:
            yield from _site(folder, url)
    else:
        yield from _site(folder, f"sqlite:///{folder / 'site.sqlite3'}")


def at_once(site: Flask, act: Callable[[int], Any]) -> list[Any]:
    """Let every client act at the same moment, each in its own connection; a busy database is asked again."""
    together = Barrier(CLIENTS)

    def one(number: int) -> Any:
        with site.app_context():
            together.wait(300)
            for _try in range(10):
                try:
                    with transaction():
                        return act(number)
                except NoPlaceLeft as refused:
                    return refused
                except OperationalError:
                    continue
            raise AssertionError("the database never answered")

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def _ready(places: int) -> tuple[int, list[int]]:
    """An open action and twenty-four people who are invited to it."""
    where = action(referent(), places=places)
    people = [person() for _each in range(CLIENTS)]
    for each in people:
        invited(each, where)
    db.session.commit()
    return where.id, [each.id for each in people]


def _answers(where: int) -> Counter[Answer]:
    db.session.rollback()
    return Counter(db.session.scalars(sa.select(Inscription.answer).where(Inscription.action_id == where)))


@pytest.mark.parametrize("runs", RUNS)
def test_the_last_place_is_given_once(site: Flask, runs: int) -> None:
    for _run in range(runs):
        where, people = _ready(1)

        def come(number: int, where: int = where, people: list[int] = people) -> int:
            return services.come(db.session.get_one(Action, where), by=db.session.get_one(User, people[number])).id

        outcomes = at_once(site, come)
        assert sum(isinstance(each, int) for each in outcomes) == 1
        assert sum(isinstance(each, NoPlaceLeft) for each in outcomes) == CLIENTS - 1
        assert _answers(where) == {Answer.COMING: 1}
        assert db.session.get_one(Action, where).places_taken == 1


@pytest.mark.parametrize("runs", RUNS)
def test_places_given_back_while_others_ask_are_neither_lost_nor_given_twice(site: Flask, runs: int) -> None:
    half = CLIENTS // 2
    for _run in range(runs):
        where, people = _ready(half)
        with transaction():
            for each in people[:half]:
                services.come(db.session.get_one(Action, where), by=db.session.get_one(User, each))

        def exchange(number: int, where: int = where, people: list[int] = people) -> None:
            who, there = db.session.get_one(User, people[number]), db.session.get_one(Action, where)
            if number < half:
                services.give_back(there, by=who)
            else:
                services.wait(there, by=who)

        at_once(site, exchange)
        assert _answers(where) == {Answer.COMING: half}, "every place given back went to somebody who asked"
        assert db.session.get_one(Action, where).places_taken == half


def test_one_person_who_clicks_everywhere_at_once_takes_one_place(site: Flask) -> None:
    where, people = _ready(5)

    def come(_number: int) -> int:
        return services.come(db.session.get_one(Action, where), by=db.session.get_one(User, people[0])).id

    assert len(set(at_once(site, come))) == 1
    assert _answers(where) == {Answer.COMING: 1}
    assert db.session.get_one(Action, where).places_taken == 1


def test_lowering_the_places_and_coming_at_once_overbooks_nobody(site: Flask) -> None:
    helper = referent()
    where = action(helper, places=CLIENTS)
    people = [person() for _each in range(CLIENTS - 1)]
    for each in people:
        coming(each, where)
    last = person()
    invited(last, where)
    db.session.commit()
    ids = (where.id, last.id)

    def either(number: int) -> bool:
        there = db.session.get_one(Action, ids[0])
        if number:
            return services.places.set_places(there, CLIENTS - 1)
        return services.come(there, by=db.session.get_one(User, ids[1])).id > 0

    outcomes = at_once(site, either)
    db.session.rollback()
    there = db.session.get_one(Action, ids[0])
    assert there.places_taken <= there.places
    assert there.places_taken == CLIENTS - (0 if outcomes[0] is True else 1)
