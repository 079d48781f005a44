"""Views: the associations of the former site: who takes charge of their page, and the letter that asks."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from benevolat.associations.queries import FORMER_PAGE, former_associations
from benevolat.associations.services import invite_formers
from benevolat.web.forms import act
from benevolat.web.guard import ADMINISTRATEUR, access

from . import blueprint


@blueprint.get("/reprise/associations")
@access(ADMINISTRATEUR)
def former_hosts() -> Any:
    """List them, those that nobody takes charge of first."""
    text = request.args.get("page", "1")
    page = min(max(int(text), 1), 1000) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    rows, total, waiting = former_associations(page=page)
    return render_template(
        "administration/anciennes.html", rows=rows, total=total, waiting=waiting, page=page, pages=-(-total // FORMER_PAGE),
        page_address=lambda number: url_for("administration.former_hosts", page=number),
    )


@blueprint.post("/reprise/associations/inviter")
@access(ADMINISTRATEUR)
def invite_former_hosts() -> Any:
    """Write to those that are to be written to."""
    return act(
        lambda: invite_formers(by=current_user), then=lambda _done: url_for("administration.former_hosts"),
        said=lambda done: ngettext("%(num)d message est parti.", "%(num)d messages sont partis.", done or 0),
    )
