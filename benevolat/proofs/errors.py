"""What can stop an act on documents and links, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, Unavailable


class TitleNeeded(InvalidInput):
    """A version without a title."""

    message = _l("Donnez un titre, pour vous y retrouver.")


class TitleTooLong(InvalidInput):
    """A title that no line holds."""

    message = _l("C’est un peu long\u00a0: gardez 120\u00a0caractères au plus.")


class TooManyVersions(Conflict):
    """More versions than a person can tell apart."""

    message = _l("Vous avez déjà beaucoup de choix gardés. Supprimez celui qui ne sert plus.")


class NotYours(InvalidInput):
    """An engagement or a skill that is not the person's, or that shows nothing."""

    message = _l("Cet engagement n’est pas dans votre passeport.")


class NothingChosen(Conflict):
    """A document or a link that would show nothing."""

    message = _l("Choisissez d’abord ce que vous voulez montrer.")


class NameNeeded(Conflict):
    """A document is in somebody's name."""

    message = _l("Écrivez d’abord votre prénom et votre nom dans votre compte\u00a0: un document est fait à un nom.")


class NothingAttested(Conflict):
    """A document that only holds what is attested has nothing to say."""

    message = _l("Ce document ne montre que ce qui est attesté. Rien ne l’est encore dans votre choix.")


class NotThanked(Conflict):
    """A certificate holds the host's thanks."""

    message = _l("L’association ne vous a pas encore écrit de merci.")


class CannotSign(Unavailable):
    """The keys that sign are not there: no document can be made, those already made are still checked."""

    message = _l("Nous ne pouvons pas signer de document en ce moment. Vos documents déjà faits restent valables. Réessayez demain.")


class UnknownDuration(InvalidInput):
    """A link lives 1, 7 or 30 days."""

    message = _l("Choisissez 1\u00a0jour, 7\u00a0jours ou 30\u00a0jours.")


class TooManyShares(Conflict):
    """More open links than a person can follow."""

    message = _l("Vous avez déjà beaucoup de liens ouverts. Fermez celui qui ne sert plus.")
