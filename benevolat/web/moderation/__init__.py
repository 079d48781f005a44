"""The desk of modérateurs."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")

from . import views  # noqa: F401
