"""Views: the associations that anybody may see, and the page of one."""

from flask import Response, render_template, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.absences import away_until
from benevolat.associations.openings import grouped
from benevolat.associations.queries import find_logo, lieux_of, logo_of, openings_of
from benevolat.candidatures import permissions, queries
from benevolat.candidatures.delays import answer_words
from benevolat.core.errors import InvalidInput
from benevolat.core.settings import config
from benevolat.exchange.documents import association_data
from benevolat.search.queries import associations as find_associations
from benevolat.search.queries import find_public_association, rows, search
from benevolat.search.request import SearchRequest
from benevolat.temoignages.queries import published_about
from benevolat.territoire.queries import around, resolve
from benevolat.web.guard import PUBLIC, SESSIONLESS, access, found

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
    hidden, door = queries.between(current_user, shown.id)
    page = max(1, request.args.get("page", 1, type=int))
    result = search(SearchRequest(association=shown.id, skip=(page - 1) * PAGE, limit=PAGE, counts=False))
    town = shown.commune.name.replace("'", "’") if shown.commune else None
    website = shown.website if shown.website and shown.website.startswith(("https://", "http://")) else None
    return render_template(
        "public/association.html", association=shown, missions=cards(rows(result.hits)), total=result.total, website=website,
        details=[{"label": _("Commune"), "value": town}, {"label": _("Réponse"), "value": answer_words(shown)}],
        openings=[each.words for each in grouped(openings_of(shown))], lieux=lieux_of(shown), logo=logo_of(shown), away=away_until(shown),
        hidden=hidden, door=door, can_hide=permissions.can_hide_host(current_user, shown) and not hidden,
        page=page, pages=max(1, -(-result.total // PAGE)),
        page_address=lambda number: url_for("public.association", public_id=public_id, page=number),
        temoignages=published_about(shown.id), linked=association_data(shown, base=config("BASE_URL")),
        address=whole_address("public.association", public_id=public_id),
    )


@blueprint.get("/associations/<public_id>/logo/<digest>.webp")
@access(SESSIONLESS)
def association_logo(public_id: str, digest: str) -> Response:
    """Give a logo under the name of its content: it never changes, so that it may be kept for ever; it can do nothing but be seen."""
    answer = Response(found(find_logo(public_id, digest)), mimetype="image/webp")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
