"""What cannot be done with a place, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import InvalidInput


class UnknownPlace(InvalidInput):
    """Nothing near the Isère bears this name."""

    message = _l("Nous n’avons pas trouvé cette commune. Essayez son code postal.")


class PlaceTooLong(InvalidInput):
    """What was typed is longer than any address."""

    message = _l("Ce lieu est trop long. Écrivez seulement la commune ou son code postal.")
