"""What can stop an act on an engagement, in the words a person reads."""

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.clock import duration_words
from benevolat.core.errors import Conflict, InvalidInput

USUAL_DAY = 1440


class AlreadyOver(Conflict):
    """It went too far to be undone: the engagement is over, or its bilan is written."""

    message = _l("Cet engagement est déjà terminé. Cette action n’est plus possible.")


class NotOverYet(Conflict):
    """Something that may only be done once the engagement is over."""

    message = _l("Cet engagement n’est pas encore terminé.")


class NotBegunYet(InvalidInput):
    """Hours of something that is to come."""

    message = _l("Ce n’est pas encore commencé\u00a0: laissez cette case vide.")


class HoursClosed(Conflict):
    """Hours are counted from the start of an engagement until its bilan is agreed."""

    message = _l("Les heures de cet engagement ne peuvent plus changer.")


class DayToCome(InvalidInput):
    """A day that is not here yet."""

    message = _l("Ce jour n’est pas encore venu. Comptez vos heures une fois la journée faite.")


class DayOutOfDates(InvalidInput):
    """A day outside the engagement's own dates."""

    message = _l("Ce jour est en dehors des dates de cet engagement.")


class DatesInverted(InvalidInput):
    """An end before its start."""

    message = _l("La fin est avant le début. Vérifiez les deux dates.")


class MinutesRefused(InvalidInput):
    """A duration that does not fit in a day."""

    message = _l("Une journée compte de 1\u00a0minute à 24\u00a0heures.")

    @classmethod
    def of_a_day(cls, longest: int, *, field: str) -> Self:
        """Build the sentence for a day as long as it is: 23 or 25 hours when the hour changes."""
        if longest == USUAL_DAY:
            return cls(field=field)
        return cls(_("Ce jour-là compte de 1\u00a0minute à %(longest)s.", longest=duration_words(longest)), field=field)


class DistanceRefused(InvalidInput):
    """A distance that no day's journey makes."""

    message = _l("Écrivez un nombre entier de kilomètres, de 1 à 1\u00a0000.")


class HoursMissing(InvalidInput):
    """Somebody was there, for how long is not said."""

    message = _l("Écrivez combien de temps cette personne était là.")


class SheetToCome(Conflict):
    """A sheet of presence opens when what it tells begins."""

    message = _l("Cette feuille s’ouvre quand la mission commence.")


class TotalRefused(InvalidInput):
    """A total that is nothing, or more than the days allow."""

    message = _l("Ce nombre d’heures ne tient pas dans les dates de cet engagement.")


class TooManySkills(InvalidInput):
    """More skills than a bilan holds."""

    message = _l("Choisissez huit compétences au plus.")


class UnknownSkill(InvalidInput):
    """A skill that the referential does not hold."""

    message = _l("Nous ne connaissons pas cette compétence. Choisissez dans la liste.")


class WordsMissing(InvalidInput):
    """One sentence is needed."""

    message = _l("Écrivez au moins une phrase.")


class NotAttestedYet(Conflict):
    """Thanks follow an attestation."""

    message = _l("Le bilan n’est pas encore accepté des deux côtés. Revenez quand il le sera.")


class ThanksTooLong(InvalidInput):
    """More words than a certificate holds."""

    message = _l("C’est un peu long\u00a0: gardez 500\u00a0caractères au plus.")


class TooLate(Conflict):
    """The time to do it is over."""

    message = _l("Le délai est passé\u00a0: cette action n’est plus possible.")


class TooEarly(Conflict):
    """The other side still has time to answer."""

    message = _l("L’autre personne a encore du temps pour répondre.")
