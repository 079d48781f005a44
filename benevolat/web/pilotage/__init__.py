"""What the Département follows, above the RSA line."""

from flask import Blueprint

blueprint = Blueprint("pilotage", __name__, url_prefix="/pilotage")

from . import actions, answers, chiffres, dossiers, paroles, referents, territoires, views  # noqa: F401
