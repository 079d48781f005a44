"""Acts on the words of référents: send, take back, publish, say why not."""

import re

import sqlalchemy as sa

from benevolat.accompagnement.permissions import visible_people
from benevolat.accompagnement.queries import referent_record
from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.search.french import fold
from benevolat.temoignages.cautions import EMAIL, PHONE

from .errors import GivesAway, NamesSomebody, NoService, PromiseNeeded, TooManyWaiting, WrongLength
from .models import LONGEST, SHORTEST, Parole, State
from .permissions import LIFE, can_remove_parole, can_write_parole
from .workflow import WORKFLOW

MOST_WAITING = 3


def send_parole(*, by: User, words: str, nobody: bool) -> Parole:
    """Send a sentence to be read by a pilote; `nobody` is the référent's word that nobody can be recognised in it.

    Raises NotAllowed, NoService, WrongLength, GivesAway, NamesSomebody, PromiseNeeded, TooManyWaiting.
    """
    record = referent_record(by) if can_write_parole(by) else None
    if not can_write_parole(by):
        raise NotAllowed()
    if record is None:
        raise NoService()
    text = " ".join(words.split())
    _check(text, by)
    if not nobody:
        raise PromiseNeeded(field="nobody")
    waiting = sa.select(sa.func.count(Parole.id)).where(Parole.referent_id == record.id, Parole.state == State.SENT)
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyWaiting()
    parole = Parole(
        public_id=entropy.public_id(), referent_id=record.id, territoire_code=record.service.territoire_code, words=text,
        sent_at=clock.now(),
    )
    db.session.add(parole)
    WORKFLOW.begin(parole, by=by)
    return parole


def _check(text: str, by: User) -> None:
    """Refuse what leads to somebody: an address, a number, the first name or the name of a person the référent accompanies."""
    if not SHORTEST <= len(text) <= LONGEST:
        raise WrongLength(field="words")
    if EMAIL.search(text) or PHONE.search(text):
        raise GivesAway(field="words")
    names = db.session.execute(visible_people(by).with_only_columns(User.first_name, User.last_name)).all()
    said = set(re.findall(r"\w+", fold(text)))
    if any(part in said for row in names for name in row for part in re.findall(r"\w{2,}", fold(name))):
        raise NamesSomebody(field="words")


def remove_parole(parole: Parole, *, by: User) -> None:
    """Take one's sentence back, read or not: nothing of it is kept. Raises NotAllowed."""
    if not can_remove_parole(by, parole):
        raise NotAllowed()
    db.session.delete(parole)


def publish_parole(parole: Parole, *, by: User) -> None:
    """Let the agents of its territory read a sentence. Raises NotAllowed, Conflict."""
    db.session.refresh(parole, with_for_update=True)
    WORKFLOW.apply(parole, "publish", by=by)


def refuse_parole(parole: Parole, *, by: User, reason: str) -> None:
    """Keep a sentence from being read, or take it off, with a reason its author reads. Raises NotAllowed, Conflict, InvalidInput."""
    db.session.refresh(parole, with_for_update=True)
    parole.reason = " ".join(reason.split()) or None
    WORKFLOW.apply(parole, "refuse", by=by, reason=parole.reason)


def erase_old() -> int:
    """Erase the sentences sent a year ago, whatever became of them; return how many."""
    old = sa.delete(Parole).where(Parole.sent_at <= clock.now() - LIFE)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
