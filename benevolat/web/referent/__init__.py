"""A référent's day, above the RSA line."""

from flask import Blueprint

blueprint = Blueprint("referent", __name__, url_prefix="/accompagnement")

from . import actions, annexes, dossiers, ensemble, invitations, offers, people, relais, signing, submissions  # noqa: F401
