"""What can go wrong with an association, in the words a person reads."""

from datetime import datetime
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from benevolat.core.clock import day_words, hour_words
from benevolat.core.errors import Conflict, InvalidInput, Words


class AlreadyRegistered(InvalidInput):
    """Another association bears the same number."""

    message = _l("Une association est déjà inscrite avec ce numéro. Demandez à un de ses membres de vous inviter, ou appelez-nous.")


class BadIdentifier(InvalidInput):
    """A number that cannot be one, whatever the association."""

    message = _l("Ce numéro n’est pas complet. Un RNA s’écrit W et 9 chiffres, un SIREN 9 chiffres, un SIRET 14 chiffres.")


class DoubtfulIdentifier(InvalidInput):
    """A SIREN or SIRET whose last digit does not follow from the others: nearly always a slip of the hand."""

    message = _l("Ce numéro contient sans doute une faute de frappe\u00a0: sa clé de contrôle ne correspond pas. Vérifiez chaque chiffre.")


class AlreadyDecided(Conflict):
    """Another modérateur was faster: the second is told who decided, what and when."""

    @classmethod
    def told(cls, name: str, at: datetime, state: Words) -> Self:
        """Build the sentence."""
        return cls(_(
            "%(name)s a déjà décidé, %(day)s à %(hour)s\u00a0: «\u00a0%(state)s\u00a0». Votre décision n’a pas été enregistrée.",
            name=name or _("Une autre personne"), day=day_words(at), hour=hour_words(at), state=state,
        ))


class NotReady(Conflict):
    """The sign-up was not finished: the contact address is not confirmed."""

    message = _l("L’association n’a pas encore confirmé son adresse de contact.")


class NotVerified(Conflict):
    """Only a verified association may be trusted."""

    message = _l("Cette association n’est pas vérifiée en ce moment.")


class LastAdmin(Conflict):
    """An association always keeps somebody who administers it."""

    message = _l("L’association doit garder une personne qui l’administre. Donnez d’abord ce rôle à quelqu’un d’autre.")


class AlreadyMember(InvalidInput):
    """The person is in the team already."""

    message = _l("Cette personne est déjà dans l’équipe.")


class LogoTooBig(InvalidInput):
    """More bytes or pixels than a logo needs, or than a small machine should unpack."""

    message = _l("Cette image est trop lourde. Choisissez-en une de moins de 1,5\u00a0Mo et de 4\u00a0000 pixels de côté.")


class LogoUnreadable(InvalidInput):
    """Not one of the three formats, or broken."""

    message = _l("Nous n’arrivons pas à lire cette image. Choisissez un fichier PNG, JPEG ou WebP.")


class LieuExists(InvalidInput):
    """Two places of the same name could not be told apart in a list."""

    message = _l("Un autre lieu porte déjà ce nom.")


class TooManyLieux(Conflict):
    """More places than a list can show."""

    message = _l("Vous avez déjà 50 lieux. Enlevez-en un pour en ajouter un autre.")


class OpeningOverlaps(InvalidInput):
    """Two ranges of the same day that cross, or more than three on a day."""

    message = _l("Ces heures croisent d’autres heures du même jour, ou c’est la quatrième plage de la journée.")


class NothingToDo(InvalidInput):
    """A member who could do nothing at all."""

    message = _l("Choisissez au moins une chose que cette personne pourra faire.")


class NoMailbox(Conflict):
    """No contact address is confirmed: there is no mailbox to share."""

    message = _l("Confirmez d’abord l’adresse de contact de l’association.")


class AbsenceTooLong(InvalidInput):
    """Nobody may be left waiting for ever."""

    message = _l("Une absence dure 9 semaines au plus. Si personne ne peut répondre plus longtemps, fermez les candidatures des missions.")


class AbsenceOverlaps(InvalidInput):
    """Two absences on the same day."""

    message = _l("Une autre absence est déjà annoncée à ces dates.")


class TooManyAbsences(InvalidInput):
    """More than four months over a year."""

    message = _l("Avec cette absence, vous dépassez 120 jours sur un an. Fermez plutôt les candidatures des missions.")


class InvitationClosed(Conflict):
    """The link was used, or its seven days are over."""

    message = _l("Ce lien d’invitation a déjà servi ou n’est plus valable. Demandez-en un nouveau à l’association.")
