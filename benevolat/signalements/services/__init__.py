"""Acts on reports: say that something is wrong, take it in hand, decide, hide a message, forget in time."""

from .forgetting import forget
from .reporting import report
from .treating import dismiss_signalement, hide_message, take_signalement, undo_decision, uphold_signalement

__all__ = [
    "dismiss_signalement", "forget", "hide_message", "report", "take_signalement", "undo_decision", "uphold_signalement",
]
