"""Acts on accounts, one function each: the rooms of this package are read through here."""

from ..contacts import Contact, read_contact, read_email, read_phone
from ..queries import find_by_email, find_by_phone, find_person
from .codes import Attempt, begin_identification, count_attempt, finish_identification, prove
from .passwords import PasswordHash, password_matches, prepare_password
from .persons import notify, register_person

__all__ = (
    "Attempt", "Contact", "PasswordHash", "begin_identification", "count_attempt", "find_by_email", "find_by_phone", "find_person",
    "finish_identification", "notify", "password_matches", "prepare_password", "prove", "read_contact", "read_email", "read_phone",
    "register_person",
)
