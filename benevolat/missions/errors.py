"""What can go wrong with a mission, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, NotFound


class NotPublishable(Conflict):
    """Only a verified association sends missions."""

    message = _l("Votre association n’est pas encore vérifiée. Votre brouillon est gardé\u00a0: vous l’enverrez dès qu’elle le sera.")


class Incomplete(InvalidInput):
    """Something a volunteer needs is missing."""


class ChangedMeanwhile(Conflict):
    """The association changed the text while the modérateur was reading it."""

    message = _l("L’association a modifié la mission pendant votre lecture. Relisez-la avant de décider.")


class NotEditable(Conflict):
    """A mission withdrawn or refused keeps its text: one makes a copy."""

    message = _l("Cette mission n’est plus modifiable. Vous pouvez la dupliquer.")


class PlacesTaken(InvalidInput):
    """Fewer places than people accepted."""


class SlotKept(Conflict):
    """A créneau that was published is cancelled, never erased: somebody may have applied to it."""

    message = _l("Cette date a déjà été publiée. Annulez-la\u00a0: les personnes inscrites seront prévenues.")


class SlotTwice(InvalidInput):
    """The same créneau again."""

    message = _l("Cette date est déjà dans la liste, avec les mêmes heures.")


class TooManySlots(InvalidInput):
    """A bound on how many dates one mission carries."""

    message = _l("Une mission a 60 dates au plus. Dupliquez-la pour les suivantes.")


class NoDates(InvalidInput):
    """A series without any day."""

    message = _l("Cochez au moins une date.")


class SlotOver(Conflict):
    """The créneau has begun, or is cancelled."""

    message = _l("Cette date a déjà commencé, ou elle est annulée\u00a0: elle ne change plus.")


class PauseTooLong(InvalidInput):
    """A day of return that is past, or more than a year ahead."""

    message = _l("Choisissez un jour à venir, dans un an au plus. Laissez vide si vous ne savez pas.")


class TooManyMissions(InvalidInput):
    """More lines than one file of missions takes."""

    message = _l("Ce fichier a plus de 500 missions. Coupez-le en plusieurs fichiers.")


class OtherColumns(InvalidInput):
    """A file without the columns that every mission needs."""

    message = _l("Il manque une colonne\u00a0: Référence, Titre, Description ou Domaine. Prenez notre modèle de fichier.")


class ImportGone(NotFound):
    """Confirmed, given up, or older than an hour."""

    message = _l("Cet import est terminé ou effacé\u00a0: ce qui a été lu n’est gardé qu’une heure. Choisissez de nouveau le fichier.")


class NothingToImport(Conflict):
    """No line would change anything."""

    message = _l("Aucune ligne de ce fichier n’est à importer.")


class SamePlace(InvalidInput):
    """A place where the mission is proposed already."""

    message = _l("Cette mission est déjà proposée à cette adresse. Ajoutez une autre adresse.")


class KindFixed(InvalidInput):
    """Dated or regular is settled once volunteers have read it."""

    message = _l("Cette mission a déjà été publiée\u00a0: son rythme ne change plus. Dupliquez-la pour en proposer un autre.")
