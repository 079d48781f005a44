"""The passages of an object as entries of the `timeline` macro."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.accounts.models import User
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
