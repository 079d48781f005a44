"""The public JSON API, read only."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

from . import views  # noqa: F401
