"""What can stop an act on an annexe or a submission, in words for whoever reads it."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class AnnexeAlreadyOpen(Conflict):
    """The contract has an annexe in life already."""

    message = _l("Ce contrat a déjà une annexe en cours.")


class TextChanged(Conflict):
    """What the person was reading is not what would be signed."""

    message = _l("L’annexe a changé pendant que vous la lisiez. Relisez-la avant de signer.")


class WrittenMeanwhile(Conflict):
    """Somebody else, or oneself in another tab, changed the annexe meanwhile."""

    message = _l("L’annexe a changé entre-temps, dans un autre onglet ou par quelqu’un d’autre. Relisez-la avant d’écrire.")


class NotSignedByPerson(Conflict):
    """The référent signs after the person."""

    message = _l("La personne n’a pas encore signé. Votre signature vient après la sienne.")


class NotAttested(Conflict):
    """Only what both sides closed can be submitted."""

    message = _l("Cet engagement n’est pas encore attesté. Vous pourrez le transmettre ensuite.")


class NoLivingAnnexe(Conflict):
    """No signed annexe to which an engagement could be submitted."""

    message = _l("Aucune annexe signée n’est en cours.")


class AlreadySubmitted(Conflict):
    """The engagement is with the référent already."""

    message = _l("Vous avez déjà transmis cet engagement.")


class WordsNeeded(InvalidInput):
    """A complement is asked in words the person can read."""

    message = _l("Écrivez en une phrase ce qui manque.")


class DecisionNeeded(InvalidInput):
    """Hours above the threshold are a question that the référent answers before going on; any answer will do."""

    message = _l("C’est beaucoup d’heures pour un parcours proche de l’emploi. Dites ce que vous décidez, puis continuez.")


class AboutThePerson(InvalidInput):
    """A sentence beside a decision is about the activity, and short."""

    message = _l("Écrivez sur l’activité, en une phrase courte, sans nom ni numéro\u00a0: la personne la lira.")


class AlreadySigned(Conflict):
    """The person signed this revision already, otherwise than on a sheet."""

    message = _l("La personne a déjà signé cette annexe.")


class WrongFile(InvalidInput):
    """Only a photograph or a scan is kept."""

    message = _l("Choisissez une photo (JPEG ou PNG) ou un document PDF. Ce fichier n’en est pas un, ou il est abîmé.")


class PictureTooBig(InvalidInput):
    """A picture of more pixels than a page needs is not unpacked."""

    message = _l("Cette photo a trop de points. Prenez-la en plus petite taille, ou scannez la feuille en 300 points par pouce.")


class ActiveFile(InvalidInput):
    """A PDF holds pages, and nothing that acts."""

    message = _l(
        "Ce PDF contient autre chose que des pages\u00a0: un programme, un fichier joint ou un mot de passe. Prenez la feuille en photo,"
        " ou imprimez le document de nouveau en PDF."
    )


class OtherSheet(InvalidInput):
    """The sheet that was signed is not that of the annexe as it stands."""

    message = _l("Ce code n’est pas celui de l’annexe d’aujourd’hui. Vérifiez-le, ou imprimez une nouvelle feuille et faites-la signer.")
