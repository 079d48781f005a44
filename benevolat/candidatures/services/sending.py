"""Applying: what a mission, a créneau and a person must be, and the candidature itself; or asking to be called."""

from benevolat.accounts.models import AgeBand, User
from benevolat.accounts.services import notify, read_phone
from benevolat.associations.models import Right
from benevolat.associations.services import notify_members
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.workflow import SYSTEM
from benevolat.missions.models import Creneau, Mission, MissionKind, Publication, Recruitment

from .. import mails, queries
from ..errors import (
    AdultsOnly,
    AgeNeeded,
    AppliedElsewhere,
    CreneauNotOpen,
    DoorClosed,
    FirstNameNeeded,
    HostHidden,
    MissionNotOpen,
    NotFromHere,
    OwnAssociation,
)
from ..models import CallBack, Candidature, State
from ..permissions import belongs_to_host, can_complete_call_back, can_send_candidature
from ..workflow import WORKFLOW
from .deciding import cut, lock
from .doors import check_doors
from .links import write_to_answerers
from .waiting import move_list


def check_open(mission: Mission) -> None:
    """Raise MissionNotOpen unless the mission is published, recruits and is not over; AppliedElsewhere when it is a partner's."""
    if mission.publication is not Publication.PUBLISHED or mission.recruitment is Recruitment.CLOSED:
        raise MissionNotOpen()
    if mission.partner_url is not None:
        raise AppliedElsewhere()


def check_creneau(mission: Mission, creneau: Creneau | None) -> None:
    """Raise CreneauNotOpen unless a dated mission is given one of its créneaux to come, and a regular one none."""
    if mission.kind is MissionKind.REGULAR:
        if creneau is not None:
            raise CreneauNotOpen(field="creneau")
        return
    if creneau is None or creneau.mission_id != mission.id or creneau.cancelled or creneau.starts_at <= clock.now():
        raise CreneauNotOpen(field="creneau")


def check_age(mission: Mission, age_band: AgeBand | None) -> None:
    """Raise AgeNeeded when the age band is unknown, AdultsOnly for a minor where minors are not received."""
    if age_band is None:
        raise AgeNeeded(field="age_band")
    if age_band is AgeBand.MINOR and not mission.minors_ok:
        raise AdultsOnly(field="age_band")


def check_applicant(mission: Mission, user: User) -> None:
    """Raise OwnAssociation for a member of the mission's association, NotAllowed for whoever does not apply at all."""
    if belongs_to_host(user, mission):
        raise OwnAssociation()
    if not can_send_candidature(user, mission):
        raise NotAllowed()


def introduce(user: User, *, first_name: str = "", age_band: AgeBand | None = None) -> None:
    """Complete what an account does not say yet and an association needs; what it says already is left as it is."""
    user.first_name = user.first_name or first_name.strip()
    user.age_band = user.age_band or age_band


def send_candidature(
    mission: Mission, creneau: Creneau | None = None, *, user: User, message: str = "", by: User
) -> Candidature:
    """Send a person's candidature, or return the one they already have there: a second click answers like the first.

    Whoever already waits is served first; when no place is left then, the person stands on the waiting list at once, and both sides are
    told so. The person's row and the place's are locked (PostgreSQL), so that two clicks make one row and none reaches a mission that
    was just withdrawn. Raises MissionNotOpen, CreneauNotOpen, AgeNeeded, AdultsOnly, FirstNameNeeded, OwnAssociation, EmptyMessage,
    DoorClosed, HostHidden, NotAllowed.
    """
    if by.id != user.id:
        raise NotAllowed()
    lock(user)
    if creneau is not None:
        lock(creneau)
    lock(mission)
    check_applicant(mission, user)
    already = queries.active_candidature(user, mission, creneau)
    if already is not None:
        return already
    check_doors(mission, user)
    check_open(mission)
    check_creneau(mission, creneau)
    check_age(mission, user.age_band)
    if not user.first_name.strip():
        raise FirstNameNeeded(field="first_name")
    move_list(mission, creneau)
    candidature = Candidature(
        public_id=entropy.public_id(), mission=mission, creneau=creneau, user=user, state=State.SENT, message=cut(message),
        sent_at=clock.now(),
    )
    db.session.add(candidature)
    WORKFLOW.begin(candidature, by=by)
    if queries.no_place_left(mission, creneau):
        candidature.decided_at = clock.now()
        WORKFLOW.apply(candidature, "waitlist", by=SYSTEM)
    notify(user, mails.sent(candidature))
    write_to_answerers(candidature, lambda path: mails.received(candidature, path))
    return candidature


def send_beside(mission: Mission, creneau: Creneau | None = None, *, user: User, message: str = "") -> Candidature:
    """Send what a person confirmed on the screen of somebody who helps them: theirs like any other.

    Whether the mission is closed, the association receives this person no more or the person chose to see it no more, the screen they
    share says the same: the helper learns nothing of it. Raises NotFromHere, and what send_candidature raises for the rest.
    """
    if mission.partner_url is not None:
        raise AppliedElsewhere()
    try:
        return send_candidature(mission, creneau, user=user, message=message, by=user)
    except (MissionNotOpen, DoorClosed, HostHidden):
        raise NotFromHere() from None


def ask_call_back(
    mission: Mission, *, first_name: str, phone: str, age_band: AgeBand | None = None, best_time: str | None = None
) -> CallBack:
    """Ask the association to call, without an account; asking again before it called changes nothing.

    Raises MissionNotOpen, FirstNameNeeded, UnreadablePhone, AgeNeeded, AdultsOnly.
    """
    lock(mission)
    check_open(mission)
    check_age(mission, age_band)
    if not first_name.strip():
        raise FirstNameNeeded(field="first_name")
    number = read_phone(phone)
    already = queries.call_back_to_do(mission, number)
    if already is not None:
        return already
    call_back = CallBack(
        public_id=entropy.public_id(), mission=mission, first_name=first_name.strip()[:80], phone=number, age_band=age_band,
        best_time=(best_time or "").strip()[:200] or None, asked_at=clock.now(),
    )
    db.session.add(call_back)
    db.session.flush()
    notify_members(mission.association, mails.call_back_asked(call_back), right=Right.CANDIDATES)
    return call_back


def complete_call_back(call_back: CallBack, *, by: User) -> CallBack:
    """Note that the association called. Raises NotAllowed."""
    if not can_complete_call_back(by, call_back):
        raise NotAllowed()
    if call_back.done_at is None:
        call_back.done_at = clock.now()
    return call_back
