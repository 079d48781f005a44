"""What pilotes do with the pages of their territories: places, news, steps."""

from datetime import date, timedelta

from benevolat.accounts.models import User
from benevolat.accounts.services import read_email, read_phone
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.territoire.models import Commune

from .errors import TooFar, Unreachable
from .models import Antenne, NewsKind, Nouvelle
from .permissions import can_keep_territoire

FIRST_DAY = date(2016, 1, 1)
LONGEST_NAME, LONGEST_WORDS = 120, 1000


def _check(by: User, code: str | None) -> None:
    if not can_keep_territoire(by, code):
        raise NotAllowed()


def _text(value: str | None, field: str, *, most: int = LONGEST_NAME) -> str:
    text = " ".join((value or "").split()) if most == LONGEST_NAME else (value or "").strip()
    if len(text) > most:
        raise InvalidInput(field=field)
    return text


def write_antenne(
    antenne: Antenne | None, *, by: User, territoire_code: str, name: str, address: str | None = None, commune_code: str | None = None,
    phone: str | None = None, email: str | None = None, hours: str | None = None,
) -> Antenne:
    """Write a place where somebody helps, new or changed: nothing of it when something is wrong.

    Raises NotAllowed, InvalidInput, Unreachable, UnreadablePhone, UnreadableEmail.
    """
    _check(by, antenne.territoire_code if antenne is not None else territoire_code)
    _check(by, territoire_code)
    shown = _text(name, "name")
    if len(shown) < 2:
        raise InvalidInput(field="name")
    if commune_code is not None and db.session.get(Commune, commune_code) is None:
        raise InvalidInput(field="commune")
    where, when = _text(address, "address") or None, _text(hours, "hours") or None
    number = read_phone(phone) if phone and phone.strip() else None
    address_of = read_email(email) if email and email.strip() else None
    if where is None and number is None:
        raise Unreachable(field="address")
    if antenne is None:
        antenne = Antenne(public_id=entropy.public_id())
        db.session.add(antenne)
    antenne.territoire_code, antenne.name, antenne.address, antenne.commune_code = territoire_code, shown, where, commune_code
    antenne.phone, antenne.email, antenne.hours = number, address_of, when
    db.session.flush()
    return antenne


def remove_antenne(antenne: Antenne, *, by: User) -> None:
    """Take a place away from its territory's page. Raises NotAllowed."""
    _check(by, antenne.territoire_code)
    db.session.delete(antenne)
    db.session.flush()


def write_nouvelle(*, by: User, territoire_code: str | None, kind: NewsKind, day: date, title: str, words: str = "") -> Nouvelle:
    """Say something new, of a territory or of the whole Isère; of a day to come, it is shown from that day.

    Raises NotAllowed, TooFar, InvalidInput.
    """
    _check(by, territoire_code)
    if not FIRST_DAY <= day <= clock.today() + timedelta(days=366):
        raise TooFar(field="day")
    shown = _text(title, "title")
    if len(shown) < 3:
        raise InvalidInput(field="title")
    nouvelle = Nouvelle(
        public_id=entropy.public_id(), territoire_code=territoire_code, kind=kind, day=day, title=shown,
        words=_text(words, "words", most=LONGEST_WORDS), written_at=clock.now(), written_by_id=by.id,
    )
    db.session.add(nouvelle)
    db.session.flush()
    return nouvelle


def remove_nouvelle(nouvelle: Nouvelle, *, by: User) -> None:
    """Take a piece of news away. Raises NotAllowed."""
    _check(by, nouvelle.territoire_code)
    db.session.delete(nouvelle)
    db.session.flush()
