"""The feed that API Engagement reads: `<source>` and one `<mission>` for each, under its field names."""

import html
import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element

from benevolat.core import clock
from benevolat.missions.models import Mission

from ..queries import as_partner_reads
from ..rules import one_line
from .own import own_facts
from .xml import add, written

NAME = "Isère bénévolat"
COUNTRY, REGION = "FR", "Auvergne-Rhône-Alpes"
DEPARTMENTS = {
    "01": "Ain", "05": "Hautes-Alpes", "07": "Ardèche", "26": "Drôme", "38": "Isère", "42": "Loire", "69": "Rhône", "73": "Savoie",
}
SAME = (
    "startAt", "endAt", "domain", "schedule", "places", "remote", "openToMinors", "reducedMobilityAccessible", "closeToTransport",
    "organizationClientId", "organizationName", "organizationRNA", "organizationSiren",
)
"""What is written as it is, when it is known."""


def missions_feed(missions: Sequence[Mission], *, base: str) -> bytes:
    """Return the feed of these missions; `base` is the site's address. The same missions always give the same bytes."""
    root = Element("source")
    add(root, "publisher", NAME)
    add(root, "publisherurl", base)
    last = max((each.updated_at for each in missions), default=None)
    add(root, "lastBuildDate", format_datetime(last) if last else None)
    for each in missions:
        _mission(add(root, "mission"), each, base)
    return written(root)


def _mission(node: Element, mission: Mission, base: str) -> None:
    facts = as_partner_reads(mission)
    host = mission.association
    add(node, "title", _as_html(one_line(mission.title)))
    add(node, "description", _paragraphs(mission.description))
    add(node, "clientId", mission.public_id)
    add(node, "applicationUrl", f"{base}/missions/{mission.public_id}")
    add(node, "postedAt", _moment(mission.published_at))
    for name in SAME:
        if facts[name] is not None:
            add(node, name, facts[name])
    for activity in facts["activities"]:
        add(node, "activity", activity)
    _values(node, "softSkills", facts["softSkills"])
    addresses = add(node, "addresses")
    for each in facts["addresses"]:
        _address(add(addresses, "address"), each, mission)
    add(node, "organizationUrl", f"{base}/associations/{host.public_id}")
    add(node, "organizationDescription", _paragraphs(host.description) or None)
    add(node, "organizationStatusJuridique", "Association")
    add(node, "metadata", json.dumps(own_facts(mission), ensure_ascii=False, separators=(",", ":")))


def _address(node: Element, address: dict[str, Any], mission: Mission) -> None:
    department = (mission.commune_code or "")[:2]
    known = {"departmentCode": department, "departmentName": DEPARTMENTS[department]} if department in DEPARTMENTS else {}
    region = REGION if department != "05" else "Provence-Alpes-Côte d’Azur"
    said = {key: address[key] for key in ("street", "postalCode", "city")}
    for name, value in {**said, **known, "region": region, "country": COUNTRY}.items():
        if value is not None:
            add(node, name, value)
    location = add(node, "location")
    add(location, "lat", address["location"]["lat"])
    add(location, "lon", address["location"]["lon"])


def _values(node: Element, name: str, values: Sequence[str]) -> None:
    """Write a list: a text with commas would be cut, and a skill may hold one."""
    if values:
        parent = add(node, name)
        for each in values:
            add(parent, "value", each)


def _as_html(text: str) -> str:
    """Return a text as the HTML that the reader takes titles and descriptions for: « < » stays a « < »."""
    return html.escape(text, quote=False)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_as_html(each.strip())}</p>" for each in text.splitlines() if each.strip())


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None
