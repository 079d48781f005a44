"""View: what an engagement is, in words that are easy to read and to understand (FALC), with drawings, read aloud, printed on A4.

The rules are those of « L'information pour tous » (Inclusion Europe, Unapei): one idea a sentence, short sentences, one word for one
thing, difficult words said again in easy ones, a drawing beside each idea. A test measures the sentences; people concerned must still
read it before it may bear the European logo, which it does not.
"""

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from benevolat.contrats.services import freedom_text
from benevolat.core.settings import config
from benevolat.web.guard import PERSON, access

from . import blueprint


def _parts() -> list[dict[str, Any]]:
    """Return the page: a drawing, a title, sentences."""
    return [
        {"drawing": "donner", "title": _("C’est quoi\u00a0?"), "lines": [
            _("Un engagement, c’est aider d’autres personnes."), _("Par exemple\u00a0: servir un repas, jardiner, lire avec des enfants."),
            _("On n’est pas payé."), _("On le fait parce qu’on en a envie."),
        ]},
        {"drawing": "choisir", "title": _("Est-ce obligatoire\u00a0?"), "lines": [
            _("Non."), *_sentences(freedom_text()[0]), _("Le RSA est une aide en argent."),
            _("RSA veut dire\u00a0: revenu de solidarité active."), _("Vous choisissez."), _("Personne ne peut vous forcer."),
        ]},
        {"drawing": "dire-non", "title": _("Et si je dis non\u00a0?"), "lines": [
            _("Rien ne change pour vous."), _("Vous n’avez pas besoin de dire pourquoi."),
            _("Votre «\u00a0non\u00a0» n’est pas écrit avec votre nom."), _("Vous pouvez aussi ne pas répondre."),
        ]},
        {"drawing": "signer", "title": _("Et si je dis oui\u00a0?"), "lines": [
            _("Vous choisissez ce que vous faites."), _("Vous choisissez les jours et les heures."),
            _("Votre référent est la personne qui vous accompagne."), _("Vous pouvez l’écrire dans votre contrat avec votre référent."),
            _("Ce qui est écrit, vous devez le faire."), _("Votre référent aussi."), _("Vous pouvez changer ou enlever ce qui est écrit."),
            _("Vous pouvez aussi ne rien écrire."),
        ]},
        {"drawing": "regarder", "title": _("Qui voit quoi\u00a0?"), "lines": [
            _("L’association ne sait pas que vous avez le RSA."), _("Elle ne sait pas que vous avez un référent."),
            _("Votre référent voit ce que vous lui montrez."), _("Il ne voit pas vos messages."), _("Il ne voit pas vos absences."),
            _("Vous voyez qui a lu votre page."),
        ]},
        {"drawing": "changer", "title": _("Comment changer d’avis\u00a0?"), "lines": [
            _("Vous pouvez changer d’avis tous les jours."), _("Le bouton s’appelle «\u00a0Retirer mon accord\u00a0»."),
            _("Il est sur la page «\u00a0Mon accompagnement\u00a0»."), _("Vous n’avez pas besoin de dire pourquoi."),
        ]},
        {"drawing": "appeler", "title": _("Qui peut m’aider\u00a0?"), "lines": [
            _("Vous pouvez téléphoner."), _("Une personne vous répond."),
        ], "phone": config("HELPER_PHONE"), "hours": [each.strip() for each in config("HELPER_HOURS").split(",")]},
    ]


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text that is a setting, one a line."""
    return [f"{each.strip().rstrip('.')}." for each in text.split(". ") if each.strip()]


@blueprint.get("/mon-contrat/comprendre")
@access(PERSON)
def understand() -> str:
    """Show the page in plain words."""
    return render_template("insertion/comprendre.html", parts=_parts())
