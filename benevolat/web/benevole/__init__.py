"""What a volunteer does: apply, hours, closing, passeport. The same screens for everyone."""

from flask import Blueprint

blueprint = Blueprint("benevole", __name__)

from . import (  # noqa: F401
    accord,
    accueil,
    ailleurs,
    alertes,
    candidater,
    candidatures,
    choix,
    documents,
    doors,
    engagements,
    favoris,
    heures,
    passeport,
    pour_vous,
    questions,
    temoignages,
    together,
    views,
)
