"""The person's side: sending a témoignage with its accord, writing it again, taking it back."""

from dataclasses import dataclass

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import drop_held
from benevolat.engagements.models import Engagement
from benevolat.engagements.permissions import is_volunteer

from ..errors import AccordChanged, AccordNeeded, NotOfferable, TooLong, UnknownNaming, WordsNeeded
from ..models import LONGEST, Accord, Naming, Temoignage
from ..queries import accord_text, can_be_offered, names_for
from ..workflow import TEMOIGNAGE


@dataclass(frozen=True, slots=True)
class Written:
    """What a person saw just before sending: their words, how they are named, whether they agreed and to which sentence."""

    words: str
    naming: Naming
    agreed: bool
    accord_version: int


def check_written(words: str, naming: Naming | None, *, by: User) -> str:
    """Return the name under which words would be shown. Raises WordsNeeded, TooLong or UnknownNaming."""
    if not words.strip():
        raise WordsNeeded(field="words")
    if len(words.replace("\r\n", "\n")) > LONGEST:
        raise TooLong(field="words")
    name = names_for(by).get(naming) if naming is not None else None
    if name is None:
        raise UnknownNaming(field="naming")
    return name


def _fill(temoignage: Temoignage, written: Written, *, by: User) -> None:
    """Put the words in, unsent until the accord is there. Raises what check_written raises, AccordNeeded or AccordChanged."""
    name = check_written(written.words, written.naming, by=by)
    if not written.agreed:
        raise AccordNeeded(field="agreed")
    if accord_text()[1] != written.accord_version:
        raise AccordChanged(field="agreed")
    temoignage.words, temoignage.naming, temoignage.shown_name = written.words.replace("\r\n", "\n").strip(), written.naming, name
    temoignage.submitted_at = clock.now()
    temoignage.reason = temoignage.reason_words = temoignage.reported_at = temoignage.report_words = None


def _record_accord(temoignage: Temoignage) -> None:
    """Keep the accord to exactly these words: an earlier one ends with the words it was about."""
    _end_accords(temoignage)
    text, version = accord_text()
    db.session.add(Accord(temoignage_id=temoignage.id, text=text, text_version=version, given_at=clock.now()))


def _end_accords(temoignage: Temoignage) -> None:
    db.session.execute(
        sa.update(Accord).where(Accord.temoignage_id == temoignage.id, Accord.withdrawn_at.is_(None)).values(withdrawn_at=clock.now())
    )


def write_temoignage(engagement: Engagement, written: Written, *, by: User) -> Temoignage:
    """Send a témoignage about an attested engagement to the desk, with the accord to publish it.

    Raises NotAllowed, NotOfferable, WordsNeeded, TooLong, UnknownNaming, AccordNeeded or AccordChanged.
    """
    if not is_volunteer(by, engagement):
        raise NotAllowed()
    if not can_be_offered(engagement):
        raise NotOfferable()
    temoignage = Temoignage(public_id=entropy.public_id(), engagement=engagement)
    _fill(temoignage, written, by=by)
    db.session.add(temoignage)
    TEMOIGNAGE.begin(temoignage, by=by)
    _record_accord(temoignage)
    return temoignage


def resubmit_temoignage(temoignage: Temoignage, written: Written, *, by: User) -> None:
    """Send a témoignage written again, before it is read or after a correction was asked. Raises like write_temoignage, or Conflict."""
    TEMOIGNAGE.apply(temoignage, "resubmit", by=by)
    drop_held(temoignage.public_id)
    _fill(temoignage, written, by=by)
    _record_accord(temoignage)


def withdraw_temoignage(temoignage: Temoignage, *, by: User) -> None:
    """Take a témoignage back, at any time and without a reason: it is shown nowhere from now on, and its words are erased.

    What the desk decided a moment ago and had not left yet is told to nobody: there is nothing to read any more.

    Raises NotAllowed or Conflict.
    """
    with db.session.no_autoflush:  # the database wants both at once: no words, and the state that has none
        if TEMOIGNAGE.allows(temoignage, "withdraw", by):
            temoignage.words = temoignage.naming = temoignage.shown_name = None
            temoignage.reason = temoignage.reason_words = temoignage.reported_at = temoignage.report_words = None
        TEMOIGNAGE.apply(temoignage, "withdraw", by=by)
    drop_held(temoignage.public_id)
    _end_accords(temoignage)
