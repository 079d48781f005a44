"""What people do with missions: write them, send them, judge them, take and free their places."""

from .creneaux import add_creneau, add_series, change_creneau, follow_slots, remove_creneau
from .drafting import PLACE, TASK, TIME, Edit, begin_mission, delete_draft, duplicate_mission, edit_mission, save_draft
from .importing import bring_mission, check_import, drop_import, keep_import
from .moderation import ask_correction, mark_gone, mark_withdrawn, publish_mission, refuse_mission, submit_mission
from .places import free_place, next_number, take_place, touch
from .siblings import add_place
from .upkeep import confirm_mission, pause_mission, renew_mission, resume_mission

__all__ = [
    "PLACE", "TASK", "TIME", "Edit", "add_creneau", "add_place", "add_series", "ask_correction", "begin_mission", "bring_mission",
    "change_creneau", "check_import", "confirm_mission", "delete_draft", "drop_import", "duplicate_mission", "edit_mission", "follow_slots",
    "free_place", "keep_import", "mark_gone", "mark_withdrawn",
    "next_number", "pause_mission", "publish_mission", "refuse_mission", "remove_creneau",
    "renew_mission", "resume_mission", "save_draft", "submit_mission", "take_place", "touch",
]
