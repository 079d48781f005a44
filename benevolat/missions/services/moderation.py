"""From the association's desk to the public and back: send, judge, withdraw."""

from datetime import datetime

from flask_babel import gettext as _

from benevolat.accounts.models import User
from benevolat.associations.models import Right, State
from benevolat.associations.queries import decided_before
from benevolat.associations.services import notify_members
from benevolat.core import clock
from benevolat.core.errors import Conflict, InvalidInput
from benevolat.core.workflow import SYSTEM

from .. import mails
from ..errors import ChangedMeanwhile, NotPublishable
from ..models import Mission, Publication
from ..permissions import can_edit_mission
from ..workflow import WORKFLOW
from .checks import check_complete
from .drafting import tidy
from .places import touch
from .upkeep import freshen


def submit_mission(mission: Mission, *, by: User, not_a_job: bool, contact_name: str | None = None) -> None:
    """Send a mission to be read by a modérateur, once nothing is missing and the association declares that it replaces no paid post.

    A trusted association publishes at once: a modérateur may read it afterwards, and take it down. What was sent back to be corrected
    is read again all the same.

    Raises NotAllowed, NotPublishable (association not verified), Incomplete, Conflict.
    """
    if can_edit_mission(by, mission) and mission.association.state is not State.VERIFIED:
        raise NotPublishable()
    mission.not_a_job = not_a_job
    mission.contact_name = contact_name or None
    check_complete(mission)
    tidy(mission)
    at_once = mission.association.trusted and mission.publication is Publication.DRAFT
    WORKFLOW.apply(mission, "submit", by=by)
    mission.publication_reason = None
    mission.updated_at = clock.now()
    if at_once:
        mission.published_at = mission.published_at or clock.now()
        WORKFLOW.apply(mission, "publish", by=SYSTEM)
        touch(mission, text=True)


def _decide(mission: Mission, action: str, *, by: User, reason: str | None = None, seen: datetime | None = None) -> None:
    """Turn the publication by a modérateur; whoever comes second learns who decided, and nobody judges a text they have not read."""
    told = (reason or "").strip()
    if seen is not None and seen != mission.updated_at and WORKFLOW.allows(mission, action, by):
        raise ChangedMeanwhile()
    if told:
        mission.publication_reason = told
    try:
        row = WORKFLOW.apply(mission, action, by=by, reason=told or None)
    except Conflict:
        raise decided_before("mission", mission, mission.publication.label) from None
    if not row.needs_reason:
        mission.publication_reason = None


def publish_mission(mission: Mission, *, by: User, not_a_job: bool, seen: datetime | None = None) -> None:
    """Show a mission to everybody, the modérateur having ticked « ne remplace pas un emploi ».

    `seen` is the moment of the text that was read. Raises NotAllowed, InvalidInput, AlreadyDecided, ChangedMeanwhile.
    """
    if not not_a_job:
        raise InvalidInput(field="not_a_job")
    mission.published_at = mission.published_at or clock.now()
    freshen(mission)
    _decide(mission, "publish", by=by, seen=seen)
    touch(mission, text=True)
    notify_members(mission.association, mails.published(mission), right=Right.MISSIONS)


def ask_correction(mission: Mission, *, by: User, reason: str, seen: datetime | None = None) -> None:
    """Send a mission back to its association with what to mend. Raises like publish_mission."""
    _decide(mission, "ask_correction", by=by, reason=reason, seen=seen)
    notify_members(mission.association, mails.to_correct(mission), right=Right.MISSIONS)


def refuse_mission(mission: Mission, *, by: User, reason: str, seen: datetime | None = None) -> None:
    """Refuse a mission with a reason its association reads. Raises like publish_mission."""
    _decide(mission, "refuse", by=by, reason=reason, seen=seen)
    notify_members(mission.association, mails.refused(mission), right=Right.MISSIONS)


def mark_withdrawn(mission: Mission, *, by: User, reason: str | None = None) -> None:
    """Take a mission away from the public: by its association, or by a modérateur with a reason.

    What follows for its candidates is coordination's. Raises NotAllowed, Conflict, InvalidInput.
    """
    WORKFLOW.apply(mission, "take_down" if by.is_agent else "withdraw", by=by, reason=reason)
    mission.publication_reason = (reason or "").strip() or None
    touch(mission, text=True)


def mark_gone(mission: Mission) -> None:
    """Take away from the public a mission that its partner proposes no more; what follows for its candidates is coordination's.

    Raises Conflict when it is not proposed any more already.
    """
    WORKFLOW.apply(mission, "gone", by=SYSTEM)
    mission.publication_reason = _("Le partenaire ne propose plus cette mission.")
    touch(mission, text=True)
