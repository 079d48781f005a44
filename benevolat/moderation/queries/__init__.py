"""Reads of the desk: what waits, who holds it, near texts judged before, the journal of decisions."""

from .desk import LATE, Queue, Waiting, came_from_a_file, free_first, held_by, late_since, next_free, queue_of, scope_of, totals
from .journal import decisions, find_decision, readable_temoignages, undoable_decisions
from .near import Near, near_decided, number_of, official_check

__all__ = [
    "LATE", "Near", "Queue", "Waiting", "came_from_a_file", "decisions", "find_decision", "free_first", "held_by", "late_since",
    "near_decided", "next_free", "number_of", "official_check", "queue_of", "readable_temoignages", "scope_of", "totals",
    "undoable_decisions",
]
