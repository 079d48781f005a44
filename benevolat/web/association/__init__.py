"""What an association's members do: page, missions, candidates, closings."""

from flask import Blueprint

blueprint = Blueprint("association", __name__, url_prefix="/association")

from . import (  # noqa: F401
    absences,
    accueil,
    beginning,
    bulk,
    candidates,
    closings,
    contact,
    dates,
    doors,
    expected,
    heures,
    home,
    importing,
    lieux,
    listing,
    missions,
    models,
    places,
    presences,
    series,
    shown,
    signup,
    steps,
    team,
    temoignages,
    upkeep,
)
