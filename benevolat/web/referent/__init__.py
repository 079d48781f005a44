"""A référent's day, above the RSA line."""

from flask import Blueprint

blueprint = Blueprint("referent", __name__, url_prefix="/accompagnement")

from . import (  # noqa: F401
    actions,
    aide,
    annexes,
    dossiers,
    ensemble,
    entretien,
    invitations,
    offers,
    paroles,
    people,
    propositions,
    relais,
    signing,
    submissions,
)
