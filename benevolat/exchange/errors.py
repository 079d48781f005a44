"""Why a mission of a file is refused, or the file itself, in the words its sender reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class UnreadableFile(InvalidInput):
    """The file is not a list of missions in XML or JSON; nothing of it was written."""

    message = _l("Ce fichier n’est pas une liste de missions en XML ou en JSON. Rien n’a été importé.")


class DoubtfulFile(Conflict):
    """So many missions would leave at once that the file is rather cut short."""

    message = _l("Ce fichier paraît incomplet\u00a0: rien n’a été retiré.")


class AnotherFileRuns(Conflict):
    """Two files are never written at once."""

    message = _l("Un autre fichier est en train d’être écrit. Attendez qu’il soit fini, puis recommencez.")


class NotWaiting(Conflict):
    """The file was confirmed, given up or is still being tried."""

    message = _l("Ce fichier n’attend pas de décision\u00a0: il est déjà confirmé, ou son essai n’est pas fini.")


class MissingColumn(InvalidInput):
    """A column that an import cannot do without is not in the file."""

    message = _l("Il manque une colonne.")


class RefusedEntry(InvalidInput):
    """One mission of the file cannot be taken; the others can."""

    message = _l("Cette mission ne peut pas être importée.")
