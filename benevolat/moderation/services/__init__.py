"""Acts of the desk: take an item, decide on it, take a decision back, ask the official directory."""

from .claims import release, take, under_claim
from .deciding import (
    ask_correction,
    publish_mission,
    record_decision,
    refuse_association,
    refuse_mission,
    reinstate_association,
    suspend_association,
    take_down_mission,
    verify_association,
)
from .directory import keep_answer
from .undoing import close_refused, lock_undoable, undo_decision

__all__ = [
    "ask_correction", "close_refused", "keep_answer", "lock_undoable", "publish_mission", "record_decision", "refuse_association",
    "refuse_mission", "reinstate_association", "release", "suspend_association", "take", "take_down_mission", "under_claim",
    "undo_decision", "verify_association",
]
