"""Reads of reports: what somebody may report, what waits for the desk, what was said of one thing."""

from .reads import find_signalement, former_items, next_free_signalements, open_about, reports_of, signalement_queue
from .targets import Target, find_target, page_target

__all__ = [
    "Target", "find_signalement", "find_target", "former_items", "next_free_signalements", "open_about", "page_target",
    "reports_of", "signalement_queue",
]
