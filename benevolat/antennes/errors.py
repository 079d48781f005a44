"""What can go wrong on a territory's page, in the words a pilote reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import InvalidInput


class Unreachable(InvalidInput):
    """A place that nobody could go to nor call."""

    message = _l("Écrivez une adresse ou un numéro de téléphone.")


class TooFar(InvalidInput):
    """A day that is no news any more, or not yet."""

    message = _l("Choisissez un jour entre 2016 et dans un an.")
