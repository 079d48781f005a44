"""The decisions that can be taken back: seen at once, told after ten minutes, written in the journal; what cannot wait is told at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.models import Association
from benevolat.associations.permissions import can_verify_association
from benevolat.coordination import services as coordination
from benevolat.coordination.models import SnapshotKind
from benevolat.coordination.queries import text_of
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import enqueue, held_back
from benevolat.core.workflow import TransitionLog
from benevolat.missions import services as missions
from benevolat.missions.models import Mission
from benevolat.missions.permissions import can_moderate_mission
from benevolat.missions.services import touch
from benevolat.territoire.models import Commune

from ..models import UNDONE_WITHIN, DecidedText, DeskDecision, Noun, TextBand
from ..shingles import bands
from .claims import under_claim


def last_log(noun: str, object_id: int) -> int | None:
    """Return the last passage of an object: as long as it is the decision's, nobody acted since."""
    return db.session.scalar(
        sa.select(sa.func.max(TransitionLog.id)).where(TransitionLog.noun == noun, TransitionLog.object_id == object_id)
    )


def record_decision(
    noun: Noun, obj: Any, action: str, *, title: str, commune: Commune | None, by: User, perform: Callable[[], Any],
    reason: str | None = None, before: dict[str, Any] | None = None, held: str | None = None,
) -> DeskDecision:
    """Do an act on an item under its claim and write it in the journal.

    With `before`, how things stood, the decision can be undone: the letters it writes leave after ten minutes, held under `held` or
    under the decision's own id. Without, they leave at once. Raises HeldByAnother, and whatever the act raises.
    """
    now = clock.now()
    decision = DeskDecision(
        public_id=entropy.public_id(), noun=noun, object_id=obj.id, shown_id=obj.public_id, title=title, action=action,
        reason=(reason or "").strip() or None, territoire_code=commune.territoire_code if commune else None, by_id=by.id, at=now,
        final_at=now + UNDONE_WITHIN if before is not None else None, before=before or {},
    )

    def act() -> None:
        if before is None:
            perform()
            return
        with held_back(held or decision.public_id, now + UNDONE_WITHIN):
            perform()

    under_claim(noun, obj, act, by=by)
    db.session.flush()
    decision.log_id = last_log(noun.value, obj.id)
    db.session.add(decision)
    db.session.flush()
    return decision


def _mission_decision(
    mission: Mission, action: str, perform: Callable[[], Any], *, by: User, reason: str | None = None, final: bool = False,
) -> DeskDecision:
    """Decide on a mission; its text is kept as judged, so that it is recognised when it comes again."""
    if not can_moderate_mission(by, mission):
        raise NotAllowed()
    before = None if final else {
        "state": mission.publication.value, "reason": mission.publication_reason,
        "published_at": mission.published_at.isoformat() if mission.published_at else None,
    }
    decision = record_decision(
        Noun.MISSION, mission, action, title=mission.title, commune=mission.commune or mission.association.commune, by=by,
        perform=perform, reason=reason, before=before,
    )
    words = f"{mission.title}\n{mission.description}"
    kept = DecidedText(decision_id=decision.id, mission_id=mission.id, words=words)
    db.session.add(kept)
    db.session.flush()
    db.session.add_all(TextBand(decided_text_id=kept.id, band=band) for band in sorted(bands(words)))
    return decision


def publish_mission(mission: Mission, *, by: User, not_a_job: bool, seen: datetime | None = None) -> DeskDecision:
    """Show a mission to everybody at once; its association is told after ten minutes.

    Raises HeldByAnother, and what missions.services.publish_mission raises.
    """
    return _mission_decision(
        mission, "publish", lambda: missions.publish_mission(mission, by=by, not_a_job=not_a_job, seen=seen), by=by
    )


def ask_correction(mission: Mission, *, by: User, reason: str, seen: datetime | None = None) -> DeskDecision:
    """Send a mission back to its association; what was read is kept, to be shown beside the corrected text.

    A published one leaves the search at once; those who applied keep their candidature. Raises like publish_mission.
    """
    read = text_of(mission)
    decision = _mission_decision(
        mission, "ask_correction", lambda: missions.ask_correction(mission, by=by, reason=reason, seen=seen), by=by, reason=reason
    )
    coordination.keep_snapshot(mission, SnapshotKind.READ, read)
    if mission.published_at is not None:
        touch(mission, text=True)
    return decision


def refuse_mission(mission: Mission, *, by: User, reason: str, seen: datetime | None = None) -> DeskDecision:
    """Refuse a mission; those who had applied when it was published are told, once the decision can no longer be undone.

    Raises like publish_mission.
    """
    decision = _mission_decision(
        mission, "refuse", lambda: missions.refuse_mission(mission, by=by, reason=reason, seen=seen), by=by, reason=reason
    )
    enqueue("moderation.close_refused", {"mission": mission.id}, run_at=decision.final_at, key=closing_key(decision))
    return decision


def closing_key(decision: DeskDecision) -> str:
    """Return the key of the job that ends a refused mission's candidatures."""
    return f"refused:{decision.public_id}"


def take_down_mission(mission: Mission, *, by: User, reason: str) -> DeskDecision:
    """Take a published mission off: somebody may be in danger, so everybody is told at once and nothing is undone. Raises the same."""
    return _mission_decision(
        mission, "take_down", lambda: coordination.withdraw_mission(mission, by=by, reason=reason), by=by, reason=reason, final=True
    )


def _association_decision(
    association: Association, action: str, perform: Callable[[], Any], *, by: User, reason: str | None = None, final: bool = False,
) -> DeskDecision:
    if not can_verify_association(by, association):
        raise NotAllowed()
    before = None if final else {
        "state": association.state.value, "reason": association.state_reason,
        "verified_at": association.verified_at.isoformat() if association.verified_at else None,
    }
    return record_decision(
        Noun.ASSOCIATION, association, action, title=association.name, commune=association.commune, by=by, perform=perform, reason=reason,
        before=before,
    )


def verify_association(association: Association, *, by: User) -> DeskDecision:
    """Declare an association verified; its team is told after ten minutes.

    Raises HeldByAnother, and what associations.services.verify_association raises.
    """
    return _association_decision(association, "verify", lambda: associations.verify_association(association, by=by), by=by)


def refuse_association(association: Association, *, by: User, reason: str) -> DeskDecision:
    """Refuse an association with a reason its team reads after ten minutes. Raises like verify_association."""
    return _association_decision(
        association, "refuse", lambda: associations.refuse_association(association, by=by, reason=reason), by=by, reason=reason
    )


def suspend_association(association: Association, *, by: User, reason: str) -> DeskDecision:
    """Suspend an association: somebody may be in danger, so everybody is told at once and nothing is undone. Raises the same."""
    return _association_decision(
        association, "suspend", lambda: coordination.suspend_association(association, by=by, reason=reason), by=by, reason=reason,
        final=True,
    )


def reinstate_association(association: Association, *, by: User) -> DeskDecision:
    """Lift a suspension, at once. Raises the same."""
    return _association_decision(
        association, "reinstate", lambda: coordination.reinstate_association(association, by=by), by=by, final=True
    )
