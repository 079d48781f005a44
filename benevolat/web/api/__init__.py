"""The public JSON API, read only: /api/v1, its OpenAPI document, and the page that tells how to use it."""

from flask import Blueprint

blueprint = Blueprint("api", __name__, url_prefix="/api")

from . import answers, documentation, lists, views  # noqa: F401
