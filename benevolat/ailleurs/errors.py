"""What can stop an act on a request to a host that is not on the platform, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class NameNeeded(Conflict):
    """A host must know who asks."""

    message = _l("Écrivez d’abord votre nom dans votre compte\u00a0: la personne doit savoir qui demande.")


class NotAskedYet(Conflict):
    """What is not over, or not said, cannot be attested; what is attested is not asked again."""

    message = _l("Cet engagement ne peut pas être attesté maintenant.")


class RequestOpen(Conflict):
    """What a host is reading does not change under its eyes."""

    message = _l("Une demande est en cours. Reprenez-la d’abord, puis changez ce que vous voulez.")


class OwnAddress(InvalidInput):
    """Nobody attests for oneself."""

    message = _l("C’est une de vos adresses. Donnez celle d’une personne qui vous a vu faire.")


class NotWrittenAgain(InvalidInput):
    """Somebody who said « this is not for me » is left alone."""

    message = _l("Cette personne a répondu que ce n’est pas pour elle. Demandez à quelqu’un d’autre.")


class NoAddressInWords(InvalidInput):
    """A letter of ours to a stranger carries nobody's links."""

    message = _l("Écrivez des mots simples, sans adresse Internet.")


class NoAddressInName(Conflict):
    """A letter of ours to a stranger carries nobody's links, in a name either."""

    message = _l("Votre nom ou votre engagement contient une adresse Internet\u00a0: enlevez-la d’abord.")


class TooManyLetters(Conflict):
    """Enough letters left for this engagement."""

    message = _l("Nous avons déjà écrit plusieurs fois pour cet engagement. Préparez plutôt la feuille à faire signer.")


class TooManyThisMonth(Conflict):
    """Enough letters left for this person this month."""

    message = _l("Vous avez fait beaucoup de demandes ce mois-ci. Attendez un peu, ou préparez la feuille à faire signer.")


class SentToday(Conflict):
    """One letter a day is enough."""

    message = _l("Un message est parti il y a moins d’un jour. Attendez demain pour écrire de nouveau.")


class LinkClosed(NotFound):
    """The link opens nothing: used, replaced, over, taken back, or never made."""

    message = _l("Ce lien est fermé.")
