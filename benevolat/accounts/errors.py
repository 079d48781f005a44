"""What can be wrong with an account, in the words a person reads."""

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Conflict, InvalidInput, Unavailable


class UnreadableContact(InvalidInput):
    """What was typed is neither an e-mail nor a telephone number."""

    message = _l(
        "Nous n’avons pas reconnu cette adresse ou ce numéro. Exemples\u00a0: prenom@exemple.fr, 06\u00a012\u00a034\u00a056\u00a078."
    )


class UnreadableEmail(InvalidInput):
    """What was typed is not an e-mail address."""

    message = _l("Nous n’avons pas reconnu cette adresse e-mail. Exemple\u00a0: prenom@exemple.fr.")


class UnreadablePhone(InvalidInput):
    """What was typed is not a telephone number."""

    message = _l("Nous n’avons pas reconnu ce numéro de téléphone. Exemple\u00a0: 06\u00a012\u00a034\u00a056\u00a078.")


class NotAMobile(InvalidInput):
    """An account's number must receive text messages."""

    message = _l("Donnez un numéro de portable\u00a0: nous y envoyons un code par SMS.")


class AlreadyTaken(InvalidInput):
    """The address or number, proven by a code, belongs to another account."""

    message = _l("Cette adresse ou ce numéro sert déjà à un autre compte.")


class PasswordTooShort(InvalidInput):
    """A password has at least fifteen characters; nothing else is imposed."""

    message = _l("Choisissez un mot de passe d’au moins 15 caractères. Une phrase convient très bien.")


class PasswordTooLong(InvalidInput):
    """A bound on what is hashed."""

    message = _l("Choisissez un mot de passe de 200 caractères au plus.")


class PasswordTooCommon(InvalidInput):
    """Somebody who tries passwords begins with these."""

    message = _l("Beaucoup de personnes choisissent ce mot de passe\u00a0: il est facile à deviner. Choisissez une phrase à vous.")


class WrongPassword(InvalidInput):
    """Said the same whether the account exists or not."""

    message = _l("L’adresse, le numéro ou le mot de passe ne correspond pas. Vérifiez, ou demandez un code.")


class WrongCode(InvalidInput):
    """Said the same for a wrong, expired, used or replaced code, and for an account that does not exist."""

    message = _l("Ce code ne convient pas. Vérifiez les six chiffres, ou demandez un nouveau code.")


class WrongFactor(InvalidInput):
    """Said the same for a wrong, old or used code: each serves once."""

    message = _l("Ce code ne convient pas. Chaque code sert une fois\u00a0: attendez le suivant, et vérifiez l’heure de votre téléphone.")


class WrongRecoveryCode(InvalidInput):
    """Said the same for a wrong and for a used recovery code."""

    message = _l("Ce code de secours ne convient pas. Vérifiez-le, ou prenez le suivant de votre liste\u00a0: chacun sert une fois.")


class WrongPasskey(InvalidInput):
    """Said the same for an unknown, copied, late or badly signed passkey."""

    message = _l("Cette clé d’accès n’a pas marché. Recommencez, ou connectez-vous autrement.")


class PasskeyTooLate(Conflict):
    """Adding a way to enter asks for a fresh sign-in: an open screen left alone must not be enough."""

    message = _l("Par sécurité, ajoutez une clé d’accès dans les 15 minutes qui suivent une connexion. Connectez-vous de nouveau.")


class IdentityElsewhere(Conflict):
    """One identity opens one account: whoever holds both decides, in the one that has it."""

    message = _l("Cette identité ouvre déjà un autre compte. Entrez dans ce compte avec elle, retirez-la, puis recommencez.")


class OtherIdentity(Conflict):
    """An account has one identity of each provider."""

    message = _l("Ce compte est déjà relié à une autre identité. Entrez autrement, puis retirez l’ancienne dans « Mon compte ».")


