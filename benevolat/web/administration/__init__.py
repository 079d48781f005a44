"""Agents' accounts, settings, what agents did, and how the site does."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

from . import acces, anciennes, demandes, echanges, journal, reglages, reprise, revue, sante, views  # noqa: F401
