"""What people do with missions: write them, send them, judge them, take and free their places."""

from .moderation import ask_correction, mark_withdrawn, publish_mission, refuse_mission, submit_mission
from .places import free_place, take_place, touch

__all__ = [
    "ask_correction", "free_place", "mark_withdrawn", "publish_mission", "refuse_mission", "submit_mission", "take_place", "touch",
]
