"""Leaving before being forgotten: what runs ends as its own workflow says, so that nobody waits for somebody who is gone."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import ACTIVE, Candidature, State
from benevolat.core.db import db
from benevolat.engagements import services as engagements
from benevolat.engagements.models import State as Done
from benevolat.engagements.queries import engagement_of
from benevolat.missions.models import Mission
from benevolat.missions.services import touch


def leave_associations(user: User) -> None:
    """Leave every team; a mission keeps no name of who answered for it. Raises LastAdmin."""
    names = [each for each in (user.full_name, user.first_name) if each]
    teams = db.session.scalars(sa.select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)).all()
    for mission in db.session.scalars(
        sa.select(Mission).where(Mission.association_id.in_([each.association_id for each in teams]), Mission.contact_name.in_(names))
    ):
        mission.contact_name = None
        touch(mission, text=False)
    for team in teams:
        if team.association.state is AssociationState.VERIFIED:
            associations.remove_member(team, by=user)


def leave_missions(user: User) -> None:
    """Withdraw what was sent or planned, the place freed at once; what has hours is over, and the association closes it if it wishes."""
    sent = sa.select(Candidature).where(Candidature.user_id == user.id, Candidature.state.in_(ACTIVE)).order_by(Candidature.id)
    for candidature in db.session.scalars(sent).all():
        engagement = engagement_of(candidature)
        if engagement is None or engagement.state is Done.PLANNED:
            engagements.withdraw_candidature(candidature, by=user)
        elif engagement.state is Done.IN_PROGRESS and engagement.releves:
            engagements.finish_engagement(engagement, by=user)
        elif engagement.state is Done.IN_PROGRESS or candidature.state is not State.ACCEPTED:
            engagements.withdraw_candidature(candidature, by=user)
