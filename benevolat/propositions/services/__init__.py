"""Acts around propositions and the talk, one module a subject: sending, answering, what the person confirms in a talk."""

from .answering import accept_proposition, hide_answer, tell_acceptance
from .sending import cancel_proposition, close_answer, send_propositions, ways_to
from .talk import Wanted, carry_out, subject_of

__all__ = [
    "Wanted", "accept_proposition", "cancel_proposition", "carry_out", "close_answer", "hide_answer", "send_propositions", "subject_of",
    "tell_acceptance", "ways_to",
]
