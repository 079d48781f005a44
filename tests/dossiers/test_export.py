"""Validated lines go back as reference, dates and hours, for one's own people and days, and each person reads who took them."""

from datetime import date, timedelta
from typing import Any

import pytest

from benevolat.accompagnement.models import ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import Role, User
from benevolat.contrats import services as contrats
from benevolat.contrats.models import Annexe, AnnexeState, Submission
from benevolat.core import clock, journal
from benevolat.core.errors import NotAllowed
from benevolat.dossiers.errors import NothingToExport, WrongPeriod
from benevolat.dossiers.models import Desk
from benevolat.dossiers.services import take_lines
from benevolat.engagements.models import State
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import agent, person


def validated(helper: User | None = None, *, minutes: int = 750) -> tuple[User, User, Submission]:
    """Somebody, their référent, and an engagement validated today."""
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder, helper)
    annexe(holder, helper, AnnexeState.SIGNED)
    sent = contrats.submit_engagement(attested(holder, minutes=minutes), wants_mark=False, by=holder)
    contrats.validate_submission(sent, by=helper)
    return holder, helper, sent


def taken(by: User, desk: Desk = Desk.REFERENT, *, day: date | None = None) -> list[Any]:
    """Take the lines of a day, or nothing."""
    day = day or clock.today()
    try:
        return take_lines(day, day, desk=desk, by=by)
    except NothingToExport:
        return []


def test_a_line_is_a_reference_days_and_minutes(session: Any) -> None:
    holder, helper, sent = validated()
    assert taken(helper) == [("NG-2026-00042", sent.engagement.starts_on, sent.engagement.ends_on, 750)]
    line = journal.about(holder.id, limit=1)[0]
    assert (line.action, line.actor_id) == ("dossiers.take", helper.id)


def test_only_what_was_validated_on_those_days_leaves(session: Any) -> None:
    holder, helper, sent = validated()
    contrats.submit_engagement(attested(holder), wants_mark=False, by=holder)
    assert len(taken(helper)) == 1
    assert taken(helper, day=clock.today() - timedelta(days=1)) == []
    assert taken(helper, day=clock.today() + timedelta(days=1)) == []
    sent.engagement.state = State.TO_CLOSE
    session.flush()
    assert taken(helper) == []


def test_nothing_of_a_withdrawn_annexe_leaves_and_nobody_is_journalled(session: Any) -> None:
    holder, helper, sent = validated()
    contrats.withdraw_annexe(session.get_one(Annexe, sent.annexe_id), by=holder)
    session.flush()
    assert taken(helper) == []
    assert "dossiers.take" not in [each.action for each in journal.about(holder.id)]


def test_each_takes_the_lines_of_their_own_people(session: Any) -> None:
    _holder, helper, _sent = validated()
    record = referent_record(helper)
    assert record is not None
    record.service_id = open_service("CCAS", ServiceKind.CCAS, territoire_code="trieves").id
    session.flush()
    assert taken(referent()) == []
    assert len(taken(agent(Role.PILOTE, territoire="trieves"), Desk.PILOTAGE)) == 1
    assert taken(agent(Role.PILOTE, territoire="voironnais-chartreuse"), Desk.PILOTAGE) == []
    for who, desk in ((helper, Desk.PILOTAGE), (agent(Role.MODERATEUR), Desk.REFERENT), (agent(Role.PILOTE), Desk.REFERENT)):
        with pytest.raises(NotAllowed):
            take_lines(clock.today(), clock.today(), desk=desk, by=who)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 2, 1), date(2026, 1, 1)), (date(2024, 1, 1), date(2026, 1, 1))])
def test_a_period_is_in_order_and_a_year_at_most(session: Any, first: date, last: date) -> None:
    with pytest.raises(WrongPeriod):
        take_lines(first, last, desk=Desk.REFERENT, by=referent())
