"""A person's own contract pages, above the RSA line."""

from flask import Blueprint

blueprint = Blueprint("insertion", __name__)

from . import actions, annexes, comprendre, invitations, overview, papers, propositions, submissions  # noqa: F401
