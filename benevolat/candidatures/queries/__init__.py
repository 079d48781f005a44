"""Reads of candidatures, each named for the question it answers; the rooms of this package are read through here."""

from .links import find_link
from .reads import (
    accepted_at,
    active_candidature,
    active_candidatures,
    call_back_to_do,
    call_backs_to_do,
    candidatures_of,
    creneaux_of_tomorrow,
    decider_name,
    find_call_back,
    find_own_candidature,
    find_received_candidature,
    living_candidatures,
    messages_of,
    silent_candidatures,
    unanswered_associations,
    unanswered_of,
    unread_counts,
    waiting_for_answer,
    was_published,
)
from .received import PAGE_SIZE, Pile, Received, candidatures_received
from .story import SAID, Step, story_of
from .waiting import (
    ahead_of,
    creneaux_waited_for,
    lists_to_move,
    missed_offer,
    moves_alone,
    next_in_line,
    no_place_left,
    offers_over,
    open_offer,
    places_left,
    rank_of,
    rule_of,
    still_moves,
)

__all__ = [
    "PAGE_SIZE", "SAID", "Pile", "Received", "Step", "accepted_at", "active_candidature", "active_candidatures", "ahead_of",
    "call_back_to_do", "call_backs_to_do", "candidatures_of", "candidatures_received", "creneaux_of_tomorrow", "creneaux_waited_for",
    "decider_name", "find_call_back", "find_link", "find_own_candidature", "find_received_candidature", "lists_to_move",
    "living_candidatures", "messages_of", "missed_offer", "moves_alone", "next_in_line", "no_place_left", "offers_over", "open_offer",
    "places_left", "rank_of", "rule_of", "silent_candidatures", "still_moves", "story_of", "unanswered_associations", "unanswered_of",
    "unread_counts", "waiting_for_answer", "was_published",
]
