"""What can stop an act between a référent and a person, in words for whoever reads it."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class WrongCode(InvalidInput):
    """The code is unknown, expired, used, or tried too often; which one is not said."""

    message = _l("Ce code ne convient pas. Il a peut-être expiré : demandez à la personne d’en créer un autre.")


class AlreadyAccompanied(Conflict):
    """The person has a référent already."""

    message = _l("Cette personne a déjà un référent. Le passage de relais se fait avec lui.")


class NotAReferent(Conflict):
    """The agent's account is attached to no service."""

    message = _l("Votre compte n’est pas encore rattaché à un service. Demandez à l’administration.")
