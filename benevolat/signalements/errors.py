"""What may stop a report, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class ReasonNeeded(InvalidInput):
    """A reason of the list."""

    message = _l("Choisissez ce qui ne va pas.")


class WordsNeeded(InvalidInput):
    """A sentence where the reason alone says nothing, or where somebody reads the answer."""

    message = _l("Écrivez une phrase.")


class TooLong(InvalidInput):
    """Five hundred letters."""

    message = _l("Ce texte est trop long\u00a0: 500 caractères au plus.")


class AlreadyTreated(Conflict):
    """Another modérateur decided."""

    message = _l("Ce signalement est déjà traité\u00a0: rien n’a été enregistré.")


class NothingToHide(Conflict):
    """The message is hidden already, or is no more."""

    message = _l("Ce message est déjà masqué, ou il n’existe plus.")
