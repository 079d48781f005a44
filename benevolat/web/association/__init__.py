"""What an association's members do: page, missions, candidates, closings."""

from flask import Blueprint

blueprint = Blueprint("association", __name__, url_prefix="/association")

from . import beginning, candidates, closings, contact, dates, heures, home, missions, presences, series, signup, steps, team, temoignages  # noqa: F401
