"""What can stop an import, in words for the agent who chose the file; none repeats what the file holds."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class OtherTitles(InvalidInput):
    """Not the file whose columns are being confirmed."""

    message = _l("Ce fichier n’a pas les mêmes titres que le premier. Choisissez le même fichier, ou recommencez l’import.")


class ColumnTwice(InvalidInput):
    """One column for two things."""

    message = _l("Cette colonne est déjà choisie pour autre chose.")


class ContactNeeded(InvalidInput):
    """Neither of the two ways to reach somebody."""

    message = _l("Choisissez la colonne de l’e-mail, celle du téléphone, ou les deux.")


class ImportGone(NotFound):
    """Confirmed, given up, or older than an hour."""

    message = _l("Cet import est terminé ou effacé\u00a0: ce qui a été lu n’est gardé qu’une heure. Choisissez de nouveau le fichier.")


class NothingToImport(Conflict):
    """No line can be written."""

    message = _l("Aucune ligne de ce fichier n’est à importer.")


class WrongPeriod(InvalidInput):
    """Days out of order, or too far apart."""

    message = _l("Choisissez deux jours dans l’ordre, à un an l’un de l’autre au plus.")


class NothingToExport(InvalidInput):
    """No validated line between the two days."""

    message = _l("Aucun engagement n’a été validé entre ces deux jours.")
