"""View: who read one's data, when and why."""

from flask import render_template, request, url_for
from flask_login import current_user

from benevolat.droits.queries import readings_of
from benevolat.web.guard import PERSON, access, without_cache

from . import blueprint


@blueprint.get("/lectures")
@access(PERSON)
@without_cache
def readings() -> str:
    """Show the journal of one's own data, the newest first."""
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "droits/readings.html", found=readings_of(current_user, page=page), page=page,
        page_address=lambda number: url_for("droits.readings", page=number),
    )
