"""Who accompanies whom, and when: every edge of the link's dates, whoever asks, and what a pilote follows."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import ServiceKind
from benevolat.accompagnement.permissions import (
    accompanies,
    can_attach_referent,
    can_begin_accompagnement,
    can_end_accompagnement,
    can_give_link_code,
    visible_people,
    visible_referents,
)
from benevolat.accompagnement.queries import current_link, referent_of, referent_record
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import AgentRole, Role, User
from benevolat.core import clock
from benevolat.core.db import db
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person


class Anonymous:
    """A visitor, as the login manager gives one."""

    is_authenticated = False
    id = None


WINDOWS = {
    "began today": (0, None, True), "begins tomorrow": (1, None, False), "ends today": (-30, 0, False), "ends tomorrow": (-30, 1, True),
    "ended yesterday": (-30, -1, False), "of one day, over": (0, 0, False), "to come, with an end": (3, 30, False),
}


@pytest.mark.parametrize("window", WINDOWS)
def test_the_dates_of_the_link_open_and_close_everything(session: Any, window: str) -> None:
    begins, ends, opens = WINDOWS[window]
    someone, today = person(), clock.today()
    helper = linked(someone, starts_on=today + timedelta(days=begins), ends_on=None if ends is None else today + timedelta(days=ends))
    assert accompanies(helper, someone) is opens
    assert [each.id for each in session.scalars(visible_people(helper))] == [someone.id] * opens
    assert (referent_of(someone) is not None) is opens, "only who accompanies the person today is told what the person does"


def test_an_erased_person_is_seen_by_nobody(session: Any) -> None:
    someone = person()
    helper = linked(someone)
    someone.erased_at = clock.now()
    session.flush()
    assert not accompanies(helper, someone)


def test_accompanying_one_person_says_nothing_of_another(session: Any) -> None:
    helper = linked(person())
    assert not accompanies(helper, person())
    assert not accompanies(helper, db.session.get_one(User, linked(person()).id))


def actors() -> dict[str, Any]:
    return {"visitor": Anonymous(), "person": person(), **{role.value: agent(role) for role in Role}, "nothing": agent()}


GRID = {"person": {can_give_link_code}, "referent": {can_begin_accompagnement}}


def test_roles_by_acts(session: Any) -> None:
    for (name, actor), can in product(actors().items(), (can_give_link_code, can_begin_accompagnement)):
        assert can(actor) is (can in GRID.get(name, set())), (name, can.__name__)


def test_who_ends_a_link(session: Any) -> None:
    someone = person()
    helper = linked(someone)
    link = current_link(someone)
    assert link is not None
    assert can_end_accompagnement(helper, link)
    assert can_end_accompagnement(someone, link)
    others = [*actors().values(), referent(), linked(person())]
    assert not [each for each in others if can_end_accompagnement(each, link)]
    link.ends_on = clock.today()
    session.flush()
    assert not can_end_accompagnement(someone, link), "it is over"
    link.ends_on = clock.today() + timedelta(days=9)
    session.flush()
    assert can_end_accompagnement(someone, link), "an end to come may be brought forward"


def test_a_referent_whose_account_or_role_ended_is_told_nothing(session: Any) -> None:
    someone, other = person(), person()
    left, changed = linked(someone), linked(other)
    left.ends_on = clock.today() - timedelta(days=1)
    session.execute(sa.update(AgentRole).where(AgentRole.user_id == changed.id).values(role=Role.MODERATEUR))
    session.flush()
    assert (referent_of(someone), referent_of(other)) == (None, None)


def test_only_a_pilote_follows_referents_and_only_on_the_pilotes_territories(session: Any) -> None:
    here, there = referent(), referent()
    oisans = open_service("Service de l’Oisans", ServiceKind.CCAS, territoire_code="oisans")
    record = referent_record(there)
    assert record is not None
    record.service_id = oisans.id
    session.flush()

    def followed(user: Any) -> set[int]:
        return {each.user_id for each in session.scalars(visible_referents(user))}

    everywhere, one = agent(Role.PILOTE), agent(Role.PILOTE, territoire="oisans")
    assert (followed(everywhere), followed(one)) == ({here.id, there.id}, {there.id})
    anywhere = open_service("Service insertion du Trièves", ServiceKind.DEPARTEMENT)
    assert (can_attach_referent(everywhere, anywhere), can_attach_referent(one, anywhere)) == (True, False)
    assert can_attach_referent(one, oisans)
    for name, actor in actors().items():
        if name != "pilote":
            assert followed(actor) == set(), name
            assert not can_attach_referent(actor, oisans), name
