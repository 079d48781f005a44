"""How a person is reached: reading an e-mail or a telephone number as people type them, into one stored form."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from .errors import NotAMobile, UnreadableContact, UnreadableEmail, UnreadablePhone

FRANCE = 33
MOBILE_TYPES = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


@dataclass(frozen=True, slots=True)
class Contact:
    """An address or a number in its stored form: exactly one of the two is given."""

    email: str | None = None
    phone: str | None = None

    @property
    def value(self) -> str:
        """The address or the number, whichever it is."""
        return self.email or self.phone or ""


def read_email(text: str, *, field: str = "email") -> str:
    """Return an e-mail address in lower case, without asking the network; raise UnreadableEmail at `field`."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise UnreadableEmail(field=field) from None
    return (found.ascii_email or found.normalized).lower()


def read_phone(text: str, *, field: str = "phone", mobile: bool = False) -> str:
    """Return a telephone number in E.164 form, French unless it says otherwise; raise UnreadablePhone or NotAMobile at `field`.

    `mobile` asks for a number that receives text messages. For France the plan's own shape is checked rather than the
    library's list of opened ranges, which is always a little late.
    """
    try:
        number = phonenumbers.parse(text.strip(), "FR")
    except phonenumbers.NumberParseException:
        raise UnreadablePhone(field=field) from None
    stored = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if number.country_code == FRANCE:
        if not re.fullmatch(r"\+33[1-79]\d{8}", stored):
            raise UnreadablePhone(field=field)
        receives = stored[3] in "67"
    else:
        if not phonenumbers.is_valid_number(number):
            raise UnreadablePhone(field=field)
        receives = phonenumbers.number_type(number) in MOBILE_TYPES
    if mobile and not receives:
        raise NotAMobile(field=field)
    return stored


def read_contact(text: str, *, field: str = "contact") -> Contact:
    """Return the e-mail or mobile number that a person typed in one field; raise InvalidInput at `field`."""
    if "@" in text:
        return Contact(email=read_email(text, field=field))
    if sum(each.isdigit() for each in text) < 6:
        raise UnreadableContact(field=field)
    return Contact(phone=read_phone(text, field=field, mobile=True))


def phone_words(stored: str) -> str:
    """Return a stored number as it is read: « 06 39 98 12 34 », or with its country elsewhere."""
    number = phonenumbers.parse(stored, "FR")
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if number.country_code == FRANCE else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, shape)).replace(" ", "\u00a0")
