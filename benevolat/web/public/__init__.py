"""The site anybody reads: home, missions, associations, help."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from . import (  # noqa: F401
    accord,
    agenda,
    alertes,
    associations,
    attester,
    carte,
    chiffres,
    credential,
    demonstration,
    documents,
    flux,
    missions,
    places,
    reponses,
    reprise,
    seen,
    signaler,
    temoignages,
    territoires,
    verifier,
    views,
    widget,
)
