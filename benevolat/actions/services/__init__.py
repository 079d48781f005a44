"""Acts on collective actions: write, open, change, cancel; invite, come, wait, give one's place back, keep one's own presence."""

from .coming import come, decline, give_back, show_to_referent, wait
from .inviting import invite_people
from .keeping import erase_inscription, keep_attendance, write_in_passeport
from .training import count_training
from .writing import ActionContent, cancel_action, change_action, draft_action, open_action, remove_draft

__all__ = [
    "ActionContent", "cancel_action", "change_action", "come", "count_training", "decline", "draft_action", "erase_inscription",
    "give_back", "invite_people", "keep_attendance", "open_action", "remove_draft", "show_to_referent", "wait", "write_in_passeport",
]
