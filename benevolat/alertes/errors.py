"""What may go wrong when somebody keeps a search, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import InvalidInput


class SmsIsWeekly(InvalidInput):
    """A text message is sent once a week and no more."""

    message = _l("Par SMS, nous écrivons une fois par semaine. Choisissez «\u00a0chaque semaine\u00a0», ou donnez un e-mail.")


class TooManyAlertes(InvalidInput):
    """One person, or one address, keeps a bounded number of searches."""

    message = _l("Vous avez déjà 20 alertes. Arrêtez-en une, puis recommencez.")


class UnknownHour(InvalidInput):
    """A digest leaves at a full hour of the day."""

    message = _l("Choisissez une heure entre 7\u00a0h et 21\u00a0h.")
