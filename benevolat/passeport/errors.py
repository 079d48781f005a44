"""What can stop an act on the passeport, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput


class UnknownSkill(InvalidInput):
    """A skill that the referential does not hold."""

    message = _l("Choisissez une compétence dans la liste.")


class OwnWordsTooLong(InvalidInput):
    """More words than a document can hold."""

    message = _l("C’est un peu long\u00a0: gardez 500\u00a0caractères au plus.")


class NotClaimable(Conflict):
    """An engagement that did not begin, or did not take place, shows no skill."""

    message = _l("Cet engagement n’a pas commencé\u00a0: il ne montre pas encore de compétence.")


class StillAttested(Conflict):
    """A skill that the host attested is not taken back like a claim."""

    message = _l("Cette compétence est attestée par l’association. Pour la retirer, dites que vous n’êtes pas d’accord avec le bilan.")


class NotAttested(Conflict):
    """The Département's mark stands on what a host attested."""

    message = _l("Cet engagement n’est pas encore attesté par l’association.")


class NothingToValidate(Conflict):
    """Every attested skill of the engagement already bears the mark, or there is none."""

    message = _l("Il n’y a pas de compétence à valider dans cet engagement.")


class AlreadyAsked(Conflict):
    """A request is already waiting."""

    message = _l("Vous avez déjà demandé cette validation. La réponse arrive.")
