"""What each line of the journal says to the person it is about: what was read or done, and why, in plain French."""

from dataclasses import dataclass
from enum import Enum

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words


class Side(Enum):
    """From where one reads: an association (told by its name, never by its member's), a desk, the Département's services."""

    HOST = "host"
    DESK = "desk"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words of an action: what it was (after « Claire Vial, référent, »), and why it is done."""

    side: Side
    what: Words
    why: Words


_WITH_YOU = _l("C’est la personne qui vous accompagne\u00a0: vous avez accepté ce suivi.")
_ANSWER = _l("Pour répondre à ce que vous avez transmis.")
_CONTRACT = _l("Pour tenir à jour ce que vous avez choisi de mettre dans votre contrat.")
_NEOGESTION = _l("Pour que votre contrat dise la même chose dans le logiciel du Département.")
_ASKED_AT_DESK = _l("Vous l’avez demandé à un guichet.")
_MEETING = _l("Pour préparer une rencontre.")
_DESK_ASKED = _l("Vous avez demandé à notre équipe de regarder.")
_RELAY = _l("Pour que quelqu’un vous suive quand cette personne est absente ou change de poste.")

MEANINGS: dict[str, Meaning] = {
    "candidature.read": Meaning(
        Side.HOST, _l("a lu votre candidature et de quoi vous répondre"),
        _l("Pour répondre à votre candidature."),
    ),
    "engagement.read": Meaning(
        Side.HOST, _l("a lu votre engagement chez elle"),
        _l("Pour vous accueillir, noter les heures et écrire le bilan."),
    ),
    "door.read": Meaning(Side.DESK, _l("a lu votre désaccord avec une association"), _DESK_ASKED),
    "door.judge": Meaning(Side.DESK, _l("a répondu à votre désaccord avec une association"), _DESK_ASKED),
    "validation.read": Meaning(Side.DESK, _l("a lu un engagement de votre passeport"), _l("Vous avez demandé la marque du Département.")),
    "temoignage.read": Meaning(
        Side.DESK, _l("a lu votre témoignage avant qu’il paraisse"),
        _l("Un témoignage est relu avant de paraître."),
    ),
    "proof_request.read": Meaning(Side.DESK, _l("a ouvert votre demande d’attestation"), _l("Pour recopier une feuille signée.")),
    "proof_request.transcribe": Meaning(Side.DESK, _l("a recopié une feuille signée pour vous"), _ASKED_AT_DESK),
    "desk.account": Meaning(Side.DESK, _l("a ouvert votre compte avec vous"), _ASKED_AT_DESK),
    "desk.apply": Meaning(Side.DESK, _l("a envoyé une candidature avec vous"), _ASKED_AT_DESK),
    "desk.number": Meaning(
        Side.DESK, _l("a demandé que votre compte quitte un numéro"), _l("Quelqu’un a prouvé que ce numéro est le sien aujourd’hui."),
    ),
    "desk.contact": Meaning(
        Side.DESK, _l("a demandé à changer votre e-mail ou votre numéro"),
        _l("Quelqu’un a dit, en votre nom, avoir perdu le contact d’avant."),
    ),
    "rights.answer": Meaning(Side.SERVICE, _l("a répondu à votre demande sur vos données"), _l("Vous avez fait cette demande.")),
    "rights.read": Meaning(Side.SERVICE, _l("a lu votre demande sur vos données"), _l("Pour vous répondre en un mois au plus.")),
    "accompagnement.read": Meaning(Side.SERVICE, _l("a lu votre page"), _WITH_YOU),
    "accompagnement.file": Meaning(Side.SERVICE, _l("a ouvert votre dossier"), _l("Une raison doit être donnée.")),
    "accompagnement.begin": Meaning(Side.SERVICE, _l("a commencé à vous suivre ici"), _l("Vous lui avez donné votre code.")),
    "accompagnement.end": Meaning(Side.SERVICE, _l("ne vous suit plus ici"), _l("L’accompagnement est fini.")),
    "accompagnement.handover": Meaning(Side.SERVICE, _l("a fait le passage de relais"), _RELAY),
    "accompagnement.deputy": Meaning(Side.SERVICE, _l("a prévu un remplacement"), _RELAY),
    "accompagnement.deputy_end": Meaning(Side.SERVICE, _l("a arrêté un remplacement"), _RELAY),
    "submission.read": Meaning(Side.SERVICE, _l("a lu un engagement que vous avez transmis"), _ANSWER),
    "submission.answer": Meaning(Side.SERVICE, _l("a répondu à un engagement que vous avez transmis"), _ANSWER),
    "contrat.write": Meaning(Side.SERVICE, _l("a écrit la référence de votre contrat"), _CONTRACT),
    "annexe.edit": Meaning(Side.SERVICE, _l("a écrit dans votre annexe"), _CONTRACT),
    "annexe.propose": Meaning(Side.SERVICE, _l("vous a proposé une annexe"), _CONTRACT),
    "annexe.sign": Meaning(Side.SERVICE, _l("a signé votre annexe"), _CONTRACT),
    "annexe.sheet": Meaning(Side.SERVICE, _l("a enregistré votre feuille signée"), _CONTRACT),
    "annexe.typed": Meaning(Side.SERVICE, _l("a tapé pour vous ce que vous avez signé avec votre code"), _CONTRACT),
    "annexe.decide": Meaning(Side.SERVICE, _l("a écrit ses décisions sur votre engagement"), _CONTRACT),
    "entretien.confirm": Meaning(Side.SERVICE, _l("a écrit pour vous ce que vous avez confirmé avec votre code"), _WITH_YOU),
    "proposition.send": Meaning(Side.SERVICE, _l("vous a proposé des missions"), _WITH_YOU),
    "proposition.cancel": Meaning(Side.SERVICE, _l("a repris une proposition"), _WITH_YOU),
    "action.invite": Meaning(Side.SERVICE, _l("vous a invité à une rencontre"), _MEETING),
    "action.read": Meaning(Side.SERVICE, _l("a lu que vous venez à une rencontre"), _MEETING),
    "dossiers.update": Meaning(Side.SERVICE, _l("a mis à jour les dates de votre contrat"), _NEOGESTION),
    "dossiers.confirm": Meaning(Side.SERVICE, _l("a écrit la référence de votre contrat"), _NEOGESTION),
    "dossiers.refuse": Meaning(Side.SERVICE, _l("a effacé un dossier qui n’était pas le vôtre"), _NEOGESTION),
    "dossiers.take": Meaning(
        Side.SERVICE, _l("a pris vos engagements validés\u00a0: la référence, les dates et les heures"),
        _NEOGESTION,
    ),
}
"""Every action of another's whose subject is a person. A line whose action is not here is a fault: a test reads the code to find one."""
