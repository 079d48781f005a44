"""The rows that components/card.html shows, from what the search read."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from benevolat.missions.models import MissionKind
from benevolat.missions.words import dated_words, regular_words
from benevolat.search.extracts import Explanation
from benevolat.search.queries import MissionRow

NO_WORDS = Explanation()


def card(row: MissionRow, why: Explanation = NO_WORDS) -> dict[str, Any]:
    """Return one mission as its card shows it; `why` is what of the words asked for it holds."""
    if row.kind is MissionKind.DATED:
        start, end = row.next_slot if row.next_slot else (None, None)
        when = dated_words(start, end, row.other_slots)
    else:
        when = regular_words(row.half_days, row.hours_per_week, row.schedule)
    return {
        "public_id": row.public_id, "url": url_for("public.mission", public_id=row.public_id),
        "title": row.title, "association_name": row.association_name,
        "commune_name": row.commune_name, "distance_km": row.distance_km, "when_words": when, "remote": row.remote, "by_bus": row.by_bus,
        "costs_refunded": row.costs_refunded, "places_left": row.places_left, "full": row.full, "domaine": row.domaine,
        "newness": row.newness, "reasons": why.reasons, "title_parts": why.title, "extract": why.extract,
    }


def cards(rows: list[MissionRow], why: Mapping[int, Explanation] | None = None) -> list[dict[str, Any]]:
    """Return missions as their cards show them, in their order."""
    return [card(each, (why or {}).get(each.id, NO_WORDS)) for each in rows]
