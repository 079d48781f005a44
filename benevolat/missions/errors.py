"""What can go wrong with a mission, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class NotPublishable(Conflict):
    """Only a verified association sends missions."""

    message = _l("Votre association n’est pas encore vérifiée. Votre brouillon est gardé\u00a0: vous l’enverrez dès qu’elle le sera.")


class Incomplete(InvalidInput):
    """Something a volunteer needs is missing."""


class ChangedMeanwhile(Conflict):
    """The association changed the text while the modérateur was reading it."""

    message = _l("L’association a modifié la mission pendant votre lecture. Relisez-la avant de décider.")


class NotEditable(Conflict):
    """A mission withdrawn or refused keeps its text: one makes a copy."""

    message = _l("Cette mission n’est plus modifiable. Vous pouvez la dupliquer.")


class PlacesTaken(InvalidInput):
    """Fewer places than people accepted."""


class SlotTaken(Conflict):
    """A créneau where somebody is expected is not simply removed."""
