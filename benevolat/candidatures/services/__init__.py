"""The acts on a candidature, one function each: send, answer, wait, withdraw, revoke, expire, write, come together, close a door."""

from .answering import (
    accept_candidature,
    decline_candidature,
    expire_candidature,
    revoke_candidature,
    waitlist_candidature,
    withdraw_candidature,
)
from .deciding import LONGEST_MESSAGE
from .doors import (
    LONGEST_SENTENCE,
    check_doors,
    close_door,
    contest_door,
    hide_host,
    keep_door,
    lift_door,
    open_door,
    open_old_doors,
    show_host,
)
from .links import make_link, use_link, write_to_answerers
from .messages import mark_messages_read, post_message
from .minors import ask_parent, end_agreement, give_agreement, receive_sheet, tell_ended
from .sending import (
    ask_call_back,
    check_age,
    check_applicant,
    check_creneau,
    check_open,
    complete_call_back,
    introduce,
    send_beside,
    send_candidature,
)
from .together import ask_friend, join_friend, part
from .waiting import LAST_CALL, choose_rule, lapse_offer, move_list, rejoin_list, take_offer
from .welcome import close_feed, open_feed, write_welcome
from .wording import FIRST_NAME, LONGEST_MODEL, LONGEST_TITLE, MISSION, delete_model, fill_in, save_model

__all__ = [
    "FIRST_NAME",
    "LAST_CALL",
    "LONGEST_MESSAGE",
    "LONGEST_MODEL",
    "LONGEST_SENTENCE",
    "LONGEST_TITLE",
    "MISSION",
    "accept_candidature",
    "ask_call_back",
    "ask_friend",
    "ask_parent",
    "check_age",
    "check_applicant",
    "check_creneau",
    "check_doors",
    "check_open",
    "choose_rule",
    "close_door",
    "close_feed",
    "complete_call_back",
    "contest_door",
    "decline_candidature",
    "delete_model",
    "end_agreement",
    "expire_candidature",
    "fill_in",
    "give_agreement",
    "hide_host",
    "introduce",
    "join_friend",
    "keep_door",
    "lapse_offer",
    "lift_door",
    "make_link",
    "mark_messages_read",
    "move_list",
    "open_door",
    "open_feed",
    "open_old_doors",
    "part",
    "post_message",
    "receive_sheet",
    "rejoin_list",
    "revoke_candidature",
    "save_model",
    "send_beside",
    "send_candidature",
    "show_host",
    "take_offer",
    "tell_ended",
    "use_link",
    "waitlist_candidature",
    "withdraw_candidature",
    "write_to_answerers",
    "write_welcome",
]
