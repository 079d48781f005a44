"""Acts on accounts, one function each: the rooms of this package are read through here."""

from ..contacts import Contact, phone_words, read_contact, read_email, read_phone
from ..queries import find_by_email, find_by_phone, find_person
from .agents import accept_invitation, cancel_invitation, end_agent, grant_role, invite_agent, invite_first_admin, open_invitation
from .codes import Attempt, count_attempt, prove
from .confirmations import (
    Means,
    ask_confirmation,
    choose_own_code,
    confirmation_contact,
    count_confirmation,
    forget_own_code,
    prove_confirmation,
)
from .identification import begin_identification, finish_identification, recognise
from .passwords import PasswordHash, check_password, password_matches, prepare_password
from .persons import change_contact, close_sessions, edit_account, notify, record_sign_in, register_person, set_password

__all__ = (
    "Attempt", "Contact", "Means", "PasswordHash", "accept_invitation", "ask_confirmation", "begin_identification", "cancel_invitation",
    "change_contact", "check_password", "choose_own_code", "close_sessions", "confirmation_contact", "count_attempt",
    "count_confirmation", "edit_account", "end_agent", "find_by_email", "find_by_phone", "find_person", "finish_identification",
    "forget_own_code", "grant_role", "invite_agent", "invite_first_admin", "notify", "open_invitation", "password_matches", "phone_words",
    "prepare_password", "prove", "prove_confirmation", "read_contact", "read_email", "read_phone", "recognise", "record_sign_in",
    "register_person", "set_password",
)
