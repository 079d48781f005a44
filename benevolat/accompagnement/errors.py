"""What can stop an act between a référent and a person, in words for whoever reads it."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class WrongCode(InvalidInput):
    """The code is unknown, expired, used, or tried too often; which one is not said."""

    message = _l("Ce code ne convient pas. Il a peut-être expiré : demandez à la personne d’en créer un autre.")


class AlreadyAccompanied(Conflict):
    """The person has a référent already."""

    message = _l("Cette personne a déjà un référent. Le passage de relais se fait avec lui.")


class NotAReferent(Conflict):
    """The agent's account is attached to no service."""

    message = _l("Votre compte n’est pas encore rattaché à un service. Demandez à l’administration.")


class AlreadyInvited(InvalidInput):
    """This référent's own invitation to this address or number is still open."""

    message = _l("Vous avez déjà invité cette adresse ou ce numéro. L’invitation est dans votre liste.")


class InvitationGone(NotFound):
    """The invitation was used, taken back or erased, or went to another address than the account's: which one is not said."""

    message = _l(
        "Cette invitation n’est pas ouverte pour ce compte. Elle a peut-être déjà servi, ou elle s’est effacée. "
        "Si vous l’avez reçue à une autre adresse ou un autre numéro, connectez-vous avec."
    )


class HasReferent(Conflict):
    """The person who accepts has a référent already: told to the person alone."""

    message = _l(
        "Vous avez déjà un référent sur ce site. Pour en changer, parlez-en avec lui, ou terminez d’abord cet accompagnement. "
        "La personne qui vous invite n’en sait rien."
    )


class NobodyChosen(InvalidInput):
    """No person was chosen, or one is accompanied no more."""

    message = _l("Choisissez au moins une personne de la liste. Elle a pu changer entre-temps.")


class WrongDay(InvalidInput):
    """A day that is past, too far, or out of order."""

    message = _l("Choisissez des jours à partir d’aujourd’hui, dans l’ordre, dans les douze mois. Un remplacement dure six mois au plus.")


class NotAtWork(InvalidInput):
    """The référent's role or account ended."""

    message = _l("Cette personne n’est plus référent aujourd’hui. Choisissez-en une autre.")


class SameReferent(InvalidInput):
    """From a référent to the same one."""

    message = _l("C’est déjà cette personne. Choisissez-en une autre.")


class TwoDeputies(InvalidInput):
    """Two stand-ins on the same day."""

    message = _l("Quelqu’un remplace déjà sur l’un de ces jours. Arrêtez d’abord ce remplacement.")
