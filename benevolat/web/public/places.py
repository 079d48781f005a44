"""Views: suggestions of places while one types."""

from flask import Response, jsonify, request

from benevolat.territoire.queries import suggest
from benevolat.web.guard import PUBLIC, access

from . import blueprint


@blueprint.get("/lieux")
@access(PUBLIC)
def places() -> Response:
    """Answer the labels of the places that begin with `q`; the same for everybody, so kept an hour by caches."""
    found = suggest(request.args.get("q", "").strip())
    answer = jsonify({"lieux": [{"label": each.label, "kind": each.kind.value} for each in found]})
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
