"""The territories' pages: kept by who is in charge of them, reachable places only, news on its day."""

from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.accounts.models import Role, User
from benevolat.antennes.errors import TooFar, Unreachable
from benevolat.antennes.models import Antenne, NewsKind
from benevolat.antennes.permissions import can_keep_territoire
from benevolat.antennes.queries import antennes_by_territoire, antennes_of, nouvelles_of
from benevolat.antennes.services import remove_antenne, remove_nouvelle, write_antenne, write_nouvelle
from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from tests.factories.people import agent, person
from tests.support.queries import counted_queries

HERE, THERE = "trieves", "voironnais-chartreuse"


def pilote(territoire: str | None = HERE) -> User:
    """A pilote of one territory."""
    return agent(Role.PILOTE, territoire=territoire)


def place(**values: Any) -> Antenne:
    """A place of the Trièves."""
    by = values.pop("by", None) or pilote()
    return write_antenne(values.pop("antenne", None), by=by, **{
        "territoire_code": HERE, "name": "Maison du Département", "address": "1 rue de la Mairie", "phone": "04 65 71 20 20", **values,
    })


def say(**values: Any) -> Any:
    """A piece of news of the Trièves."""
    by = values.pop("by", None) or pilote()
    return write_nouvelle(by=by, **{
        "territoire_code": HERE, "kind": NewsKind.NEWS, "day": clock.today(), "title": "Une permanence de plus", **values,
    })


def test_who_keeps_what(session: Any) -> None:
    one, whole = pilote(), pilote(None)
    assert can_keep_territoire(one, HERE)
    assert not can_keep_territoire(one, THERE)
    assert not can_keep_territoire(one, None)
    assert can_keep_territoire(whole, THERE)
    assert can_keep_territoire(whole, None)
    for other in (agent(Role.MODERATEUR), agent(Role.REFERENT), agent(Role.ADMINISTRATEUR), person()):
        assert not can_keep_territoire(other, HERE)


def test_another_territory_is_left_alone(session: Any) -> None:
    for act in (
        lambda: place(territoire_code=THERE), lambda: say(territoire_code=THERE), lambda: say(territoire_code=None),
        lambda: remove_antenne(place(), by=pilote(THERE)), lambda: remove_nouvelle(say(), by=pilote(THERE)),
        lambda: place(antenne=place(), by=pilote(THERE), territoire_code=THERE),
        lambda: place(antenne=place(), by=pilote(), territoire_code=THERE),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_place_is_written_changed_and_taken_away(session: Any) -> None:
    held = place()
    assert (held.phone, held.email) == ("+33465712020", None)
    place(antenne=held, phone=" ", email="Accueil@Mens.example", hours="  le  mardi ")
    assert (held.phone, held.email, held.hours) == (None, "accueil@mens.example", "le mardi")
    assert antennes_of(HERE) == [held]
    assert {each.code: places for each, places in antennes_by_territoire()}[HERE] == 1
    remove_antenne(held, by=pilote())
    assert antennes_of(HERE) == []


@pytest.mark.parametrize(("values", "error"), [
    ({"address": " ", "phone": ""}, Unreachable), ({"name": "x"}, InvalidInput), ({"phone": "12"}, InvalidInput),
    ({"email": "pas une adresse"}, InvalidInput), ({"commune_code": "00000"}, InvalidInput), ({"name": "x" * 121}, InvalidInput),
])
def test_what_leads_nowhere_is_refused(session: Any, values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        place(**values)
    assert antennes_of(HERE) == []


def test_news_waits_for_its_day_and_the_whole_isere_is_read_everywhere(session: Any) -> None:
    say(title="Hier", day=clock.today() - timedelta(days=1))
    say(title="Demain", day=clock.today() + timedelta(days=1))
    say(title="Partout", territoire_code=None, by=pilote(None), day=clock.today() - timedelta(days=2))
    say(title="Ailleurs", territoire_code=THERE, by=pilote(THERE))
    say(title="Le début", kind=NewsKind.STEP, day=date(2018, 3, 1))
    assert [each.title for each in nouvelles_of(HERE)] == ["Hier", "Partout", "Le début"]
    assert nouvelles_of(HERE, coming=True)[0].title == "Demain"
    assert [each.title for each in nouvelles_of(HERE, kind=NewsKind.STEP)] == ["Le début"]
    assert [each.title for each in nouvelles_of(None)] == ["Partout"]


@pytest.mark.parametrize(("values", "error"), [
    ({"day": date(2015, 12, 31)}, TooFar), ({"day": date(2090, 1, 1)}, TooFar), ({"title": "x"}, InvalidInput),
    ({"words": "x" * 1001}, InvalidInput),
])
def test_news_out_of_bounds_is_refused(session: Any, values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        say(**values)


def test_as_many_reads_whatever_the_number(session: Any) -> None:
    counts = []
    for many in (1, 12):
        for n in range(many):
            place(name=f"Lieu {many} {n}", commune_code="38226")
        session.flush()
        session.expire_all()
        with counted_queries("SELECT") as seen:
            assert [each.commune and each.commune.name for each in antennes_of(HERE)]
        counts.append(len(seen))
    assert counts[0] == counts[1]
