"""Acts of who writes an action: draft, open, change, cancel. Those who come are told neutrally, and read why on the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from flask_babel import lazy_gettext as _l

from benevolat.accompagnement.mails import to_read
from benevolat.accompagnement.queries import referent_record
from benevolat.accounts.models import Role, User
from benevolat.accounts.permissions import has_role, territories_of
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed

from ..errors import Incomplete, NotNeutral, NotOpen, PlacesTaken, WhyNeeded, WrongDate
from ..models import Action, Kind, Seance, State
from ..permissions import can_edit_action, can_write_action
from ..queries import everybody_of, telling_words
from ..workflow import WORKFLOW
from .places import give_to_the_first, lock, set_places

MOST_PLACES, MOST_SEANCES = 500, 6
FURTHEST, LONGEST = timedelta(days=366), timedelta(hours=24)
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_WORDS = 5, 90, 1000


@dataclass(frozen=True, slots=True)
class ActionContent:
    """What an action says; `seances` are (start, end) moments, `territoire_code` None for the whole département."""

    kind: Kind
    title: str
    neutral_title: str
    host: str
    words: str
    commune_code: str | None
    address: str
    places: int
    seances: tuple[tuple[datetime, datetime], ...]
    territoire_code: str | None = None


def draft_action(content: ActionContent, *, by: User) -> Action:
    """Write an action that only its author and the pilotes of its territory see.

    A référent writes for the territory of their service, a pilote for one of theirs.
    Raises NotAllowed, Incomplete, NotNeutral or WrongDate.
    """
    if not can_write_action(by) or not _is_theirs(content.territoire_code, by):
        raise NotAllowed()
    _check(content, kept=set())
    action = Action(public_id=entropy.public_id(), author_id=by.id, territoire_code=content.territoire_code, places=content.places,
                    places_taken=0, state=State.DRAFT, created_at=clock.now(), kind=content.kind)
    _write(action, content)
    db.session.add(action)
    WORKFLOW.begin(action, by=by)
    return action


def open_action(action: Action, *, by: User) -> None:
    """Let référents invite to it. Raises NotAllowed, Conflict, or WrongDate when every date is past by now."""
    if can_edit_action(by, action) and all(each.starts_at <= clock.now() for each in action.seances):
        raise WrongDate(_l("Toutes les dates sont passées. Écrivez-en une à venir."), field="day_0")
    WORKFLOW.apply(action, "open", by=by)


def change_action(action: Action, content: ActionContent, *, by: User, why: str = "") -> None:
    """Change an action. Once open, a date or a place that changes is told to those who come, with `why`; nobody loses their place.

    Raises NotAllowed, Conflict, Incomplete, NotNeutral, WrongDate, WhyNeeded (at « why ») or PlacesTaken (at « places »).
    """
    if not can_edit_action(by, action):
        raise NotAllowed()
    if content.territoire_code != action.territoire_code and not _is_theirs(content.territoire_code, by):
        raise NotAllowed()
    lock(action)
    if action.state is State.OPEN and action.is_over:
        raise Conflict()
    WORKFLOW.apply(action, "rework" if action.state is State.DRAFT else "change", by=by)
    _check(content, kept={(each.starts_at, each.ends_at) for each in action.seances})
    relied_on = _relied_on(action)
    if not set_places(action, content.places):
        raise PlacesTaken(field="places")
    _write(action, content)
    db.session.flush()
    if action.state is State.OPEN and _relied_on(action) != relied_on:
        _tell_change(action, why)
    give_to_the_first(action)


def cancel_action(action: Action, *, by: User, reason: str) -> None:
    """Cancel an open action, with a reason that those who come read on its page. Raises NotAllowed, Conflict, NotOpen or WhyNeeded.

    The reason stays with the action: the log of passages is of every domain, and may hold no such words.
    """
    lock(action)
    if can_edit_action(by, action) and action.state is State.OPEN and action.is_over:
        raise NotOpen()
    if can_edit_action(by, action) and not reason.strip():
        raise WhyNeeded(field="reason")
    action.cancel_reason = reason.strip()
    WORKFLOW.apply(action, "cancel", by=by)
    action.changed_at = clock.now()
    for person in everybody_of(action):
        notify(person, to_read())


def remove_draft(action: Action, *, by: User) -> None:
    """Erase a draft, which nobody else relied on. Raises NotAllowed or Conflict."""
    if not can_edit_action(by, action):
        raise NotAllowed()
    if action.state is not State.DRAFT:
        raise Conflict()
    db.session.delete(action)


def _is_theirs(territoire_code: str | None, by: User) -> bool:
    """Tell whether an agent may write for a territory: a référent's own, or one of a pilote's."""
    record = referent_record(by) if has_role(by, Role.REFERENT) else None
    if record is not None and record.service.territoire_code == territoire_code:
        return True
    places = territories_of(by, Role.PILOTE)
    return has_role(by, Role.PILOTE) and (places is None or territoire_code in places)


def _relied_on(action: Action) -> tuple[object, ...]:
    return action.commune_code, action.address, [(each.starts_at, each.ends_at) for each in sorted(action.seances, key=_start)]


def _start(seance: Seance) -> datetime:
    return seance.starts_at


def _tell_change(action: Action, why: str) -> None:
    people = everybody_of(action)
    if people and not why.strip():
        raise WhyNeeded(field="why")
    action.changed_at, action.change_words = clock.now(), why.strip() or None
    for person in people:
        notify(person, to_read())


def _write(action: Action, content: ActionContent) -> None:
    action.kind, action.territoire_code = content.kind, content.territoire_code
    action.title, action.neutral_title = content.title.strip(), content.neutral_title.strip()
    action.host, action.words = content.host.strip(), content.words.strip()
    action.commune_code, action.address = content.commune_code, content.address.strip()
    wanted = set(content.seances)
    for seance in [each for each in action.seances if (each.starts_at, each.ends_at) not in wanted]:
        action.seances.remove(seance)
    db.session.flush()  # a date moved at the same hour: the old one goes before the new one comes
    there = {(each.starts_at, each.ends_at) for each in action.seances}
    for starts_at, ends_at in sorted(wanted - there):
        action.seances.append(Seance(public_id=entropy.public_id(), starts_at=starts_at, ends_at=ends_at))
    action.seances.sort(key=_start)


def _check(content: ActionContent, *, kept: set[tuple[datetime, datetime]]) -> None:
    """Refuse what an action may not be; a date that stands already may be past."""
    for field, text in (("title", content.title), ("neutral_title", content.neutral_title), ("host", content.host)):
        if len(text.strip()) < SHORTEST_TITLE:
            raise Incomplete(_l("Écrivez quelques mots de plus."), field=field)
        if len(text) > LONGEST_TITLE:
            raise Incomplete(_l("Ce texte est trop long\u00a0: %(n)s caractères au plus.", n=LONGEST_TITLE), field=field)
    for field, text in (("neutral_title", content.neutral_title), ("host", content.host)):
        check_neutral(text, field=field)
    for field, text in (("words", content.words), ("address", content.address)):
        if not text.strip() or len(text) > LONGEST_WORDS:
            raise Incomplete(_l("Cette réponse est nécessaire, en %(n)s caractères au plus.", n=LONGEST_WORDS), field=field)
    if content.commune_code is None:
        raise Incomplete(_l("Dites dans quelle commune."), field="commune")
    if not 1 <= content.places <= MOST_PLACES:
        raise Incomplete(_l("Écrivez un nombre de places entre 1 et %(n)s.", n=MOST_PLACES), field="places")
    _check_seances(content, kept)


def check_neutral(text: str, *, field: str) -> None:
    """Refuse a title or a host from which a situation could be guessed. Raises NotNeutral, which names the words."""
    said = telling_words(text)
    if said:
        raise NotNeutral(_l(
            "Ce nom peut entrer dans un passeport. Il ne doit rien dire d’une situation\u00a0: enlevez «\u00a0%(words)s\u00a0».",
            words=", ".join(said)), field=field)


def _check_seances(content: ActionContent, kept: set[tuple[datetime, datetime]]) -> None:
    if not 1 <= len(content.seances) <= MOST_SEANCES:
        raise WrongDate(_l("Écrivez entre une et %(n)s dates.", n=MOST_SEANCES), field="day_0")
    for number, (starts_at, ends_at) in enumerate(content.seances):
        if (starts_at, ends_at) in kept:
            continue
        if starts_at <= clock.now():
            raise WrongDate(_l("Cette date est déjà passée."), field=f"day_{number}")
        if starts_at > clock.now() + FURTHEST:
            raise WrongDate(_l("Cette date est trop lointaine\u00a0: un an au plus."), field=f"day_{number}")
        if not timedelta(0) < ends_at - starts_at <= LONGEST:
            raise WrongDate(_l("L’heure de fin vient après l’heure de début, dans les 24 heures."), field=f"end_{number}")
    ordered = sorted(content.seances)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise WrongDate(_l("Deux dates se croisent."), field="day_0")
    if all(starts_at <= clock.now() for starts_at, _end in content.seances):
        raise WrongDate(_l("Toutes les dates sont passées. Écrivez-en une à venir."), field="day_0")
