"""View: what volunteers tell, for anybody."""

from flask import render_template

from benevolat.temoignages.queries import latest_published
from benevolat.web.guard import PUBLIC, access

from . import blueprint


@blueprint.get("/temoignages")
@access(PUBLIC)
def temoignages() -> str:
    """Show the latest témoignages, three at most."""
    return render_template("public/temoignages.html", temoignages=latest_published())
