"""API Engagement as its documentation and its public code describe it, played again: how it reads a feed, and what it refuses.

Written from the documented fields, not from our own rules: it reads the XML, decodes the title, turns the description into text, then
judges each mission by the first rule it breaks.
"""

import html
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from benevolat.core.settings import ROOT

DOMAINS = {
    "animaux", "autre", "batiment-industrie-logistique", "benevolat-competences", "communication", "culture-loisirs", "education", "emploi",
    "environnement", "gestion-finance-droit", "humanitaire", "memoire-et-citoyennete", "numerique", "prevention-protection", "recherche",
    "sante", "service-public-defense-securite", "sport", "solidarite-insertion", "vivre-ensemble",
}
TEXTS = {
    "title", "description", "clientId", "applicationUrl", "domain", "activity", "schedule", "organizationName", "organizationRNA",
    "organizationSiren", "organizationUrl", "organizationDescription", "organizationClientId", "organizationStatusJuridique", "metadata",
}
DATES, FLAGS = {"postedAt", "startAt", "endAt"}, {"reducedMobilityAccessible", "closeToTransport", "openToMinors"}
KNOWN = TEXTS | DATES | FLAGS | {"softSkills", "remote", "places", "addresses"}
ADDRESS = {"street", "postalCode", "city", "departmentCode", "departmentName", "region", "country", "location"}


def read(feed: bytes) -> list[Any]:
    """Return the missions of a feed, the second of two with one clientId left out, as the partner does; fail on what no parser takes."""
    root = etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == "source"
    found = {each.findtext("clientId"): each for each in reversed(root.findall("mission"))}
    return [each for each in root.findall("mission") if found.get(each.findtext("clientId")) is each]


def shape_faults(mission: Any) -> list[str]:
    """Return what is not in the documented fields, or not in their documented form."""
    faults = [f"unknown field {each.tag}" for each in mission if each.tag not in KNOWN]
    faults += [f"{each.tag} twice" for each in mission if len(mission.findall(each.tag)) > 1]
    faults += [f"{name} is not yes or no" for name in FLAGS if mission.findtext(name, "no") not in {"yes", "no"}]
    for name in DATES:
        try:
            datetime.fromisoformat(mission.findtext(name) or "2026-01-01")
        except ValueError:
            faults.append(f"{name} is no date")
    for address in mission.findall("addresses/address"):
        faults += [f"unknown {each.tag} in an address" for each in address if each.tag not in ADDRESS]
        if address.findtext("country") != "FR" or not re.fullmatch(r"\d{5}", address.findtext("postalCode", "")):
            faults.append("an address without its country or its five digits")
        lat, lon = float(address.findtext("location/lat", "0")), float(address.findtext("location/lon", "0"))
        if not (40 < lat < 52 and -6 < lon < 10):
            faults.append("a point outside France")
    return faults


def refusal(mission: Any) -> str:
    """Return why the partner refuses a mission, empty when it takes it."""
    title, source = html.unescape(mission.findtext("title", "")).strip(), html.unescape(mission.findtext("description", ""))
    description = html.unescape(re.sub(r"</?[a-z][^>]*>", "\n", source)).strip()
    places, domain = mission.findtext("places"), mission.findtext("domain", "")
    rules = (
        (not title, "Titre manquant"), ("&#" in title, "Problème d'encodage dans le titre"),
        (len(title.split(" ")) == 1, "Le titre est trop court (1 seul mot)"), (not mission.findtext("clientId"), "ClientId manquant"),
        (not description, "Description manquante"), ("&#" in description, "Problème d'encodage dans la description"),
        (len(description) > 20_000, "La description est trop longue"), (not mission.findtext("applicationUrl"), "URL manquante"),
        (mission.findtext("remote", "no") not in {"no", "possible", "full"}, "Valeur remote non valide"),
        (places is not None and not int(places) > 0, "Nombre de places invalide"),
        (bool(domain) and domain not in DOMAINS, "Domaine non valide"),
        ("&#" in mission.findtext("organizationName", ""), "Problème d'encodage dans le nom de l'organisation"),
    )
    return next((said for broken, said in rules if broken), "")


def our_domains() -> list[Any]:
    """Return the domains that come with the code."""
    path: Path = ROOT / "benevolat" / "competences" / "data" / "domaines.json"
    return list(json.loads(path.read_text(encoding="utf-8")))
