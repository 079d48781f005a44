"""The modérateurs' desk: associations to verify, missions to check, témoignages to read, requests at a desk, words taught to the search."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

from . import associations, desk, feuilles, guichet, missions, mots, queue, temoignages  # noqa: F401
