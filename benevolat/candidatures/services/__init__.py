"""The acts on a candidature, one function each: send, answer, wait, withdraw, revoke, expire, write, ask to be called."""

from .answering import (
    accept_candidature,
    decline_candidature,
    expire_candidature,
    revoke_candidature,
    waitlist_candidature,
    withdraw_candidature,
)
from .deciding import LONGEST_MESSAGE
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
    send_candidature,
)
from .waiting import LAST_CALL, choose_rule, lapse_offer, move_list, rejoin_list, take_offer
from .welcome import close_feed, open_feed, write_welcome
from .wording import FIRST_NAME, LONGEST_MODEL, LONGEST_TITLE, MISSION, delete_model, fill_in, save_model

__all__ = [
    "FIRST_NAME",
    "LAST_CALL",
    "LONGEST_MESSAGE",
    "LONGEST_MODEL",
    "LONGEST_TITLE",
    "MISSION",
    "accept_candidature",
    "ask_call_back",
    "ask_parent",
    "check_age",
    "check_applicant",
    "check_creneau",
    "check_open",
    "choose_rule",
    "close_feed",
    "complete_call_back",
    "decline_candidature",
    "delete_model",
    "end_agreement",
    "expire_candidature",
    "fill_in",
    "give_agreement",
    "introduce",
    "lapse_offer",
    "make_link",
    "mark_messages_read",
    "move_list",
    "open_feed",
    "post_message",
    "receive_sheet",
    "rejoin_list",
    "revoke_candidature",
    "save_model",
    "send_candidature",
    "take_offer",
    "tell_ended",
    "use_link",
    "waitlist_candidature",
    "withdraw_candidature",
    "write_to_answerers",
    "write_welcome",
]
