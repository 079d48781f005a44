"""The site anybody reads: home, missions, associations, help."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from . import demonstration, places, views  # noqa: F401
