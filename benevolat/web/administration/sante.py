"""View: how the site does."""

from flask import render_template

from benevolat.exploitation.queries import looks
from benevolat.web.guard import ADMINISTRATEUR, access

from . import blueprint

TONES = {"good": "done", "watch": "warning", "bad": "error"}


@blueprint.get("/sante")
@access(ADMINISTRATEUR)
def health() -> str:
    """Show what is late, what waits, what is missing, and how to mend it; those to mend first."""
    return render_template("administration/sante.html", checks=looks(), tones=TONES)
