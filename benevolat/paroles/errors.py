"""What can stop a référent's words, in the sentence they read."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class NoService(Conflict):
    """Words are about the territory of a service."""

    message = _l("Votre compte n’est rattaché à aucun service. Demandez-le au service insertion.")


class WrongLength(InvalidInput):
    """Too short to say something, or longer than a sentence or two."""

    message = _l("Écrivez une ou deux phrases\u00a0: de 20 à 280 caractères.")


class GivesAway(InvalidInput):
    """An address, a number: a way to somebody."""

    message = _l("Enlevez l’adresse e-mail ou le numéro de téléphone.")


class NamesSomebody(InvalidInput):
    """The first name or the name of somebody the référent accompanies."""

    message = _l("Un mot de votre phrase est aussi le nom d’une personne que vous accompagnez. Dites-le autrement.")


class PromiseNeeded(InvalidInput):
    """The référent says that nobody can be recognised."""

    message = _l("Relisez, puis cochez\u00a0: personne ne peut être reconnu.")


class TooManyWaiting(Conflict):
    """Three are being read already."""

    message = _l("Trois de vos phrases attendent déjà d’être relues.")