class IdentityTooLate(Conflict):
    """Adding a way to enter asks for a fresh sign-in: an open screen left alone must not be enough."""

    message = _l("Par sécurité, reliez une identité dans les 15 minutes qui suivent une connexion. Connectez-vous de nouveau.")


class NotInvited(Conflict):
    """An agent's account opens on invitation, whoever attests the identity."""

    message = _l("Aucune invitation n’attend cette adresse professionnelle. Demandez-la à votre administration.")


class ResetTooEarly(Conflict):
    """Giving access back waits a day, so that the agent may stop it, and asks for a second person."""

    message = _l("Il faut attendre le délai, puis qu’une autre personne de l’administration confirme.")


class NumberElsewhere(InvalidInput):
    """A number that somebody else proved to be theirs opens the account no more, until its holder proves it again from inside."""

    message = _l(
        "Quelqu’un d’autre a ce numéro aujourd’hui. Entrez avec votre e-mail, puis vérifiez votre numéro dans «\u00a0Mon compte\u00a0»."
    )


class NotANumber(InvalidInput):
    """Only a telephone number is given by an operator to somebody else."""

    message = _l("Écrivez un numéro de portable\u00a0: une adresse e-mail ne change pas de personne.")


class NumberAsleep(InvalidInput):
    """A number that did not serve for long may be somebody else's today."""

    message = _l(
        "Ce numéro n’a pas servi ici depuis longtemps. Pour être sûrs que c’est bien vous, écrivez votre nom, comme sur votre compte. "
        "Ce numéro n’était pas à vous avant\u00a0? Utilisez une adresse e-mail, ou appelez-nous."
    )


class GuessableCode(InvalidInput):
    """A code that somebody beside the person would try first, or that has not six digits."""

    message = _l("Choisissez six chiffres difficiles à deviner\u00a0: pas 123456, pas 111111, pas deux fois les mêmes trois.")


class WrongOwnCode(InvalidInput):
    """Said the same when there is no own code: nothing tells who chose one."""

    message = _l("Ce code personnel ne convient pas. Vérifiez-le, ou laissez la case vide\u00a0: le changement attend alors trois jours.")


class NoSuchAccount(InvalidInput):
    """At a desk, with the person beside: no account uses what they say they lost."""

    message = _l("Aucun compte n’utilise l’ancien contact. Vérifiez avec la personne, ou ouvrez un compte.")


class NotTheirName(InvalidInput):
    """The name on the paper that was shown is not the account's."""

    message = _l("Ce n’est pas le nom de ce compte. Vérifiez l’ancienne adresse ou l’ancien numéro, et le nom sur la pièce d’identité.")


class NoOwnContact(Conflict):
    """Nothing that the person alone reads is confirmed: no code can reach them."""

    message = _l("Aucun téléphone ni aucune adresse de cette personne n’est confirmé. Elle peut signer une feuille.")


class Busy(Unavailable):
    """Too many passwords are being checked at once."""

    message = _l("Beaucoup de personnes se connectent en même temps. Réessayez dans quelques secondes.")
    retry_after = 5


class DeadInvitation(Conflict):
    """The link of an invitation was used, cancelled, replaced or has expired."""

    message = _l("Ce lien d’invitation n’est plus valable. Demandez-en un nouveau à la personne qui vous a invité.")


class BadEndDate(InvalidInput):
    """An agent's account has an end date, within two years."""

    message = _l("Donnez une date de fin, dans les deux ans qui viennent.")


class AgentExists(InvalidInput):
    """An agent uses this address already."""

    message = _l("Cette personne a déjà un compte d’agent. Ouvrez sa fiche pour lui donner un rôle de plus.")


class LastAdministrateur(Conflict):
    """Somebody must remain who can invite agents."""

    message = _l("C’est le dernier compte d’administration. Invitez d’abord une autre personne.")


class FirstAdminExists(Conflict):
    """The command for a new deployment is refused once somebody can invite."""

    message = _l("Il y a déjà un compte d’administration\u00a0: c’est à cette personne d’inviter les autres.")
