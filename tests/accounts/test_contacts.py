"""An address or a number is read as people type it, into one stored form, or refused with a sentence."""

import pytest

from benevolat.accounts.contacts import Contact, phone_words, read_contact, read_email, read_phone
from benevolat.accounts.errors import NotAMobile, UnreadableContact, UnreadableEmail, UnreadablePhone


@pytest.mark.parametrize(("typed", "stored"), [
    (" Jeanne.Morin@Courriel.example ", "jeanne.morin@courriel.example"), ("a+b@x.courriel.example", "a+b@x.courriel.example"),
    ("jeanne@été.example", "jeanne@xn--t-9fab.example"),
])
def test_an_email_has_one_form(typed: str, stored: str) -> None:
    assert read_email(typed) == stored


@pytest.mark.parametrize("typed", ["", "jeanne", "jeanne@", "@courriel.example", "a b@courriel.example", "é@courriel.example",
                                   "a@b@courriel.example", "jeanne@courriel.example\nBcc: x@y.example", "a" * 300 + "@courriel.example"])
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableEmail) as refusal:
        read_email(typed)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("typed", ["06 39 98 12 34", "0639981234", "06.39.98.12.34", "06-39-98-12-34", "+33 6 39 98 12 34", "0033639981234",
                                   "+33 (0)6 39 98 12 34"])
def test_a_french_number_has_one_form(typed: str) -> None:
    assert read_phone(typed, mobile=True) == "+33639981234"


@pytest.mark.parametrize("typed", ["", "12", "06 39 98 12 3", "06 39 98 12 34 5", "sans numéro",
                                   "08 99 12 34 56", "+999 123 456 789", "0" * 60])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(UnreadablePhone):
        read_phone(typed)


def test_a_landline_is_called_but_gets_no_code() -> None:
    assert read_phone("04 65 71 12 34") == "+33465711234"
    with pytest.raises(NotAMobile):
        read_phone("04 65 71 12 34", mobile=True)


def test_one_field_takes_both() -> None:
    assert read_contact("Jeanne@courriel.example") == Contact(email="jeanne@courriel.example")
    assert read_contact("06 39 98 12 34") == Contact(phone="+33639981234")
    with pytest.raises(UnreadableContact) as refusal:
        read_contact("jeanne")
    assert refusal.value.field == "contact"


def test_a_number_is_shown_as_it_is_said() -> None:
    assert phone_words("+33639981234") == "06\u00a039\u00a098\u00a012\u00a034"
    assert phone_words("+41791234567").startswith("+41")


def test_a_foreign_number_is_read_with_its_country() -> None:
    assert read_phone("+41 79 123 45 67", mobile=True) == "+41791234567"
    assert read_phone("+41 22 767 61 11") == "+41227676111"
    with pytest.raises(NotAMobile):
        read_phone("+41 22 767 61 11", mobile=True)
    with pytest.raises(UnreadablePhone):
        read_phone("+41 1")
