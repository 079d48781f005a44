"""Views: the associations that anybody may see, and the page of one."""

from flask import render_template, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from benevolat.core.errors import InvalidInput
from benevolat.core.settings import config
from benevolat.exchange.documents import association_data
from benevolat.search.queries import associations as find_associations
from benevolat.search.queries import find_public_association, rows, search
from benevolat.search.request import MOST, SearchRequest
from benevolat.temoignages.queries import published_about
from benevolat.territoire.queries import around, resolve
from benevolat.web.guard import PUBLIC, access, found

from . import blueprint
from .asked import Known, read
from .cards import cards
from .documents import whole_address

PAGE = 20


def _communes(lieu: str) -> tuple[set[str] | None, str]:
    """Return the communes where to look, None for everywhere, and the sentence that says why not."""
    if not lieu:
        return None, ""
    try:
        places = resolve(lieu).places
    except InvalidInput as error:
        return None, str(error)
    if any(each.is_area for each in places):
        return None, ""
    near = {each.commune_code for place in places for each in (place, *around(place))}
    return {code for code in near if code}, ""


@blueprint.get("/associations")
@access(PUBLIC)
def associations() -> str:
    """List the verified associations, by name and around a commune."""
    asked = read(request.args, Known())
    communes, error = _communes(asked.lieu)
    shown, total = find_associations(asked.q, communes, skip=(asked.page - 1) * PAGE, limit=PAGE)
    return render_template(
        "public/associations.html", asked=asked, place_error=error, page=asked.page, pages=max(1, -(-total // PAGE)),
        title=ngettext("%(count)s association", "%(count)s associations", total, count=format_decimal(total)) if total else "",
        shown=shown, page_address=lambda page: url_for("public.associations", q=asked.q or None, lieu=asked.lieu or None, page=page),
    )


@blueprint.get("/associations/<public_id>")
@access(PUBLIC)
def association(public_id: str) -> str:
    """Show one association and its missions."""
    shown = found(find_public_association(public_id))
    result = search(SearchRequest(association=shown.id, limit=MOST))
    town = shown.commune.name.replace("'", "’") if shown.commune else None
    website = shown.website if shown.website and shown.website.startswith(("https://", "http://")) else None
    return render_template(
        "public/association.html", association=shown, missions=cards(rows(result.hits)), total=result.total, website=website,
        details=[{"label": _("Commune"), "value": town}, {"label": _("Ouverture"), "value": shown.opening_hours}],
        temoignages=published_about(shown.id), linked=association_data(shown, base=config("BASE_URL")),
        address=whole_address("public.association", public_id=public_id),
    )
