"""Who sees which témoignage: each rule with who is let in and who is not."""

from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.core.db import db
from benevolat.temoignages import permissions
from benevolat.temoignages.models import State
from tests.factories.passeport import attested
from tests.factories.people import agent, person
from tests.factories.temoignages import host_of, temoignage

NOBODY = SimpleNamespace(is_authenticated=False, id=None)


def count(chosen: sa.Select[Any]) -> int:
    """How many rows a scope holds."""
    return len(db.session.scalars(chosen).all())


def test_scopes(session: Any) -> None:
    author = person()
    row = temoignage(attested(author))
    other = temoignage(attested(person()), state=State.SUBMITTED)
    member, desk = host_of(row.engagement), agent(Role.MODERATEUR)
    assert (row.engagement.association and row.engagement.association.commune_code) == "38185"
    for user, own, hosted, moderated in (
        (author, 1, 0, 0), (member, 0, 1, 0), (host_of(other.engagement), 0, 0, 0), (person(), 0, 0, 0), (desk, 0, 0, 2), (NOBODY, 0, 0, 0),
        (agent(Role.MODERATEUR, territoire="agglomeration-grenobloise"), 0, 0, 2), (agent(Role.MODERATEUR, territoire="trieves"), 0, 0, 0),
        (agent(Role.REFERENT), 0, 0, 0), (agent(Role.PILOTE), 0, 0, 0), (agent(Role.ADMINISTRATEUR), 0, 0, 0),
    ):
        assert count(permissions.visible_own_temoignages(user)) == own
        assert count(permissions.visible_hosted_temoignages(user)) == hosted
        assert count(permissions.visible_moderated_temoignages(user)) == moderated


def test_a_withdrawn_one_is_in_no_scope(session: Any) -> None:
    author = person()
    row = temoignage(attested(author), state=State.WITHDRAWN, words=None, shown_name=None, naming=None)
    assert count(permissions.visible_own_temoignages(author)) == 0
    assert count(permissions.visible_hosted_temoignages(host_of(row.engagement))) == 0
    assert count(permissions.visible_moderated_temoignages(agent(Role.MODERATEUR))) == 0


def test_acts(session: Any) -> None:
    author = person()
    row = temoignage(attested(author))
    desk, member = agent(Role.MODERATEUR), host_of(row.engagement)
    assert [permissions.can_write_temoignage(each, row) for each in (author, member, desk, person(), NOBODY)] == [True] + [False] * 4
    assert [permissions.can_moderate_temoignage(each, row) for each in (desk, author, member, agent(Role.PILOTE))] == [True] + [False] * 3
    assert [permissions.can_report_temoignage(each, row) for each in (member, author, desk, person())] == [True] + [False] * 3
    assert [permissions.can_close_suite(each, row.engagement) for each in (author, member, desk, NOBODY)] == [True] + [False] * 3
