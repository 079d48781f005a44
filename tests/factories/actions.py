"""Invented collective actions, above the RSA line."""

from datetime import datetime, timedelta
from typing import Any

from benevolat.accompagnement.queries import referent_record
from benevolat.accounts.models import User
from benevolat.actions import services
from benevolat.actions.models import Action, ActionInvitation, Inscription, Kind, State
from benevolat.actions.services import ActionContent
from benevolat.core import clock

from . import keep
from .insertion import referent


def moments(days: float = 10, hours: float = 2) -> tuple[datetime, datetime]:
    """A date in so many days, for so many hours."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    return start, start + timedelta(hours=hours)


def content(**values: Any) -> ActionContent:
    """What an action says."""
    return ActionContent(**{
        "kind": Kind.FORUM, "title": "Forum RSA du Trièves", "neutral_title": "Rencontre avec des associations",
        "host": "La maison des habitants", "words": "Huit associations se présentent. On vient si on le souhaite.",
        "commune_code": "38563", "address": "Salle des fêtes", "places": 3, "seances": (moments(),), **values,
    })


def action(by: User | None = None, state: State = State.OPEN, **values: Any) -> Action:
    """An action brought to a state by the acts that lead there."""
    by = by or referent()
    made = services.draft_action(content(**values), by=by)
    if state is not State.DRAFT:
        services.open_action(made, by=by)
    if state is State.CANCELLED:
        services.cancel_action(made, by=by, reason="La salle est fermée.")
    return made


def invited(person: User, to: Action, by: User | None = None) -> ActionInvitation:
    """An invitation of a person, whoever accompanies them."""
    record = referent_record(by) if by is not None else None
    made: ActionInvitation = keep(ActionInvitation(
        action_id=to.id, user_id=person.id, referent_id=record.id if record is not None else None, sent_at=clock.now()
    ))
    return made


def coming(person: User, to: Action) -> Inscription:
    """A person who was invited and comes."""
    invited(person, to)
    return services.come(to, by=person)
