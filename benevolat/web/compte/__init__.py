"""Signing in and up, one's own account."""

from flask import Blueprint

blueprint = Blueprint("compte", __name__, url_prefix="/compte")

from . import views  # noqa: F401
