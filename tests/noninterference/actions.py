"""Collective actions in the accompanied world: joined, told, left, refused, cancelled; then one is kept in the passeport."""

from benevolat.accounts.models import User
from benevolat.actions import queries, services
from benevolat.actions.models import Action
from benevolat.ailleurs import services as ailleurs
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.services import Said
from tests.factories.actions import action, moments

TITLE, NEUTRAL, HOST = "Forum RSA du Trièves", "Rencontre avec des associations", "La maison des habitants"


def join(volunteer: User, helper: User) -> None:
    """Invite the volunteer to four actions: they come to the first, say no to the second, give their place back, see one cancelled."""
    forum, refused, left, cancelled = (
        action(helper, title=TITLE, neutral_title=NEUTRAL, host=HOST, places=2, seances=(moments(days),)) for days in (7, 8, 9, 10)
    )
    for each in (forum, refused, left, cancelled):
        services.invite_people(each, [volunteer], by=helper)
    services.come(forum, by=volunteer, shown=True)
    services.decline(refused, by=volunteer)
    services.come(left, by=volunteer)
    services.give_back(left, by=volunteer)
    services.come(cancelled, by=volunteer)
    services.cancel_action(cancelled, by=helper, reason="Le forum RSA est reporté.")
    queries.people_who_said_so(helper, forum)
    services.count_training(by=helper)


def keep(volunteer: User, *, accompanied: bool) -> None:
    """Put the day in the passeport: through the action, or as anybody who was there would declare it."""
    if accompanied:
        forum = db.session.query(Action).order_by(Action.id).first()
        assert forum is not None
        services.keep_attendance(forum, True, by=volunteer)
        services.write_in_passeport(forum, title=NEUTRAL, host=HOST, minutes=120, by=volunteer)
    else:
        day = clock.local(moments(-22.5)[0]).date()
        ailleurs.declare(volunteer, Said(HOST, NEUTRAL, day, day, 120))
