"""Reads about collective actions, for agents, for the person, and the count of trainings."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload

from benevolat.accompagnement.models import Referent
from benevolat.accompagnement.permissions import visible_people
from benevolat.accompagnement.queries import People, people_page
from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import Words
from benevolat.search.french import fold
from benevolat.temoignages.cautions import Caution, cautions
from benevolat.territoire.models import Territoire

from .models import Action, ActionInvitation, Answer, Inscription, Seance, State, TrainingCount
from .permissions import can_invite_to_action, open_invitations, received_actions, visible_actions

SMALLEST_SHOWN = 5
"""A figure under this is hidden: invited one by one, a few people could be read in it (PRODUCT, rule 1)."""
FEW = 5
TELLING = ("rsa", "reciprocite", "action collective", "accompagnement")
"""Words that tell the situation, besides those that a témoignage is warned of."""


def telling_words(text: str) -> list[str]:
    """Return the words of a text from which a situation could be guessed; a neutral title holds none."""
    flat = f" {' '.join(fold(text).split())} "
    said = [word for found in cautions(text) if found.caution is Caution.SITUATION for word in found.words]
    return said or [word for word in TELLING if f" {word} " in flat]


def actions_of_agent(user: Any) -> tuple[list[Action], list[Action]]:
    """Return (to come or in preparation, over or cancelled) of what an agent sees; the soonest first, then the latest first."""
    last = sa.select(sa.func.max(Seance.ends_at)).where(Seance.action_id == Action.id).scalar_subquery()
    rows = list(db.session.scalars(
        visible_actions(user).order_by(last, Action.id)
        .options(selectinload(Action.seances), joinedload(Action.commune), joinedload(Action.territoire))
    ))
    past = [each for each in rows if each.state is State.CANCELLED or each.is_over]
    return [each for each in rows if each not in past], past[::-1]


def places_for_agents(action: Action) -> Words:
    """Return how many places are left, as an agent reads it.

    Exact from five people on. Under five, « at least so many »: a référent who invited one person alone would otherwise read
    that person's answer in the number.
    """
    left = action.places - action.places_taken
    if left == 0:
        return _("Complet, liste d’attente")
    if action.places_taken >= SMALLEST_SHOWN:
        return str(ngettext("%(num)d place libre sur %(all)s", "%(num)d places libres sur %(all)s", left, all=action.places))
    sure = action.places - SMALLEST_SHOWN + 1
    return _("Au moins %(sure)s places libres sur %(all)s", sure=sure, all=action.places) if sure > 1 else _("Il reste des places")


def places_for_people(action: Action) -> Words:
    """Return what a person reads of the places: a number only when few are left."""
    left = action.places - action.places_taken
    if left == 0:
        return _("Il n’y a plus de place. Il y a une liste d’attente.")
    return str(ngettext("Il reste %(num)d place.", "Il reste %(num)d places.", left)) if left <= FEW else _("Il reste des places.")


def people_to_invite(user: Any, action: Action, words: str = "", page: int = 1) -> tuple[People | None, set[int]]:
    """Return a page of the people a référent accompanies, and which have an open invitation, whoever sent it and whatever they answered.

    None in place of the page for who invites nobody to it.
    """
    if not can_invite_to_action(user, action):
        return None, set()
    shown = people_page(user, words, page)
    invited = open_invitations().where(
        ActionInvitation.action_id == action.id, ActionInvitation.user_id.in_([each.id for each in shown.rows])
    )
    return shown, set(db.session.scalars(invited.with_only_columns(ActionInvitation.user_id)))


def people_who_said_so(user: Any, action: Action) -> list[User]:
    """Return who comes among the people a référent accompanies today and wished it known, until it is over; of the others, nothing."""
    if action.state is not State.OPEN or action.is_over:
        return []
    said = sa.select(Inscription.user_id).where(Inscription.action_id == action.id, Inscription.shown, Inscription.answer == Answer.COMING)
    return list(db.session.scalars(visible_people(user).where(User.id.in_(said)).order_by(User.last_name, User.first_name, User.id)))


def actions_of_person(person: Any) -> list[tuple[Action, Inscription | None]]:
    """Return what a person is invited to or joined, each with what they asked for: what is to come, the soonest first, then the rest."""
    first = sa.select(sa.func.min(Seance.starts_at)).where(Seance.action_id == Action.id).scalar_subquery()
    joined = {each.action_id: each for each in db.session.scalars(sa.select(Inscription).where(Inscription.user_id == person.id))}
    rows = db.session.scalars(
        received_actions(person).order_by(first, Action.id).options(selectinload(Action.seances), joinedload(Action.commune))
    )
    return sorted(((each, joined.get(each.id)) for each in rows), key=lambda row: row[0].state is State.CANCELLED or row[0].is_over)


def inscription_of(person: Any, action: Action) -> Inscription | None:
    """Return what a person asked for, or None: they were not invited, did not answer, or said no."""
    return db.session.scalar(sa.select(Inscription).where(Inscription.action_id == action.id, Inscription.user_id == person.id))


def invitation_of(person: Any, action: Action) -> ActionInvitation | None:
    """Return the open invitation of a person, with who sent it, or None."""
    with_sender = joinedload(ActionInvitation.referent)
    return db.session.scalar(
        open_invitations().where(ActionInvitation.action_id == action.id, ActionInvitation.user_id == person.id)
        .options(with_sender.joinedload(Referent.user), with_sender.joinedload(Referent.service))
    )


def first_waiting(action: Action) -> Inscription | None:
    """Return who has waited longest for a place, or None."""
    return db.session.scalar(
        sa.select(Inscription).where(Inscription.action_id == action.id, Inscription.answer == Answer.WAITING)
        .order_by(Inscription.asked_at, Inscription.id).limit(1)
    )


def everybody_of(action: Action) -> list[User]:
    """Return who comes or waits, to tell them of a change."""
    return list(db.session.scalars(
        sa.select(User).join(Inscription, Inscription.user_id == User.id).where(Inscription.action_id == action.id).order_by(Inscription.id)
    ))


def days_of(action: Action) -> tuple[Any, Any]:
    """Return the first and the last day of an action; one that ends at midnight ended that evening."""
    ends_at = max(each.ends_at for each in action.seances) - timedelta(seconds=1)
    return clock.local(action.seances[0].starts_at).date(), clock.local(ends_at).date()


def trainings() -> tuple[list[tuple[str, int]], int | None]:
    """Return [(territory, how many said they followed the training)] from five on, and how many elsewhere, None when that is under five."""
    rows = db.session.execute(
        sa.select(sa.func.coalesce(Territoire.name, "Isère"), TrainingCount.value)
        .outerjoin(Territoire, Territoire.code == TrainingCount.territoire_code).order_by(TrainingCount.territoire_code)
    )
    counted = [(row[0], row[1]) for row in rows]
    others = sum(value for _name, value in counted if value < SMALLEST_SHOWN)
    return [each for each in counted if each[1] >= SMALLEST_SHOWN], others if others >= SMALLEST_SHOWN else None
