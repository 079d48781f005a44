"""Agents' accounts, settings, journal; no person's file."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

from . import views  # noqa: F401
