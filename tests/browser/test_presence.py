"""The screens of presence, signing and questions, whatever is written in them: axe, reflow, no script."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from benevolat.associations.models import Membership
from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.models import Outcome
from benevolat.engagements.services import Entry
from tests.engagements.stage import in_progress, to_close
from tests.engagements.test_presence import Team, regular
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY

from .visitor import DESKTOP, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]


def half_written() -> Team:
    """A regular mission of which one name is disputed, one replaced, one confirmed and one left alone."""
    team, today = regular(count=4, half_days=0), clock.today()
    for number, minutes in ((0, 180), (2, 120)):
        services.enter_hours(team.people[number], day=today, minutes=minutes, by=team.people[number].user, km=12)
    team.fill(Entry(True, 120), Entry(False, outcome=Outcome.REPLACED), Entry(True, 120), day=today)
    return team


def test_the_sheets_of_presence(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    team, empty = half_written(), regular(count=0)
    nobody = f"/association/missions/{empty.mission.public_id}/presences"
    keep(Membership(**DAILY, association_id=empty.mission.association_id, user_id=team.member.id))
    session.commit()
    someone = visitor(width).signed_in(fresh_app, team.member)
    base, first = f"/association/missions/{team.mission.public_id}/presences", team.people[0].public_id
    tomorrow = clock.today() + timedelta(days=1)
    for path in (
        base, f"{base}/{clock.today().isoformat()}", f"{base}/{tomorrow.isoformat()}", nobody, f"{nobody}/{clock.today().isoformat()}",
        "/association/engagements", f"/association/engagements/{first}", f"/association/engagements/{first}/sans-heures",
    ):
        someone.go(path)


def test_what_the_volunteer_sees_of_it(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    team = half_written()
    mine = team.people[1]
    session.commit()
    someone = visitor(width).signed_in(fresh_app, mine.user)
    for page in ("", "/sans-heures", "/questions"):
        someone.go(f"/mes-engagements/{mine.public_id}{page}")


def test_signing_and_answering(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    stage, withdrawn = to_close(), to_close()
    helper = keep(Membership(**DAILY, association_id=stage.engagement.association_id, user_id=person().id, function="Coordinatrice")).user
    services.prepare_bilan(stage.engagement, by=helper, minutes=300, sentence="A arrosé.", competences={"equipe": None})
    services.confirm_bilan(withdrawn.engagement, by=withdrawn.member, minutes=300, sentence="A arrosé.", competences={})
    services.withdraw_attestation(withdrawn.engagement, by=withdrawn.member, reason="Une erreur.")
    association = stage.engagement.association
    session.commit()
    assert association is not None
    here = f"/association/engagements/{stage.engagement.public_id}"
    team = f"/association/{association.public_id}/equipe"
    for who, paths in (
        (stage.member, (here, f"{here}/bilan", "/association/engagements", team, f"{team}/{helper.public_id}/signature")),
        (helper, (here, f"{here}/bilan")),
        (withdrawn.volunteer, (f"/mes-engagements/{withdrawn.engagement.public_id}{page}" for page in ("", "/bilan/reponse"))),
    ):
        someone = visitor(width).signed_in(fresh_app, who)
        for path in paths:
            someone.go(path)


def test_hours_that_cross(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    one, two = in_progress(), in_progress()
    two.engagement.user_id = one.engagement.user_id
    session.flush()
    for stage in (one, two):
        services.enter_hours(stage.engagement, day=clock.today(), minutes=900, by=one.volunteer)
    session.commit()
    visitor(width).signed_in(fresh_app, one.volunteer).go(f"/mes-engagements/{one.engagement.public_id}")
    visitor(width).signed_in(fresh_app, one.member).go(f"/association/engagements/{one.engagement.public_id}")
