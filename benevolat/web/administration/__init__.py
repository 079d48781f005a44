"""Agents' accounts: who has one, for what, until when."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

from . import views  # noqa: F401
