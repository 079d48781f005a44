"""Missions as GeoJSON (RFC 7946)."""

from typing import Any


def feature_collection(missions: list[dict[str, Any]], total: int) -> dict[str, Any]:
    """Return missions, told as partners read them, as features; one that is done from home has no geometry."""
    return {
        "type": "FeatureCollection", "numberMatched": total, "numberReturned": len(missions),
        "features": [_feature(each) for each in missions],
    }


def _feature(mission: dict[str, Any]) -> dict[str, Any]:
    points = [[each["location"]["lon"], each["location"]["lat"]] for each in mission["addresses"]]
    return {
        "type": "Feature", "id": mission["id"], "geometry": {"type": "Point", "coordinates": points[0]} if points else None,
        "properties": mission,
    }
