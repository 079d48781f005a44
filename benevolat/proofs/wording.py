"""The words of the verification page in the two languages it is read in; what a document says itself stays as it was made."""

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date as in_locale
from flask_babel import gettext as _

from benevolat.core.clock import duration_words

from .documents import when_of

LANGUAGES = ("fr", "en")
ENGLISH = {
    "title": "Check a document", "lead": "A document made on Isère bénévolat can be checked here by anybody, without an account.",
    "code": "The code of the document", "code_hint": "26 letters and digits, under the square code.", "check": "Check this code",
    "file": "The PDF file", "file_hint": "The file is read, then forgotten. Nothing is kept.", "check_file": "Check this file",
    "or": "Or check the file itself", "unknown": "We found no document",
    "unknown_lead": "Either the code was mistyped, or the document no longer exists. Ask the person who gave it to you.",
    "again": "Try another code", "valid": "This document stands", "valid_lead": "It shows exactly what is written here.",
    "replaced": "A newer document exists",
    "replaced_lead": "What this one says was true when it was made. Ask for the newer one.",
    "corrected": "Something was corrected since",
    "corrected_lead": "An association corrected or withdrew an attestation of this document after it was made.",
    "withdrawn": "This document was withdrawn", "withdrawn_lead": "Its holder took it back: it must no longer be relied on.",
    "holder": "In the name of", "kind": "Document", "made": "Made on", "fingerprint": "Fingerprint (SHA-256)",
    "engagements": "Attested engagements", "declared": "Declared, not attested", "skills": "Skills", "by": "Attested by", "hours": "Hours",
    "outside": "outside Isère bénévolat", "elsewhere_attested": "Attested outside Isère bénévolat: we did not check this organisation.",
    "gone": "No longer registered on the site:", "elsewhere": "Outside Isère bénévolat.", "same": "This file is genuine",
    "same_lead": "It is, byte for byte, the one that was made here.", "changed": "This file was changed",
    "changed_lead": "It was signed here, then modified. Do not rely on it.", "ours": "Signed here, but no longer known",
    "ours_lead": "Its signature is right. Its holder no longer keeps it on the site.", "foreign": "This file is not from here",
    "foreign_lead": "It bears no signature of ours.", "claimed": "Said by the person", "attested": "Attested by the association",
    "validated": "Validated by the Département", "language": "Français", "total": "Attested in all", "own": "In their own words:",
    "about": "What the marks mean", "shared": "Shown for a time by the person", "until": "This page can be seen until",
    "about_lead": "Attested: the association saw it and the person agreed. Validated: the person asked the Département for its mark.",
    "contact": "To reach the person",
    "report": "Report a problem with this page (in French)", "look": "See what it shows",
    "home": "Isère bénévolat is a service of the Département de l’Isère.",
    "demo": "Demonstration: everything is invented.", "closed": "This link is closed",
    "closed_lead": "The person closed it, or its time is over. Ask them for another.",
}


