"""What may stop a modérateur, in the words they read."""

from datetime import datetime
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.clock import hour_words
from benevolat.core.errors import Conflict


class HeldByAnother(Conflict):
    """Another modérateur is on it: nothing is decided twice."""

    @classmethod
    def told(cls, name: str, until: datetime) -> Self:
        """Build the sentence."""
        return cls(_(
            "%(name)s s’en occupe en ce moment, jusqu’à %(hour)s. Prenez-en un autre\u00a0: rien n’a été enregistré.",
            name=name, hour=hour_words(until),
        ))


class TooLate(Conflict):
    """The ten minutes are over: the letter left."""

    message = _l("Les 10 minutes sont passées\u00a0: le message est parti. Prenez une nouvelle décision.")


class ChangedSince(Conflict):
    """Somebody acted after the decision: undoing it would undo theirs."""

    message = _l("Quelqu’un a agi depuis cette décision\u00a0: elle ne s’annule plus. Relisez, puis décidez de nouveau.")


class AlreadyUndone(Conflict):
    """A second click."""

    message = _l("Cette décision est déjà annulée.")
