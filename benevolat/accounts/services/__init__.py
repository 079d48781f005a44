"""Acts on accounts, one function each: the rooms of this package are read through here."""

from ..contacts import Contact, phone_words, read_contact, read_email, read_phone
from ..queries import find_by_email, find_by_phone, find_person
from .agents import (
    accept_invitation,
    cancel_invitation,
    confirm_agent,
    end_agent,
    grant_role,
    invite_agent,
    invite_first_admin,
    open_invitation,
    withdraw_role,
)
from .codes import Attempt, count_attempt, prove
from .confirmations import (
    Confirmation,
    Means,
    ask_agreement,
    ask_confirmation,
    choose_own_code,
    confirmation_contact,
    count_agreement,
    count_confirmation,
    count_own_try,
    forget_own_code,
    prove_agreement,
    prove_confirmation,
)
from .identification import begin_identification, finish_identification, recognise
from .lost import apply_contact_changes, refuse_contact_change, replace_lost_contact
from .passwords import PasswordHash, check_password, password_matches, prepare_password, renewed_hash
from .persons import (
    change_contact,
    choose_messages,
    close_sessions,
    edit_account,
    mark_refused,
    notify,
    record_sign_in,
    register_person,
    set_password,
)
from .settings import change_setting, setting_history

__all__ = (
    "Attempt", "Confirmation", "Contact", "Means", "PasswordHash", "accept_invitation", "apply_contact_changes", "ask_agreement",
    "ask_confirmation", "begin_identification", "cancel_invitation", "change_contact", "change_setting", "check_password",
    "choose_messages", "choose_own_code", "close_sessions", "confirm_agent", "confirmation_contact", "count_agreement", "count_attempt",
    "count_confirmation", "count_own_try", "edit_account", "end_agent", "find_by_email", "find_by_phone", "find_person",
    "finish_identification", "forget_own_code", "grant_role", "invite_agent", "invite_first_admin", "mark_refused", "notify",
    "open_invitation", "password_matches", "phone_words", "prepare_password", "prove", "prove_agreement", "prove_confirmation",
    "read_contact", "read_email", "read_phone", "recognise", "record_sign_in", "refuse_contact_change", "register_person",
    "renewed_hash", "replace_lost_contact", "set_password", "setting_history", "withdraw_role",
)
