"""What may stop an act that touches several domains, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict


class CreneauOver(Conflict):
    """The créneau has begun, or is cancelled already."""

    message = _l("Ce créneau a déjà commencé, ou il est déjà annulé.")


class RequestAnswered(Conflict):
    """Another modérateur answered the request, or the person took it back."""

    message = _l("Cette demande n’attend plus de réponse : quelqu’un l’a traitée, ou la personne l’a reprise.")
