"""The modérateurs' desk: associations to verify, missions to check, témoignages to read, requests at a desk, words taught to the search."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

from . import (  # noqa: F401
    associations,
    claims,
    desk,
    doors,
    feuilles,
    guichet,
    journal,
    missions,
    mots,
    queue,
    signalements,
    temoignages,
)
