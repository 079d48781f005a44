"""What can stop an act on a collective action, in words for whoever reads it."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class Incomplete(InvalidInput):
    """Something a person needs in order to come is missing."""


class WrongDate(InvalidInput):
    """A date that is past, inverted, endless, too far, or crosses another."""


class NotNeutral(InvalidInput):
    """A neutral title or host holds a word that tells a situation; the sentence names it."""


class PlacesTaken(InvalidInput):
    """Fewer places than people who come; how many they are is not said, so that nobody counts the answers of a few."""

    message = _l("Plus de personnes ont déjà une place. Personne ne perd la sienne\u00a0: gardez un nombre plus grand.")


class WhyNeeded(InvalidInput):
    """People rely on what changes: they read why."""

    message = _l("Des personnes comptent sur cette date ou ce lieu. Dites-leur en une phrase ce qui change.")


class NotOpen(Conflict):
    """Not open yet, cancelled, or too late to come."""

    message = _l("On ne peut plus s’inscrire à cette action. Elle est commencée, terminée ou annulée.")


class NoPlaceLeft(Conflict):
    """The last place was just given to somebody else; nobody is put on the waiting list without asking."""

    message = _l("La dernière place vient d’être prise. Vous pouvez vous mettre sur la liste d’attente.")


class NotOverYet(Conflict):
    """One says that one was there once it took place."""

    message = _l("L’action n’est pas encore terminée. Vous pourrez le noter après.")


class AlreadyWritten(Conflict):
    """It is among the person's engagements already."""

    message = _l("C’est déjà dans vos engagements.")
