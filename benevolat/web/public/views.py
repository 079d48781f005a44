"""Views: the first page, the pages every site owes its readers, and what machines ask."""

from typing import Any

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask_babel import format_decimal, ngettext

from benevolat.competences.queries import all_domaines
from benevolat.exploitation.queries import is_ready
from benevolat.search.queries import rows, search
from benevolat.search.request import SearchRequest
from benevolat.web.guard import PUBLIC, access

from . import blueprint
from .asked import Known, read
from .cards import cards
from .results import Results

STATIC = ("comment-ca-marche", "aide", "cgu", "mentions-legales", "accessibilite")
SHOWN = 6
ROBOTS = """User-agent: *
Disallow: /demo/
Disallow: /connexion
Disallow: /missions?
Disallow: /missions/*/candidater
Disallow: /widget
Sitemap: {base}/sitemap.xml
"""


@blueprint.get("/")
@access(PUBLIC)
def home() -> str:
    """Show one question, « Que voulez-vous faire ? Où ? », and missions: near a place when one is given, else the newest."""
    labels = {each.code: each.label for each in all_domaines()}
    known = Known(labels)
    results = Results(read(request.args, known), known)
    near = results.meaning.place.name if results.meaning.place and results.found.total else None
    counts = search(SearchRequest(limit=0)).facets.domains
    domaines = [
        {"url": url_for("public.missions", domaine=code), "label": label, "drawing": code, "hint": _counted(counts.get(code, 0))}
        for code, label in labels.items()
    ]
    shown = results.cards[:SHOWN] if near else cards(rows(search(SearchRequest(limit=SHOWN)).hits))
    return render_template("public/home.html", missions=shown, domaines=domaines, near=near)


def _counted(count: int) -> str | None:
    return ngettext("%(count)s mission", "%(count)s missions", count, count=format_decimal(count)) if count else None


def _static(name: str) -> Any:
    @access(PUBLIC)
    def view() -> str:
        return render_template(f"public/{name}.html")

    return view


for _name in STATIC:
    blueprint.add_url_rule(f"/{_name}", _name.replace("-", "_"), _static(_name), methods=["GET"])


@blueprint.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Tell search engines where not to go; a demonstration is nowhere for them."""
    body = "User-agent: *\nDisallow: /\n" if current_app.config["DEMO"] else ROBOTS.format(base=current_app.config["BASE_URL"])
    return Response(body, mimetype="text/plain", headers={"Cache-Control": "public, max-age=86400"})


@blueprint.get("/sante")
@blueprint.get("/sante/live")
@access(PUBLIC)
def alive() -> Response:
    """Say that this process answers."""
    return jsonify({"ok": True})


@blueprint.get("/sante/ready")
@access(PUBLIC)
def ready() -> Any:
    """Say whether to send visitors here: the database answers in time, with the structure this code needs, and the search answers."""
    good = is_ready() and search(SearchRequest(limit=0)).total >= 0
    return jsonify({"ok": good}), 200 if good else 503
