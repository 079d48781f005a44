"""The passages of an object as entries of the `timeline` macro."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import User
from benevolat.associations.models import Deed, Happening
from benevolat.core.clock import day_words, hour_words
from benevolat.core.errors import Words
from benevolat.core.workflow import TransitionLog

AGENTS = _l("équipe de modération")


def entries(
    passages: list[tuple[TransitionLog, User | None]], words: Mapping[str, Words], name: Callable[[User | None], str],
) -> list[dict[str, Any]]:
    """Return what happened, oldest first; `name` says who, in the words of the reader's audience."""
    return [{
        "when": _("%(day)s à %(hour)s", day=day_words(log.at), hour=hour_words(log.at)), "label": words.get(log.action, log.action),
        "detail": log.reason, "who": name(actor), "state": "done",
    } for log, actor in passages]


def happened(lines: list[Happening]) -> list[dict[str, Any]]:
    """Return the history of a team, oldest first: about whom, then who did it; a modérateur is never named to an association."""
    return [{
        "when": _("%(day)s à %(hour)s", day=day_words(each.at), hour=hour_words(each.at)), "state": "done", "detail": each.detail,
        "label": _about(each),
        "who": _done_by(each),
    } for each in reversed(lines)]


def _about(line: Happening) -> str:
    words = str(line.deed.label)
    return words if line.subject is None else f"{line.subject.display_name}\u00a0: {words[:1].lower()}{words[1:]}"


def _done_by(line: Happening) -> str | None:
    if line.actor is None or line.actor_id == line.subject_id:
        return None
    if line.actor.is_agent:
        return str(AGENTS)
    if line.deed is Deed.JOINED:
        return _("à l’invitation de %(name)s", name=line.actor.display_name)
    return line.actor.display_name
