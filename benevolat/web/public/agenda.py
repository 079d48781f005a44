"""View: a calendar behind a secret address, read by a telephone or a computer that nobody signed in."""

from flask import Response

from benevolat.candidatures import queries
from benevolat.candidatures.documents import calendar_of
from benevolat.web import limits
from benevolat.web.guard import SESSIONLESS, access, found

from . import blueprint

LONGEST_TOKEN = 64


@blueprint.get("/agenda/<token>.ics")
@access(SESSIONLESS)
def calendar(token: str) -> Response:
    """Answer the dates of a person, or of an association with the first names of who comes."""
    limits.check("calendar", token[:LONGEST_TOKEN])
    feed = found(queries.find_feed(token[:LONGEST_TOKEN]))
    body = calendar_of(queries.expected(feed), for_association=feed.association_id is not None)
    return Response(body, mimetype="text/calendar", headers={
        "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer",
    })
