"""What the services of missions refuse by themselves, whatever the screens before them let through."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.missions import services
from benevolat.missions.errors import ImportGone
from benevolat.missions.models import LONGEST_TITLE, Mission, MissionImport, MissionKind, Publication
from benevolat.missions.services.drafting import write_answers
from tests.conftest import scalar_count
from tests.factories.people import person
from tests.factories.world import association, creneau, mission


def test_nobody_else_keeps_what_is_being_written(session: Any) -> None:
    draft = mission(association(member=person()), publication=Publication.DRAFT)
    with pytest.raises(NotAllowed):
        services.save_draft(draft, {"title": "Autre titre"}, by=person())
    assert draft.title != "Autre titre"


def test_answers_that_come_ready_obey_the_same_rules(session: Any) -> None:
    draft = mission(association(member=person()), publication=Publication.DRAFT)
    with pytest.raises(InvalidInput):
        write_answers(draft, {"title": "a" * (LONGEST_TITLE + 1)})


def test_a_file_of_missions_is_a_members_own_for_an_hour(session: Any) -> None:
    nadia, stranger = person(), person()
    host, line = association(member=nadia), None
    with pytest.raises(NotAllowed):
        services.keep_import(host, [], [], by=stranger)
    with pytest.raises(NotAllowed):
        services.bring_mission(host, line, by=stranger)  # type: ignore[arg-type]
    assert scalar_count(Mission) == 0
    kept = services.keep_import(host, [], [], by=nadia)
    with pytest.raises(ImportGone):
        services.drop_import(kept, by=stranger)
    with clock.frozen(clock.now() + timedelta(hours=1, minutes=1)), pytest.raises(ImportGone):
        services.drop_import(kept, by=nadia)
    services.drop_import(kept, by=nadia)
    assert scalar_count(MissionImport) == 0


@pytest.mark.parametrize(("state", "letters"), [(State.VERIFIED, 1), (State.SUSPENDED, 0)])
def test_a_suspended_association_is_not_asked_whether_its_missions_stand(session: Any, state: State, letters: int) -> None:
    host = association(member=person(), state=state, state_reason="Elle demande de l’argent." if state is State.SUSPENDED else None)
    row = mission(host, fresh_at=clock.now() - timedelta(days=200), ends_on=None)
    services.renew_mission(row)
    assert (row.reminders, len(session.scalars(sa.select(OutgoingMail)).all())) == (letters, letters)


def test_a_date_has_a_place_at_least(session: Any) -> None:
    nadia = person()
    row = creneau(mission(association(member=nadia), kind=MissionKind.DATED, publication=Publication.DRAFT))
    with pytest.raises(InvalidInput) as refused:
        services.change_creneau(row, by=nadia, starts_at=row.starts_at, ends_at=row.ends_at, places=0)
    assert refused.value.field == "slot_places"
