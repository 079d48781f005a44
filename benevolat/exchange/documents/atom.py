"""News of missions as Atom (RFC 4287), for whoever follows them in a reader."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from benevolat.core import clock
from benevolat.missions.models import Mission
from benevolat.missions.words import when_words, where_words

from .xml import add, written

ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(missions: Sequence[Mission], *, title: str, base: str, page: str, own: str) -> bytes:
    """Return the feed of these missions, newest first; `page` is where people read the same, `own` the feed's address."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "fr"})
    add(root, "id", own)
    add(root, "title", title)
    add(root, "updated", max((each.updated_at for each in missions), default=clock.paris(2026, 1, 1)).isoformat())
    add(root, "link", rel="alternate", type="text/html", href=page)
    add(root, "link", rel="self", type="application/atom+xml", href=own)
    add(add(root, "author"), "name", "Isère bénévolat")
    for mission in missions:
        _entry(add(root, "entry"), mission, f"{base}/missions/{mission.public_id}")
    return written(root)


def _entry(node: Element, mission: Mission, address: str) -> None:
    add(node, "id", address)
    add(node, "title", mission.title)
    add(node, "link", rel="alternate", type="text/html", href=address)
    add(node, "published", (mission.published_at or mission.created_at).isoformat())
    add(node, "updated", max(mission.updated_at, mission.published_at or mission.updated_at).isoformat())
    add(add(node, "author"), "name", mission.association.name)
    if mission.domaine is not None:
        add(node, "category", term=mission.domaine.code, label=mission.domaine.label)
    where, when = where_words(mission), when_words(mission)
    add(node, "summary", f"{where[:1].upper()}{where[1:]}, {when}. {mission.description}", type="text")
