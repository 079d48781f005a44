"""The addresses of the site for search engines (sitemaps.org), in files of at most fifty thousand under one index."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element

from benevolat.core import clock

from .xml import add, written

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000


def sitemap(addresses: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Return a file of addresses, each with the day it last changed when that is known."""
    root = Element("urlset", {"xmlns": NAMESPACE})
    for address, changed in addresses:
        node = add(root, "url")
        add(node, "loc", address)
        if changed is not None:
            add(node, "lastmod", clock.local(changed).date().isoformat())
    return written(root)


def sitemap_index(addresses: Iterable[str]) -> bytes:
    """Return the index of several such files."""
    root = Element("sitemapindex", {"xmlns": NAMESPACE})
    for address in addresses:
        add(add(root, "sitemap"), "loc", address)
    return written(root)
