"""Views: the service in each territory, for anybody who looks for somebody near."""

from flask import render_template

from benevolat.antennes.models import NewsKind
from benevolat.antennes.queries import antennes_by_territoire, antennes_of, find_territoire, nouvelles_of
from benevolat.web.guard import PUBLIC, access, found

from . import blueprint


@blueprint.get("/territoires")
@access(PUBLIC)
def territoires() -> str:
    """List the territories, with how many places each has, and what is new in the whole Isère."""
    return render_template("public/territoires.html", territoires=antennes_by_territoire(), news=nouvelles_of(None))


@blueprint.get("/territoires/<code>")
@access(PUBLIC)
def territoire(code: str) -> str:
    """Show where one is met in a territory, what is new there, and since when the service is there."""
    return render_template(
        "public/territoire.html", territoire=found(find_territoire(code)), antennes=antennes_of(code),
        news=nouvelles_of(code, kind=NewsKind.NEWS), steps=nouvelles_of(code, kind=NewsKind.STEP),
    )
