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
from .factors import (
    address_of,
    draw_secret,
    enrol,
    letters_of,
    renew_recovery_codes,
    seal,
    unseal,
    use_factor,
    use_recovery_code,
)
from .federation import (
    Asked,
    Identity,
    accept_by_identity,
    ask_identity,
    enter_by_identity,
    invited_as,
    link_identity,
    providers_offered,
    read_identity,
    sign_out_address,
    unlink_identity,
)
from .identification import begin_identification, finish_identification, recognise
from .lost import apply_contact_changes, refuse_contact_change, replace_lost_contact
from .numbers import apply_releases, release_number
from .passkeys import (
    add_passkey,
    forget_passkey,
    new_challenge,
    passkeys_offered,
    recognise_passkey,
    registration_options,
    sign_in_options,
)
from .passwords import PasswordHash, check_password, password_matches, prepare_password, renewed_hash
from .persons import (
    change_contact,
    choose_messages,
    edit_account,
    mark_refused,
    notify,
    record_sign_in,
    register_person,
    set_password,
)
from .readings import unwritten_readings, write_readings
from .resets import ask_factor_reset, cancel_factor_reset, finish_factor_reset, reset_from_machine
from .sessions import begin_session, close_other_sessions, close_session, close_sessions, device_of, end_session, see_session
from .settings import change_setting, setting_history

__all__ = (
    "Asked", "Attempt", "Confirmation", "Contact", "Identity", "Means", "PasswordHash", "accept_by_identity", "accept_invitation",
    "add_passkey", "address_of", "apply_contact_changes", "apply_releases", "ask_agreement", "ask_confirmation", "ask_factor_reset",
    "ask_identity", "begin_identification", "begin_session", "cancel_factor_reset", "cancel_invitation", "change_contact",
    "change_setting", "check_password", "choose_messages", "choose_own_code", "close_other_sessions", "close_session",
    "close_sessions", "confirm_agent", "confirmation_contact", "count_agreement", "count_attempt", "count_confirmation",
    "count_own_try", "device_of", "draw_secret", "edit_account", "end_agent", "end_session", "enrol", "enter_by_identity",
    "find_by_email", "find_by_phone", "find_person", "finish_factor_reset", "finish_identification", "forget_own_code",
    "forget_passkey", "grant_role", "invite_agent", "invite_first_admin", "invited_as", "letters_of", "link_identity", "mark_refused",
    "new_challenge", "notify", "open_invitation", "passkeys_offered", "password_matches", "phone_words", "prepare_password", "prove",
    "prove_agreement", "prove_confirmation", "providers_offered", "read_contact", "read_email", "read_identity", "read_phone",
    "recognise", "recognise_passkey", "record_sign_in", "refuse_contact_change", "register_person", "registration_options",
    "release_number", "renew_recovery_codes", "renewed_hash", "replace_lost_contact", "reset_from_machine", "seal", "see_session",
    "set_password", "setting_history", "sign_in_options", "sign_out_address", "unlink_identity", "unseal", "unwritten_readings",
    "use_factor", "use_recovery_code", "withdraw_role", "write_readings",
)
