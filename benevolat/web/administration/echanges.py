"""Views: what goes to partners, and what they would refuse with the way to mend it."""

from typing import Any

from flask import render_template

from benevolat.exchange.queries import shared_missions
from benevolat.web.guard import ADMINISTRATEUR, access

from . import blueprint


@blueprint.get("/echanges")
@access(ADMINISTRATEUR)
def exchanges() -> Any:
    """Say how many missions go to partners, and list those that are left out."""
    sent, left_out = shared_missions()
    return render_template("administration/echanges.html", sent=len(sent), left_out=left_out)
