"""Who is received: divided by what is to be done, a page of each, and as many reads for two people as for two hundred."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.engagements.models import Bilan, BilanState, Engagement, State
from benevolat.engagements.queries import HostedGroup, hosted_groups
from benevolat.engagements.sheets import missions_with_sheets
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.queries import counted_queries


def received(host: Association, state: State, *, days: int = 0, bilan: BilanState | None = None, by: User | None = None) -> Engagement:
    """Somebody received, so many days ago."""
    made = candidature(mission(host), by)
    row: Engagement = keep(Engagement(
        user_id=made.user_id, candidature_id=made.id, association_id=host.id, title="Le jardin", state=state,
        starts_on=clock.today() - timedelta(days=days), reason="Il pleuvait." if state is State.NOT_DONE else None,
        to_close_at=clock.now() if state is State.TO_CLOSE else None,
    ))
    if bilan is not None:
        keep(Bilan(engagement_id=row.id, state=bilan, minutes=60, sentence="Bien.", confirmed_at=clock.now(), answered_at=clock.now(),
                   answer_words="Ce n’était pas cela.", reason="Une erreur."))
    return row


@pytest.mark.parametrize(("state", "bilan", "group"), [
    (State.PLANNED, None, HostedGroup.COMING), (State.IN_PROGRESS, None, HostedGroup.HERE), (State.TO_CLOSE, None, HostedGroup.TO_WRITE),
    (State.TO_CLOSE, BilanState.EXPECTED, HostedGroup.TO_WRITE), (State.TO_CLOSE, BilanState.PREPARED, HostedGroup.TO_SIGN),
    (State.TO_CLOSE, BilanState.CONFIRMED, HostedGroup.ANSWERED), (State.TO_CLOSE, BilanState.WITHDRAWN, HostedGroup.ANSWERED),
    (State.TO_CLOSE, BilanState.DISPUTED, HostedGroup.TO_WRITE), (State.TO_CLOSE, BilanState.DECLARED, HostedGroup.TO_WRITE),
    (State.NOT_DONE, None, HostedGroup.OVER), (State.CANCELLED, None, HostedGroup.OVER),
])
def test_each_stands_where_something_is_to_be_done(session: Any, state: State, bilan: BilanState | None, group: HostedGroup) -> None:
    member = person()
    row = received(association(member=member), state, bilan=bilan)
    [(found, held)] = hosted_groups(member).items()
    assert (found, held.engagements, held.total) == (group, [row], 1)


def test_the_nearest_first_and_the_latest_first_once_over(session: Any) -> None:
    member = person()
    host = association(member=member)
    for state in (State.IN_PROGRESS, State.CANCELLED):
        for days in (2, 9, 5):
            received(host, state, days=days)
    groups = hosted_groups(member)
    ages = {group: [(clock.today() - each.starts_on).days for each in held.engagements] for group, held in groups.items()}
    assert ages == {HostedGroup.HERE: [9, 5, 2], HostedGroup.OVER: [2, 5, 9]}


def test_pages_hold_everybody_once(session: Any) -> None:
    member = person()
    host = association(member=member)
    rows = {received(host, State.IN_PROGRESS, days=3).id for _n in range(7)}
    received(host, State.PLANNED)
    pages = [hosted_groups(member, only=HostedGroup.HERE, page=page, size=3) for page in (1, 2, 3, 4)]
    assert [len(each[HostedGroup.HERE].engagements) for each in pages[:3]] == [3, 3, 1]
    assert pages[3] == {}
    assert {one.id for each in pages[:3] for one in each[HostedGroup.HERE].engagements} == rows
    assert pages[0][HostedGroup.HERE].total == 7


def test_another_association_is_not_seen(session: Any) -> None:
    received(association(member=person()), State.IN_PROGRESS)
    member = person()
    association(member=member)
    assert hosted_groups(member) == {}
    assert missions_with_sheets(member) == []


def test_as_many_reads_whatever_the_number(session: Any) -> None:
    counts = []
    for many in (2, 60):
        member = person()
        host = association(member=member)
        for n in range(many):
            received(host, State.IN_PROGRESS, days=n)
        session.flush()
        session.expire_all()
        with counted_queries("SELECT") as seen:
            hosted_groups(member)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_sheet_opens_where_somebody_else_was_received(session: Any) -> None:
    member = person()
    host = association(member=member)
    begun, later, own, over = (mission(host, title=title) for title in ("Bêcher", "Tailler", "Semer", "Arroser"))
    for to, slot, who, state in (
        (begun, None, None, State.IN_PROGRESS), (later, creneau(later, days=3), None, State.PLANNED),
        (own, None, member, State.IN_PROGRESS), (over, None, None, State.CANCELLED),
    ):
        made = candidature(to, who, creneau_id=slot.id if slot else None)
        keep(Engagement(user_id=made.user_id, candidature_id=made.id, association_id=host.id, title=to.title, state=state,
                        starts_on=clock.today()))
    assert [each.title for each in missions_with_sheets(member)] == ["Bêcher"]
