"""Views: what other software follows: the feed of partners, the news as Atom, the map of the site. The same for everybody."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from benevolat.core.settings import config
from benevolat.exchange.documents import atom_feed, sitemap, sitemap_index
from benevolat.exchange.documents.sitemap import MOST
from benevolat.exchange.queries import count_public_addresses, in_order, public_addresses
from benevolat.exchange.services import read_feed
from benevolat.search.queries import search
from benevolat.search.request import Sort
from benevolat.web.guard import SESSIONLESS, access, found

from . import blueprint
from .asked import known_values, read
from .documents import whole_address
from .results import Results

NEWS = 50
FIXED = ("/", "/missions", "/associations", "/comment-ca-marche", "/aide", "/temoignages", "/verifier", "/integrer", "/api")
"""The pages that every visitor may need."""


def for_software(content: bytes, mimetype: str, *, minutes: int) -> Response:
    """Return what any software of any site may read and keep for some minutes, with what tells this content from another."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = f"public, max-age={60 * minutes}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/flux/missions.xml")
@access(SESSIONLESS)
def partners_feed() -> Response:
    """Answer the missions of the site in API Engagement's format; 304 to whoever has them already."""
    feed = read_feed()
    compressed = request.accept_encodings["gzip"] > 0
    answer = for_software(feed.compressed if compressed else gzip.decompress(feed.compressed), "application/xml", minutes=10)
    if compressed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.set_etag(feed.tag, weak=True)
    if feed.since is not None:
        answer.last_modified = feed.since
    return answer.make_conditional(request)


@blueprint.get("/missions.atom")
@access(SESSIONLESS)
def news() -> Any:
    """Answer the newest missions that an address of the page of missions asks for, as Atom."""
    known = known_values()
    results = Results(replace(read(request.args, known), tri="recentes", page=1), known)
    found = search(replace(results.question, sort=Sort.NEWEST, skip=0, limit=NEWS, counts=False))
    asked = replace(results.asked, tri="")
    words, base = ", ".join(each["label"] for each in results.chips()), str(config("BASE_URL"))
    content = atom_feed(
        in_order(found.hits[:found.whole]), title=f"Isère bénévolat : {words or _('nouvelles missions')}", base=base,
        page=base + asked.address(), own=base + asked.address("public.news"),
    )
    answer = for_software(content, "application/atom+xml", minutes=10)
    answer.add_etag(weak=True)
    return answer.make_conditional(request)


@blueprint.get("/sitemap.xml")
@access(SESSIONLESS)
def site_map() -> Response:
    """Answer the addresses of the site, or the index of the files that hold them when they are too many for one."""
    total = count_public_addresses()
    if total + len(FIXED) <= MOST:
        return for_software(sitemap(_addresses(0)), "application/xml", minutes=60)
    files = range(-(-total // (MOST - len(FIXED))))
    return for_software(sitemap_index(whole_address("public.site_map_part", number=n) for n in files), "application/xml", minutes=60)


@blueprint.get("/sitemap-<int:number>.xml")
@access(SESSIONLESS)
def site_map_part(number: int) -> Response:
    """Answer one of several files of addresses."""
    found(True if 0 <= number * (MOST - len(FIXED)) < count_public_addresses() else None)
    return for_software(sitemap(_addresses(number)), "application/xml", minutes=60)


def _addresses(number: int) -> Iterator[tuple[str, datetime | None]]:
    """Give the addresses of a file: the fixed pages in the first, then missions and associations."""
    base, size = str(config("BASE_URL")), MOST - len(FIXED)
    for page in FIXED if number == 0 else ():
        yield base + page, None
    for room, public_id, changed in public_addresses(number * size, size):
        yield f"{base}/{room}/{public_id}", changed
