"""What can stop an import, in words for the agent who chose the file; none repeats what the file holds."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class EmptyFile(InvalidInput):
    """Nothing, or nothing but spaces."""

    message = _l("Ce fichier est vide.")


class NoLines(InvalidInput):
    """The titles and nothing else."""

    message = _l("Ce fichier n’a que sa ligne de titres. Il manque les lignes des personnes.")


class NotACsv(InvalidInput):
    """A workbook, a picture, anything that is no text."""

    message = _l("Ce fichier n’est pas un CSV. Dans Excel, choisissez «\u00a0Enregistrer sous\u00a0», puis «\u00a0CSV\u00a0».")


class WrongEncoding(InvalidInput):
    """A text that is neither UTF-8 nor Windows' Western one."""

    message = _l("Nous ne savons pas lire les lettres de ce fichier. Enregistrez-le en «\u00a0CSV UTF-8\u00a0» et recommencez.")


class OpenQuote(InvalidInput):
    """A quotation mark that is not closed, or stands in the middle of a cell."""

    message = _l("Un guillemet de ce fichier n’est pas fermé, ou il est mal placé. Corrigez-le dans le fichier et recommencez.")


class TooManyColumns(InvalidInput):
    """More columns than any export has."""

    message = _l("Ce fichier a trop de colonnes (200 au plus). Exportez seulement celles dont vous avez besoin.")


class TooManyLines(InvalidInput):
    """More lines than one import takes."""

    message = _l("Ce fichier a plus de 5\u00a0000 lignes. Coupez-le en plusieurs fichiers.")


class NoTitles(InvalidInput):
    """A first line that holds a person's data, or nothing."""

    message = _l("La première ligne doit porter les titres des colonnes, sans adresse ni numéro. Ajoutez-la et recommencez.")


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
