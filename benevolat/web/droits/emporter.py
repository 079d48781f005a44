"""Views: one's data to take away, as a file for a computer and as a document to read; made on the spot, kept nowhere."""

import json
from typing import Any

from flask import Response, render_template
from flask_login import current_user

from benevolat.core import clock
from benevolat.droits import services
from benevolat.web import limits
from benevolat.web.guard import PERSON, access, without_cache

from . import blueprint


@blueprint.get("/emporter")
@access(PERSON)
def take() -> str:
    """Say what the two files hold, and give them."""
    return render_template("droits/take.html")


@blueprint.get("/emporter/mes-donnees.json")
@access(PERSON)
@without_cache
def take_file() -> Any:
    """Give everything as a file that another program reads."""
    limits.check("export", current_user.public_id)
    taken = services.export_person(current_user._get_current_object())
    return _answer(json.dumps(taken, ensure_ascii=False, indent=1).encode(), "application/json", "json")


@blueprint.get("/emporter/mes-donnees.pdf")
@access(PERSON)
@without_cache
def take_document() -> Any:
    """Give the same as a document to read."""
    limits.check("export", current_user.public_id)
    return _answer(services.export_document(current_user._get_current_object()).content, "application/pdf", "pdf")


def _answer(content: bytes, mimetype: str, ending: str) -> Response:
    name = f"mes-donnees-{clock.today()}.{ending}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
