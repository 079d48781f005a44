"""The sentences of consent, which are settings with a version (to be confirmed by a lawyer), and the types of contract."""

from benevolat.core import settings
from benevolat.core.db import db

from ..models import ContratType

FREEDOM = "Ce n’est pas obligatoire. Dire non n’a aucune conséquence sur votre RSA."
"""Said before and while talking of an engagement (Conseil d'État, 15 June 2018, n° 411630)."""

WRITTEN = (
    "Je choisis librement d’écrire cet engagement dans mon contrat. Ce qui est écrit dans le contrat engage la personne qui "
    "m’accompagne et moi. Je peux le changer ou le retirer à tout moment, par un avenant."
)
"""Said at the moment of writing it in the contract: what that means."""

TYPES = {"cer": "Contrat d’engagements réciproques (CER)", "contrat-engagement": "Contrat d’engagement",
         "ppae": "Projet personnalisé d’accès à l’emploi (PPAE)", "autre": "Autre contrat"}


def freedom_text() -> tuple[str, int]:
    """Return the sentence that says an engagement is free, and its version."""
    return settings.read("consent.freedom", FREEDOM)


def consent_text() -> tuple[str, int]:
    """Return the exact text a person consents to when it is written in the contract, and its version."""
    return settings.read("consent.written", WRITTEN)


def load_reference() -> int:
    """Write the types of contract known today; a type is data, since the law changes them. Return how many."""
    for code, label in TYPES.items():
        db.session.merge(ContratType(code=code, label=label, active=True))
    return len(TYPES)
