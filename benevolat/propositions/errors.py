"""What can stop a proposition or a talk, in words for whoever reads it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class NothingChosen(InvalidInput):
    """No mission was chosen."""

    message = _l("Choisissez au moins une mission.")


class TooManyOpen(InvalidInput):
    """More than five would be open at a time."""

    def __init__(self, room: int) -> None:
        if room:
            words = _("Cinq propositions au plus à la fois\u00a0: ajoutez-en %(room)s au plus, ou reprenez-en une.", room=room)
        else:
            words = _("Cinq propositions sont déjà ouvertes. Reprenez-en une, ou attendez qu’elles s’effacent.")
        super().__init__(words, field="missions")


class AlreadyProposed(InvalidInput):
    """The mission is proposed to this person already."""

    def __init__(self, title: str) -> None:
        super().__init__(_("«\u00a0%(title)s\u00a0» est déjà proposée à cette personne.", title=title), field="missions")


class MissionClosed(InvalidInput):
    """A mission chosen a while ago takes nobody any more."""

    def __init__(self, title: str) -> None:
        super().__init__(_("«\u00a0%(title)s\u00a0» ne cherche plus personne. Choisissez-en une autre.", title=title), field="missions")


class NotSentFromHere(InvalidInput):
    """A candidature cannot leave from a helper's screen, whatever the reason: the person alone reads which, in their account."""

    def __init__(self, title: str) -> None:
        super().__init__(_("Votre candidature pour «\u00a0%(title)s\u00a0» ne peut pas partir d’ici. Choisissez une autre mission. "
                           "Dans votre compte, la page de celle-ci dit pourquoi.", title=title), field="missions")


class NoSuchWay(InvalidInput):
    """The person has no address, or no number, for this way."""

    message = _l("Cette personne ne reçoit pas de message de cette façon. Choisissez-en une autre.")


class PropositionGone(NotFound):
    """It faded, was taken back, or was for another account: which one is not said."""

    message = _l("Cette proposition n’est plus là. Une proposition s’efface après 30 jours. Les missions, elles, restent sur le site.")


class ReferentChanged(InvalidInput):
    """The person ticked « tell them » under a name, and another accompanies them now."""

    message = _l("La personne qui vous accompagne n’est plus la même. Lisez le nouveau nom, puis choisissez de nouveau.")


class NotAccepted(Conflict):
    """There is nothing to tell: the person is no candidate of this mission."""

    message = _l("Vous n’avez pas de candidature en cours pour cette mission\u00a0: il n’y a rien à dire.")


class NotWithThisAccount(InvalidInput):
    """The ordinary service refuses this person there; why is theirs to know."""

    def __init__(self, title: str) -> None:
        super().__init__(_("La candidature à «\u00a0%(title)s\u00a0» n’est pas possible avec ce compte. Enlevez-la.", title=title))
