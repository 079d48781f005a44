"""What may stop a request about one's data."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import InvalidInput


class TooManyOpen(InvalidInput):
    """Several requests wait already: they will be answered first."""

    message = _l("Vous avez déjà trois demandes en attente. Nous y répondons d’abord.")
