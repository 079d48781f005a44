"""The story of a candidature, told from the log of its passages in the words of one side."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Calendar

from ..models import Candidature, State
from ..workflow import WORKFLOW
from .silence import expires_at
from .waiting import moves_alone, open_offer

SAID = {
    "create": _l("Candidature envoyée"), "accept": _l("Candidature acceptée"), "decline": _l("Candidature non retenue"),
    "waitlist": _l("Placée sur la liste d’attente"), "withdraw": _l("Candidature retirée"),
    "expire": _l("Candidature terminée sans réponse"), "revoke": _l("Participation annulée"), "take_offer": _l("Place acceptée"),
}
"""What each action is called once it is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a candidature's story: what happened or comes, when, who did it or is expected, in which of the three states."""

    at: datetime | None
    label: str
    who: str | None
    detail: str | None
    state: str


def story_of(candidature: Candidature, *, for_volunteer: bool) -> list[Step]:
    """Tell a candidature from the log of its passages, then what comes next and who is expected, in the words of one side."""
    names = {} if for_volunteer else _actor_names(candidature)
    volunteer = _("vous") if for_volunteer else candidature.user.first_name
    association = candidature.mission.association.name
    steps = []
    for line in WORKFLOW.history(candidature):
        if line.actor_id is None:
            who = None
        elif line.actor_id == candidature.user_id:
            who = volunteer
        else:
            who = association if for_volunteer else names.get(line.actor_id, association)
        steps.append(Step(line.at, str(SAID[line.action]), who, line.reason, "done"))
    return [*steps, *_next_steps(candidature, for_volunteer=for_volunteer)]


def _actor_names(candidature: Candidature) -> dict[int, str]:
    ids = {line.actor_id for line in WORKFLOW.history(candidature) if line.actor_id is not None}
    return {row.id: row.display_name for row in db.session.scalars(sa.select(User).where(User.id.in_(ids)))}


def _next_steps(candidature: Candidature, *, for_volunteer: bool) -> list[Step]:
    you = _("vous")
    association = candidature.mission.association.name if for_volunteer else you
    if candidature.state is State.SENT:
        return [
            Step(None, _("La réponse de l’association"), association, _("Souvent en quelques jours. Un rappel part après 7 jours."), "now"),
            Step(expires_at(candidature), _("Sans réponse d’ici là, la candidature se termine"), None,
                 _("D’autres missions proches sont alors proposées."), "next"),
        ]
    if candidature.state is State.WAITLISTED:
        return [_waiting_step(candidature, for_volunteer=for_volunteer)]
    if candidature.state is State.ACCEPTED:
        volunteer = you if for_volunteer else candidature.user.first_name
        starts = candidature.creneau.starts_at if candidature.creneau is not None else None
        if starts is not None and starts > clock.now():
            return [Step(starts, _("Le jour de la mission"), volunteer, _("Un rappel part la veille, à 17 h."), "next")]
        if starts is None and candidature.mission.calendar is Calendar.TO_COME:
            return [Step(None, _("Le début de la mission"), volunteer, None, "next")]
    return []


def _waiting_step(candidature: Candidature, *, for_volunteer: bool) -> Step:
    """Say what a person on the waiting list may expect: the place that is kept for them, or how the list moves."""
    association = candidature.mission.association.name if for_volunteer else _("vous")
    volunteer = _("vous") if for_volunteer else candidature.user.first_name
    offer = open_offer(candidature)
    if offer is not None:
        after = _("Sans réponse, elle est proposée à la personne suivante.")
        return Step(offer.ends_at, _("Une place est gardée jusque-là"), volunteer, after, "now")
    if moves_alone(candidature.mission):
        return Step(None, _("Une place qui se libère"), volunteer,
                    _("Elle est proposée dans l’ordre d’arrivée sur la liste, et gardée 48\u00a0h au plus."), "now")
    return Step(None, _("Une place qui se libère"), association, _("L’association peut alors accepter la candidature."), "now")
