"""What may go wrong when somebody applies or is answered, in the words a person reads.

A conflict that is also an InvalidInput is shown on the form it stopped, with what was typed.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotAllowed


class MissionNotOpen(Conflict, InvalidInput):
    """The mission is not published, does not recruit any more, or is over."""

    message = _l("Cette mission ne prend plus de candidatures.")


class AppliedElsewhere(MissionNotOpen):
    """A partner proposed the mission: nobody here would read a candidature."""

    message = _l("Pour cette mission, on propose son aide sur le site du partenaire. Le lien est sur la page de la mission.")


class NotFromHere(MissionNotOpen):
    """What somebody else's screen says when a candidature cannot leave, whatever the reason: the person alone reads which."""

    message = _l("Cette candidature ne peut pas partir d’ici. Choisissez une autre mission. "
                 "Dans son compte, la personne lit pourquoi sur la page de celle-ci.")


class CreneauNotOpen(InvalidInput):
    """The créneau is missing, past, cancelled, or belongs to another mission."""

    message = _l("Choisissez un des créneaux à venir.")


class AdultsOnly(InvalidInput):
    """A person of 16 or 17 applies where minors are not received."""

    message = _l("Cette mission est réservée aux personnes de 18 ans ou plus. D’autres missions vous sont ouvertes dès 16 ans.")


class AgeNeeded(InvalidInput):
    """The age band is not known yet."""

    message = _l("Dites-nous si vous avez 18 ans ou plus.")


class OwnAssociation(NotAllowed):
    """A member applies to a mission of their own association: nobody accepts themself."""

    message = _l("Vous êtes membre de cette association : vous ne pouvez pas candidater à ses missions avec ce compte.")


class NoPlaceLeft(Conflict, InvalidInput):
    """The last place was given meanwhile; the waiting list is what can be offered."""

    message = _l("La dernière place vient d’être prise. Vous pouvez mettre cette personne sur la liste d’attente.")


class AlreadyDecided(Conflict):
    """Somebody else was faster: the sentence says who, and what they decided."""

    def __init__(self, state: str, who: str | None) -> None:
        if who:
            super().__init__(_("%(who)s a déjà répondu : « %(state)s ».", who=who, state=state))
        else:
            super().__init__(_("Cette candidature a changé entre-temps : « %(state)s ».", state=state))


class ReasonNeeded(InvalidInput):
    """A refusal without a reason."""

    message = _l("Dites pourquoi : la personne lira cette raison.")


class EmptyMessage(InvalidInput):
    """A message without words, or too long."""

    message = _l("Écrivez votre message, en 2 000 caractères au plus.")


class MessagesClosed(Conflict):
    """The candidature is over: nobody writes on it any more."""

    message = _l("Cette candidature est terminée : on ne peut plus y écrire.")


class FirstNameNeeded(InvalidInput):
    """A call-back or an application without a first name."""

    message = _l("Écrivez votre prénom : l’association saura comment vous appeler.")


class OfferOver(Conflict):
    """The place that was kept is not any more: too late, or settled otherwise."""

    message = _l("Cette place n’est plus gardée pour vous. Vous pouvez attendre la prochaine.")


class ListMovesAlone(Conflict, InvalidInput):
    """Waiting makes no sense while a place is free and the list moves by itself: it would be offered at once."""

    message = _l("Il reste une place, et votre liste d’attente avance seule\u00a0: acceptez cette personne, ou dites-lui non.")


class LinkOver(Conflict):
    """A link that was used, is too old, or of which nothing is left to answer."""

    message = _l("Ce lien ne sert plus.")


class ModelTooMany(InvalidInput):
    """An association keeps a handful of models: more would not be found again."""

    message = _l("Vous avez déjà vingt modèles. Supprimez-en un pour en écrire un autre.")


class OwnContact(InvalidInput):
    """The parent's address or number is the young person's own."""

    message = _l("Écrivez l’adresse ou le numéro d’un parent, pas le vôtre.")


class AgreementSettled(Conflict):
    """The parent answered, or nothing is to be agreed to."""

    message = _l("Cette demande a déjà une réponse.")


class AlreadyTogether(Conflict):
    """The candidature stands with somebody's already."""

    message = _l("Vous avez déjà dit que vous venez avec une autre personne.")


class OwnLink(Conflict):
    """Whoever made the link opens it themself."""

    message = _l("Ce lien est le vôtre\u00a0: donnez-le à la personne qui viendra avec vous.")


class NotTogether(Conflict):
    """The friend chose another date, or another mission: one does not come together."""

    message = _l("Vous n’avez pas choisi la même date\u00a0: l’association ne verra pas que vous venez ensemble.")


class DoorClosed(Conflict, InvalidInput):
    """The association receives this person's candidatures no more."""

    message = _l("Cette association ne reçoit plus vos candidatures. Sa raison, et ce que vous pouvez faire, sont dans votre compte.")


class HostHidden(Conflict, InvalidInput):
    """The person chose to see the association no more."""

    message = _l("Vous avez choisi de ne plus voir cette association. Pour lui proposer votre aide, voyez-la d’abord à nouveau.")


class DoorSettled(Conflict):
    """The door is open again, or somebody looked at it already."""

    message = _l("Cette demande a déjà une réponse.")
