"""A small stage for the tests of engagements: a volunteer, a member, an engagement brought to where a test begins."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services
from benevolat.engagements.models import Bilan, Engagement, State
from tests.factories.people import person
from tests.factories.world import association, candidature, engagement, mission

SENTENCE = "Elle a accueilli les familles avec le sourire."


@dataclass
class Stage:
    """Both sides of one engagement."""

    volunteer: User
    member: User
    engagement: Engagement

    @property
    def bilan(self) -> Bilan:
        """The bilan, which the test says is there."""
        assert self.engagement.bilan is not None
        return self.engagement.bilan


def in_progress(**values: Any) -> Stage:
    """A regular engagement that began ten days ago."""
    member = person(first_name="Marc", last_name="Reynaud")
    sent = candidature(mission(association(member=member), minors_ok=True))
    row = engagement(sent, **{"state": State.IN_PROGRESS, "starts_on": clock.today() - timedelta(days=10), **values})
    return Stage(sent.user, member, row)


def to_close(**values: Any) -> Stage:
    """The same one, ended today by the association."""
    stage = in_progress(**values)
    services.finish_engagement(stage.engagement, by=stage.member)
    return stage


def confirmed(competences: dict[str, str | None] | None = None, minutes: int = 600, **values: Any) -> Stage:
    """The same one, its bilan written by the association."""
    stage = to_close(**values)
    services.confirm_bilan(
        stage.engagement, by=stage.member, minutes=minutes, sentence=SENTENCE,
        competences={"accueillir": None, "ecouter": "Elle a rassuré un enfant."} if competences is None else competences,
    )
    return stage


def mails() -> list[OutgoingMail]:
    """What was queued, oldest first."""
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def mails_to(user: User) -> list[str]:
    """The subjects queued for somebody."""
    return [each.subject for each in mails() if each.to == user.email]
