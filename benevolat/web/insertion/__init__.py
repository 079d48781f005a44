"""A person's own contract pages, above the RSA line."""

from flask import Blueprint

blueprint = Blueprint("insertion", __name__, url_prefix="/mon-contrat")

from . import views  # noqa: F401
