"""What the services of associations refuse by themselves, whatever the screens before them let through."""

from typing import Any

import pytest

from benevolat.associations import queries, services
from benevolat.associations.errors import OpeningOverlaps
from benevolat.associations.models import MemberRole, Right
from benevolat.associations.services.places import MOST_RANGES
from benevolat.associations.services.team import LONGEST_FUNCTION
from benevolat.core.errors import InvalidInput, NotAllowed
from tests.factories.people import person
from tests.factories.world import association

LOCAL = {"name": "Le local", "address": "2 rue des Lilas", "commune_code": "38563", "directions": None, "wheelchair": False}


def test_only_the_team_changes_a_place_and_the_day_has_an_end_of_hours(session: Any) -> None:
    nadia = person()
    host = association(member=nadia)
    lieu = services.add_lieu(host, by=nadia, **LOCAL)
    with pytest.raises(NotAllowed):
        services.change_lieu(lieu, by=person(), **{**LOCAL, "name": "Ailleurs"})
    assert lieu.name == "Le local"
    for turn in range(MOST_RANGES):
        services.open_on(host, [0], 480 + turn * 60, 510 + turn * 60, by=nadia)
    with pytest.raises(OpeningOverlaps):
        services.open_on(host, [0], 1200, 1230, by=nadia)
    services.open_on(host, [1], 1200, 1230, by=nadia)


def test_only_who_administers_proves_the_contact_address(session: Any) -> None:
    host, stranger = association(member=person(), email=None), person(email="autre@courriel.example")
    with pytest.raises(NotAllowed):
        services.confirm_contact_email(host, "autre@courriel.example", by=stranger)
    assert host.email is None


def test_only_who_administers_gives_work_and_a_function_is_short(session: Any) -> None:
    nadia, sami = person(), person()
    host = association(member=nadia)
    [mine] = queries.team_of(host)
    assert mine.role is MemberRole.ADMIN
    with pytest.raises(NotAllowed):
        services.set_work(mine, rights=[Right.HOURS], may_sign=False, function="Président", by=sami)
    with pytest.raises(InvalidInput):
        services.set_work(mine, rights=[Right.HOURS], may_sign=False, function="a" * (LONGEST_FUNCTION + 1), by=nadia)
    services.set_work(mine, rights=[Right.HOURS], may_sign=False, function="a" * LONGEST_FUNCTION, by=nadia)
