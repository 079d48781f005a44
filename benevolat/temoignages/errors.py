"""What can stop an act on témoignages and answers, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class NotOfferable(Conflict):
    """Only an attested engagement in an association of the site has a témoignage, and one at a time."""

    message = _l("On ne peut pas écrire de témoignage sur cet engagement en ce moment.")


class WordsNeeded(InvalidInput):
    """A témoignage is made of words."""

    message = _l("Écrivez d’abord quelques mots.")


class TooLong(InvalidInput):
    """More than is read in one glance."""

    message = _l("C’est un peu long\u00a0: gardez 600\u00a0caractères au plus.")


class UnknownNaming(InvalidInput):
    """A name that the person cannot be shown under."""

    message = _l("Choisissez comment vous voulez être nommé.")


class AccordNeeded(InvalidInput):
    """Nothing is published without the person's accord."""

    message = _l("Cochez la case si vous êtes d’accord. Sinon, rien ne part.")


class AccordChanged(InvalidInput):
    """The sentence that was read is not the one of today."""

    message = _l("La phrase d’accord vient de changer. Relisez-la, puis cochez la case.")


class WordsChanged(Conflict):
    """The person wrote again while the modérateur was reading."""

    message = _l("La personne vient de réécrire ce témoignage. Relisez-le.")


class NoLongerWaits(Conflict):
    """Somebody decided, or the person took it back."""

    message = _l("Ce témoignage n’attend plus cette décision\u00a0: quelqu’un l’a traité, ou la personne l’a retiré.")


class NothingToStandOn(Conflict):
    """A témoignage is shown while its engagement is attested by a verified association."""

    message = _l("L’attestation est retirée, ou l’association n’est plus vérifiée. Ce témoignage ne peut pas paraître en ce moment.")


class ReasonNeeded(InvalidInput):
    """A no is explained."""

    message = _l("Choisissez une raison et expliquez-la en une phrase.")


class UnknownAnswer(InvalidInput):
    """An answer that the question does not offer."""

    message = _l("Cette réponse n’est pas proposée.")
