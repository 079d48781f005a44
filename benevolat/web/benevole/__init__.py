"""What a volunteer does: apply, hours, closing, passeport. The same screens for everyone."""

from flask import Blueprint

blueprint = Blueprint("benevole", __name__)

from . import alertes, candidater, candidatures, choix, documents, engagements, favoris, passeport, pour_vous, temoignages, views  # noqa: F401
