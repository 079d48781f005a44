"""Views: the site anybody reads."""

from flask import render_template

from benevolat.web.guard import PUBLIC, access

from . import blueprint


@blueprint.get("/")
@access(PUBLIC)
def home() -> str:
    """Show one question, « Que voulez-vous faire ? Où ? », and nearby missions."""
    return render_template("public/home.html", missions=[], domaines=[], near=None)