def french() -> dict[str, str]:
    """Return the same words in French."""
    return {
        "title": _("Vérifier un document"), "lead": _("Tout le monde peut vérifier ici un document fait sur Isère bénévolat, sans compte."),
        "code": _("Le code du document"), "code_hint": _("26 lettres et chiffres, à côté du code carré."), "check": _("Vérifier ce code"),
        "file": _("Le fichier PDF"), "file_hint": _("Le fichier est lu, puis oublié. Rien n’est gardé."),
        "check_file": _("Vérifier ce fichier"), "or": _("Ou vérifier le fichier lui-même"),
        "unknown": _("Nous ne trouvons pas ce document"),
        "unknown_lead": _("Le code est mal recopié, ou le document n’existe plus. Demandez à la personne qui vous l’a donné."),
        "again": _("Essayer un autre code"), "valid": _("Ce document est valable"),
        "valid_lead": _("Il montre exactement ce qui est écrit ici."), "replaced": _("Un document plus récent existe"),
        "replaced_lead": _("Ce que dit celui-ci était vrai quand il a été fait. Demandez le nouveau à son titulaire."),
        "corrected": _("Corrigé depuis"),
        "corrected_lead": _("Une association a corrigé ou retiré une attestation de ce document après qu’il a été fait."),
        "withdrawn": _("Ce document est retiré"), "withdrawn_lead": _("Son titulaire l’a repris\u00a0: il ne faut plus s’y fier."),
        "holder": _("Au nom de"), "kind": _("Document"), "made": _("Fait le"), "fingerprint": _("Empreinte (SHA-256)"),
        "engagements": _("Engagements attestés"), "declared": _("Déclaré, non attesté"), "skills": _("Compétences"),
        "by": _("Attesté par"), "hours": _("Heures"), "gone": _("N’est plus inscrite sur le site\u00a0:"),
        "elsewhere": _("Hors d’Isère bénévolat."), "outside": _("hors d’Isère bénévolat"),
        "elsewhere_attested": _("Attesté hors d’Isère bénévolat\u00a0: nous n’avons pas vérifié cet organisme."),
        "same": _("Ce fichier est le vrai"),
        "same_lead": _("C’est, à l’octet près, celui qui a été fait ici."), "changed": _("Ce fichier a été changé"),
        "changed_lead": _("Il a été signé ici, puis modifié. Ne vous y fiez pas."), "ours": _("Signé ici, mais plus connu"),
        "ours_lead": _("Sa signature est juste. Son titulaire ne le garde plus sur le site."),
        "foreign": _("Ce fichier ne vient pas d’ici"),
        "foreign_lead": _("Il ne porte aucune signature de notre part."), "claimed": _("Dite par la personne"),
        "attested": _("Attestée par l’association"), "validated": _("Validée par le Département"), "language": _("English"),
        "total": _("Attesté en tout"), "own": _("Avec ses mots\u00a0:"), "about": _("Ce que veulent dire les marques"),
        "about_lead": _("Attestée\u00a0: l’association l’a vu, la personne est d’accord. "
                        "Validée\u00a0: la personne l’a demandé au Département."),
        "shared": _("Montré pour un temps par la personne"), "until": _("Cette page se voit jusqu’au"), "look": _("Voir ce qu’il montre"),
        "contact": _("Pour joindre la personne"),
        "report": _("Signaler un problème sur cette page"), "home": _("Isère bénévolat est un service du Département de l’Isère."),
        "demo": _("Démonstration\u00a0: tout est inventé."), "closed": _("Ce lien est fermé"),
        "closed_lead": _("La personne l’a fermé, ou son temps est passé. Demandez-lui en un autre."),
    }


KINDS = {
    "passeport": "Volunteer passport", "attestation": "Attestation of one engagement", "cv": "Summary for a CV",
    "vae": "Annex for a VAE file (recognition of prior learning)", "thanks": "Certificate of thanks",
}


def words(language: str) -> dict[str, str]:
    """Return the words of the page in a language of LANGUAGES."""
    return ENGLISH if language == "en" else french()


def kind_in(language: str, kind: Any) -> str:
    """Return what a document is for."""
    return KINDS[str(kind)] if language == "en" else str(kind.label)


def day_in(language: str) -> Callable[[date], str]:
    """Return how a day is written."""
    return lambda day: str(in_locale(day, "d MMMM yyyy", locale=language))


def when_in(language: str) -> Callable[[dict[str, Any], str], str]:
    """Return how the time of an engagement is written, given the engagement and the day of the document."""
    return when_of if language == "fr" else _when_english


def _when_english(engagement: dict[str, Any], made_on: str) -> str:
    first = date.fromisoformat(engagement["starts_on"])
    last = date.fromisoformat(engagement["ends_on"] or max(made_on, engagement["starts_on"]))
    if first == last:
        return str(in_locale(first, "d MMMM yyyy", locale="en"))
    begun, ended = in_locale(first, "MMMM yyyy", locale="en"), in_locale(last, "MMMM yyyy", locale="en")
    return str(begun) if begun == ended else f"{begun} to {ended}"


def hours_in(language: str) -> Callable[[int], str]:
    """Return how a duration in minutes is written."""
    return duration_words if language == "fr" else _hours_english


def _hours_english(minutes: int) -> str:
    return " ".join([f"{minutes // 60} h"] * (minutes >= 60) + [f"{minutes % 60} min"] * (minutes % 60 > 0)) or "0 h"
