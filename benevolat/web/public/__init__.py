"""The site anybody reads: home, missions, associations, help."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from . import alertes, associations, carte, credential, demonstration, documents, missions, places, seen, temoignages, verifier, views  # noqa: F401
