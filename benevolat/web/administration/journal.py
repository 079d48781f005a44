"""View: what agents did, searched by act, agent and day; never about whom."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from benevolat.accounts.models import User
from benevolat.accounts.permissions import can_read_journal, visible_agents
from benevolat.accounts.queries import JOURNAL_PAGE, agents_acts
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.web.guard import ADMINISTRATEUR, access, require

from . import blueprint

ACTS: dict[str, Any] = {
    "account.erase": _l("Effacer un compte"),
    "privacy.breach": _l("Chercher qui une fuite concerne"),
    "privacy.breach_contacts": _l("Écrire comment joindre les personnes qu’une fuite concerne"),
    "agent_invited": _l("Inviter un agent"),
    "agent_created": _l("Ouvrir un compte d’agent"),
    "agent_ended": _l("Fermer un compte d’agent"),
    "agent_prolonged": _l("Prolonger un compte d’agent"),
    "agent_reviewed": _l("Revoir un compte d’agent"),
    "factor_added": _l("Préparer sa deuxième étape de connexion"),
    "factor_recovered": _l("Entrer avec un code de secours"),
    "factor_reset_asked": _l("Demander à rendre un accès"),
    "factor_reset_cancelled": _l("Arrêter la demande de rendre un accès"),
    "factor_reset_done": _l("Rendre un accès"),
    "identity_linked": _l("Relier une identité"),
    "identity_unlinked": _l("Retirer une identité"),
    "passkey_added": _l("Ajouter une clé d’accès"),
    "passkey_removed": _l("Retirer une clé d’accès"),
    "role_granted": _l("Donner un rôle"),
    "role_withdrawn": _l("Retirer un rôle"),
    "reprise.invite": _l("Écrire aux associations de l’ancien site"),
    "reprise.write": _l("Écrire un fichier de l’ancien site"),
    "setting_changed": _l("Changer un réglage"),
    "referent.attach": _l("Rattacher un référent à un service"),
    "rights.read": _l("Lire une demande sur des données"),
    "rights.answer": _l("Répondre à une demande sur des données"),
    "desk.account": _l("Au guichet\u00a0: ouvrir un compte"),
    "desk.apply": _l("Au guichet\u00a0: envoyer une candidature"),
    "desk.number": _l("Au guichet\u00a0: libérer un numéro"),
    "desk.contact": _l("Au guichet\u00a0: remplacer un contact perdu"),
    "door.judge": _l("Répondre sur une porte fermée"),
    "door.read": _l("Lire une porte fermée"),
    "proof_request.read": _l("Ouvrir une demande d’attestation"),
    "temoignage.read": _l("Lire un témoignage"),
    "validation.read": _l("Lire une validation demandée"),
    "submission.read": _l("Lire un engagement transmis"),
    "proof_request.transcribe": _l("Recopier une feuille signée"),
    "accompagnement.accept": _l("Suivre une personne\u00a0: accord"),
    "accompagnement.begin": _l("Suivre une personne\u00a0: début"),
    "accompagnement.deputy": _l("Prévoir un remplacement"),
    "accompagnement.deputy_end": _l("Arrêter un remplacement"),
    "accompagnement.end": _l("Suivre une personne\u00a0: fin"),
    "accompagnement.file": _l("Ouvrir un dossier avec une raison"),
    "accompagnement.handover": _l("Passer le relais"),
    "accompagnement.invite": _l("Inviter une personne"),
    "accompagnement.read": _l("Lire un dossier"),
    "action.invite": _l("Inviter à une rencontre"),
    "action.read": _l("Lire qui vient à une rencontre"),
    "annexe.decide": _l("Annexe\u00a0: décisions"),
    "annexe.edit": _l("Annexe\u00a0: écrire"),
    "annexe.propose": _l("Annexe\u00a0: proposer"),
    "annexe.sheet": _l("Annexe\u00a0: feuille signée"),
    "annexe.sign": _l("Annexe\u00a0: signer"),
    "annexe.typed": _l("Annexe\u00a0: taper pour la personne"),
    "contrat.write": _l("Écrire une référence de contrat"),
    "dossiers.confirm": _l("Fichier\u00a0: reconnaître une personne"),
    "dossiers.refuse": _l("Fichier\u00a0: effacer une ligne"),
    "dossiers.take": _l("Fichier\u00a0: exporter"),
    "dossiers.update": _l("Fichier\u00a0: mettre à jour"),
    "entretien.confirm": _l("Entretien\u00a0: écrire ce qui est confirmé"),
    "proposition.cancel": _l("Reprendre une proposition"),
    "proposition.send": _l("Proposer des missions"),
    "submission.answer": _l("Répondre à un engagement transmis"),
}
SHOWN_REASON = ("setting_changed", "role_granted", "role_withdrawn", "agent_invited", "agent_created")
"""The acts whose reason is about the site and no person: it may be read here."""


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), clock.PARIS) if day is not None else None


@blueprint.get("/journal")
@access(ADMINISTRATEUR)
def journal() -> str:
    """Search what agents did."""
    require(can_read_journal(current_user))
    agents = db.session.scalars(visible_agents(current_user).order_by(User.last_name, User.first_name, User.id)).all()
    asked = {name: request.args.get(name, "") for name in ("acte", "agent", "du", "au")}
    action = asked["acte"] if asked["acte"] in ACTS else ""
    agent = next((each.id for each in agents if each.public_id == asked["agent"]), None)
    until, page = _day("au"), max(1, request.args.get("page", 1, type=int))
    found = agents_acts(
        action=action, agent=agent, since=_begins(_day("du")), until=_begins(until + timedelta(days=1)) if until else None, page=page,
    )
    return render_template(
        "administration/journal.html", found=found, acts=ACTS, agents=agents, asked=asked, page=page, shown_reason=SHOWN_REASON,
        pages=-(-found.total // JOURNAL_PAGE), page_address=lambda number: url_for("administration.journal", page=number, **asked),
    )
