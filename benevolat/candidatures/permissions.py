"""Who may do what with candidatures: the volunteer on their own, the members of the association on those received."""

from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, Role
from benevolat.accounts.permissions import has_role
from benevolat.associations.models import Association, Membership, Right
from benevolat.associations.permissions import associations_where, has_right, moderated_communes, moderates
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.missions.models import Mission

from .models import (
    ACTIVE,
    AgreementState,
    AgreementWay,
    AnswerModel,
    CallBack,
    Candidature,
    ClosedDoor,
    OfferState,
    ParentAgreement,
    PlaceOffer,
    State,
)


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and not user.is_agent and user.is_active)


def belongs_to_host(user: Any, mission: Mission) -> bool:
    """Tell whether the account is a member of the association that proposes the mission."""
    return _is_person(user) and db.session.scalar(
        sa.select(Membership.id).where(Membership.user_id == user.id, Membership.association_id == mission.association_id)
    ) is not None


def can_send_candidature(user: Any, mission: Mission) -> bool:
    """A person applies for themself, except to a mission of an association they are a member of."""
    return _is_person(user) and not belongs_to_host(user, mission)


def receives(user: Any, mission: Mission) -> bool:
    """Tell whether the account answers candidates for the association that proposes the mission."""
    return has_right(user, mission.association, Right.CANDIDATES)


def can_answer_candidature(user: Any, candidature: Candidature) -> bool:
    """The members of the mission's association who have the right to answer, unless the candidature is their own."""
    return user is not None and candidature.user_id != user.id and receives(user, candidature.mission)


def can_withdraw_candidature(user: Any, candidature: Candidature) -> bool:
    """The person withdraws their own candidature, and nobody does it for them."""
    return _is_person(user) and candidature.user_id == user.id


def can_take_offer(user: Any, candidature: Candidature) -> bool:
    """The person takes the place that is kept for them, while it is."""
    return candidature.state is State.WAITLISTED and can_withdraw_candidature(user, candidature) and db.session.scalar(
        sa.select(PlaceOffer.id).where(
            PlaceOffer.candidature_id == candidature.id, PlaceOffer.state == OfferState.OPEN, PlaceOffer.ends_at > clock.now()
        )
    ) is not None


def can_choose_waiting_rule(user: Any, mission: Mission) -> bool:
    """Who answers the candidates of a mission says how its waiting list moves."""
    return receives(user, mission)


def can_edit_answer_models(user: Any, association: Association) -> bool:
    """Who answers candidates for an association writes its models of message."""
    return has_right(user, association, Right.CANDIDATES)


def visible_answer_models(user: Any) -> sa.Select[AnswerModel]:
    """Select the models of the associations for which a person answers."""
    return sa.select(AnswerModel).where(AnswerModel.association_id.in_(associations_where(user, Right.CANDIDATES)))


def can_write_message(user: Any, candidature: Candidature) -> bool:
    """Both sides write while the candidature lives: the person, and the members of the association who answer."""
    return candidature.state in ACTIVE and (
        can_withdraw_candidature(user, candidature) or can_answer_candidature(user, candidature)
    )


def can_read_contact(user: Any, candidature: Candidature) -> bool:
    """Each side reads how to reach the other once the candidature is accepted.

    Of somebody of 16 or 17 the association reads nothing before a parent agreed; they read where to come when they bring the sheet.
    """
    if not candidature.is_accepted:
        return False
    if can_withdraw_candidature(user, candidature):
        return _agreed(candidature, by_sheet=True)
    return can_answer_candidature(user, candidature) and _agreed(candidature, by_sheet=False)


def _agreed(candidature: Candidature, *, by_sheet: bool) -> bool:
    if candidature.user.age_band is not AgeBand.MINOR:
        return True
    given = ParentAgreement.state == AgreementState.GIVEN
    brought = sa.and_(ParentAgreement.state == AgreementState.ASKED, ParentAgreement.way == AgreementWay.SHEET)
    return db.session.scalar(sa.select(ParentAgreement.id).where(
        ParentAgreement.candidature_id == candidature.id, sa.or_(given, brought) if by_sheet else given
    )) is not None


def can_complete_call_back(user: Any, call_back: CallBack) -> bool:
    """The members of the association who answer say that they called."""
    return receives(user, call_back.mission)


def visible_candidatures(user: Any) -> sa.Select[Candidature]:
    """Select the candidatures a person sent."""
    return sa.select(Candidature).where(Candidature.user_id == user.id)


def visible_received_candidatures(user: Any) -> sa.Select[Candidature]:
    """Select the candidatures received by the associations for which a person answers, their own left out."""
    return (
        sa.select(Candidature).join(Mission, Mission.id == Candidature.mission_id)
        .where(Mission.association_id.in_(associations_where(user, Right.CANDIDATES)), Candidature.user_id != user.id)
    )


def visible_call_backs(user: Any) -> sa.Select[CallBack]:
    """Select the calls that were asked of the associations for which a person answers."""
    return (
        sa.select(CallBack).join(Mission, Mission.id == CallBack.mission_id)
        .where(Mission.association_id.in_(associations_where(user, Right.CANDIDATES)))
    )


def can_close_door(user: Any, candidature: Candidature) -> bool:
    """Who answers a candidature may close the association's door to who sent it; nobody else is known to an association."""
    return can_answer_candidature(user, candidature)


def can_keep_doors(user: Any, association: Association) -> bool:
    """Who answers candidates for an association sees the doors it closed, and opens them."""
    return has_right(user, association, Right.CANDIDATES)


def can_contest_door(user: Any, door: ClosedDoor) -> bool:
    """The person to whom it is closed, and nobody for them."""
    return _is_person(user) and door.user_id == user.id


def can_judge_door(user: Any, door: ClosedDoor) -> bool:
    """A modérateur of the association's territory, once the person asked; before, a door is nobody's business but theirs."""
    return has_role(user, Role.MODERATEUR) and door.contested_at is not None and moderates(user, door.association.commune)


def can_hide_host(user: Any, association: Association) -> bool:
    """A person chooses which associations they see no more, but for one of whose team they are."""
    return _is_person(user) and db.session.scalar(
        sa.select(Membership.id).where(Membership.user_id == user.id, Membership.association_id == association.id)
    ) is None


def visible_kept_doors(user: Any) -> sa.Select[ClosedDoor]:
    """Select the doors that the associations closed for which a person answers: never another's."""
    return sa.select(ClosedDoor).where(
        ClosedDoor.association_id.in_(associations_where(user, Right.CANDIDATES)), ClosedDoor.user_id != user.id
    )


def visible_contested_doors(user: Any) -> sa.Select[ClosedDoor]:
    """Select the contested doors of a modérateur's territories that nobody answered yet; who has no territory sees none."""
    doors = sa.select(ClosedDoor).where(ClosedDoor.contested_at.is_not(None), ClosedDoor.kept_at.is_(None))
    communes = moderated_communes(user)
    if communes is None:
        return doors
    return doors.where(ClosedDoor.association_id.in_(sa.select(Association.id).where(Association.commune_code.in_(communes))))
