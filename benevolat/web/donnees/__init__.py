"""« Mes données »: what is kept of whoever is signed in, and what they may do with it."""

from flask import Blueprint

blueprint = Blueprint("donnees", __name__)

from . import effacer, index, information  # noqa: F401
