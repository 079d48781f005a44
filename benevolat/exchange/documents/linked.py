"""Public facts as schema.org says them, for search engines: a mission, an association.

A mission with dates is an Event. One that comes back is a JobPosting whose kind is VOLUNTEER: the vocabulary has no other noun for a
place that waits for somebody, and it says at once that it is no paid post.
"""

from datetime import datetime
from typing import Any

from benevolat.associations.models import Association, Lieu
from benevolat.associations.openings import grouped
from benevolat.associations.queries import lieux_of, logo_of, openings_of
from benevolat.core import clock
from benevolat.missions.models import Creneau, Mission, MissionKind, Recruitment, Where
from benevolat.missions.words import coming
from benevolat.territoire.queries import commune_place

CONTEXT = "https://schema.org"
MOST_DATES = 20


def association_data(association: Association, *, base: str) -> dict[str, Any]:
    """Return an association as an NGO, with the places where it receives."""
    data = _host(association, base)
    places = [*data.get("location", ()), *(_lieu(each) for each in lieux_of(association))]
    return {"@context": CONTEXT, **data, **({"location": places} if places else {})}


def mission_data(mission: Mission, *, base: str) -> dict[str, Any] | None:
    """Return a mission as schema.org says it, or None once it takes nobody."""
    if mission.recruitment is Recruitment.CLOSED:
        return None
    address, host = f"{base}/missions/{mission.public_id}", _host(mission.association, base)
    if mission.kind is MissionKind.DATED:
        events = [_event(mission, slot, address, host) for slot in coming(mission)[:MOST_DATES]]
        return {"@context": CONTEXT, **events[0]} if len(events) == 1 else {"@context": CONTEXT, "@graph": events}
    return {"@context": CONTEXT, **_posting(mission, address, host)}


def _event(mission: Mission, slot: Creneau, address: str, host: dict[str, Any]) -> dict[str, Any]:
    modes = {Where.ON_SITE: "Offline", Where.REMOTE: "Online", Where.BOTH: "Mixed"}
    places: list[dict[str, Any]] = [each for each in (_place(mission), _online(mission, address)) if each is not None]
    return {
        "@type": "Event", "@id": f"{address}#{slot.public_id}", "name": mission.title, "description": mission.description, "url": address,
        "startDate": _moment(slot.starts_at), "endDate": _moment(slot.ends_at),
        "eventStatus": f"{CONTEXT}/EventScheduled", "eventAttendanceMode": f"{CONTEXT}/{modes[mission.where]}EventAttendanceMode",
        "isAccessibleForFree": True, "maximumAttendeeCapacity": slot.places, "remainingAttendeeCapacity": max(0, slot.places_left),
        "location": places[0] if len(places) == 1 else places, "organizer": host, "inLanguage": "fr",
    }


def _moment(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def _posting(mission: Mission, address: str, host: dict[str, Any]) -> dict[str, Any]:
    remote = {
        "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"@type": "Country", "name": "France"},
    } if mission.where is Where.REMOTE else {}
    place = _place(mission)
    optional = {
        "jobLocation": place, "validThrough": mission.ends_on.isoformat() if mission.ends_on else None,
        "totalJobOpenings": mission.places, "workHours": mission.schedule,
        "jobStartDate": mission.starts_on.isoformat() if mission.starts_on else None,
    }
    return {
        "@type": "JobPosting", "@id": address, "title": mission.title, "description": mission.description, "url": address,
        "employmentType": "VOLUNTEER", "datePosted": clock.local(mission.published_at or mission.created_at).date().isoformat(),
        "hiringOrganization": host, "directApply": mission.application_url is None,
        **{name: value for name, value in optional.items() if value is not None}, **remote,
    }


def _host(association: Association, base: str) -> dict[str, Any]:
    """Return an association as a public page shows it: its commune and not its street, its numbers, its own site, its logo, its hours.

    Hours are a place's in that vocabulary, not an organisation's: they stand on where the association is.
    """
    address = f"{base}/associations/{association.public_id}"
    numbers = (("RNA", association.rna), ("SIREN", association.siren))
    site = association.website if association.website and association.website.startswith(("https://", "http://")) else None
    town = _postal(association.commune_code, None) if association.commune is not None else None
    hours = [line for each in grouped(openings_of(association)) for line in each.schema]
    optional = {
        "description": association.description or None, "sameAs": site, "address": town, "logo": _logo(association, address),
        "location": [{
            "@type": "Place", "name": association.name, **({"address": town} if town else {}), "openingHoursSpecification": hours,
        }] if hours else None,
    }
    return {
        "@type": "NGO", "@id": address, "name": association.name, "url": address,
        "identifier": [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in numbers if value],
        **{name: value for name, value in optional.items() if value is not None},
    }


def _logo(association: Association, address: str) -> dict[str, Any] | None:
    logo = logo_of(association)
    if logo is None:
        return None
    return {
        "@type": "ImageObject", "url": f"{address}/logo/{logo.digest}.webp", "caption": logo.alt, "width": logo.width,
        "height": logo.height,
    }


def _lieu(lieu: Lieu) -> dict[str, Any]:
    return {"@type": "Place", "name": lieu.name, "address": _postal(lieu.commune_code, lieu.address)}


def _online(mission: Mission, address: str) -> dict[str, Any] | None:
    return {"@type": "VirtualLocation", "url": address} if mission.where is not Where.ON_SITE else None


def _place(mission: Mission) -> dict[str, Any] | None:
    """Return where it takes place: the street and the exact point only when they are public."""
    commune = mission.commune
    if mission.where is Where.REMOTE or commune is None:
        return None
    shown = mission.address_public and mission.lat is not None
    lat, lon = (mission.lat, mission.lon) if shown else (commune.lat, commune.lon)
    return {
        "@type": "Place", "name": commune.name, "address": _postal(commune.code, mission.address if mission.address_public else None),
        "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
    }


def _postal(code: str | None, street: str | None) -> dict[str, Any]:
    place = commune_place(code or "")
    optional = {
        "addressLocality": place.name if place else None, "postalCode": place.postal_codes[0] if place and place.postal_codes else None,
        "streetAddress": street,
    }
    return {"@type": "PostalAddress", "addressCountry": "FR", **{name: value for name, value in optional.items() if value}}
