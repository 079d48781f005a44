"""What can stop an erasure, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict


class AloneToAdminister(Conflict):
    """An association that others may join or write to would be left without anybody who answers."""

    message = _l(
        "Vous êtes seul à administrer une association. Donnez d’abord ce rôle à quelqu’un de l’équipe."
        " Ou appelez-nous\u00a0: nous le ferons avec vous."
    )
