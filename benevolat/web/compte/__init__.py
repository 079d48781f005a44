"""Signing in and up, one's own account, the agent's invitation."""

from flask import Blueprint

blueprint = Blueprint("compte", __name__)

from . import account, codes, entrance, federation, identities, joining, messages, passkeys, second_step, sessions  # noqa: F401
