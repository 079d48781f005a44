"""The rights of a person over their data, on pages of their own, above the RSA line: who read it, what they ask."""

from flask import Blueprint

blueprint = Blueprint("droits", __name__, url_prefix="/mes-donnees")

from . import demandes, emporter, lectures  # noqa: F401
