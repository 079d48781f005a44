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
from .temoignages import (
    ask_temoignage_correction,
    publish_temoignage,
    refuse_temoignage,
    settle_temoignage_report,
    take_down_temoignage,
)
from .undoing import close_refused, lock_undoable, undo_decision

__all__ = [
    "ask_correction", "ask_temoignage_correction", "close_refused", "keep_answer", "lock_undoable", "publish_mission",
    "publish_temoignage", "record_decision", "refuse_association", "refuse_mission", "refuse_temoignage", "reinstate_association",
    "release", "settle_temoignage_report", "suspend_association", "take", "take_down_mission", "take_down_temoignage", "under_claim",
    "undo_decision", "verify_association",
]
