"""What of a mission the partners' format has no field for: in its free field `metadata`, so that our feed gives the same missions back."""

from typing import Any

from benevolat.core import clock
from benevolat.missions.models import Mission

KEY = "isere-benevolat"
FLAGS = {
    "costsRefunded": "costs_refunded", "childrenWelcome": "children_welcome", "mealOffered": "meal_offered",
    "accompaniedStart": "accompanied_start",
}


def own_facts(mission: Mission) -> dict[str, Any]:
    """Return the public facts of a mission that only this site writes: its days, its slots to come, what it offers and asks."""
    now = clock.now()
    return {KEY: {
        "kind": mission.kind.value, "halfDays": mission.half_days, "hoursPerWeek": mission.hours_per_week,
        "schedule": mission.schedule, "places": mission.places, "startsOn": mission.starts_on.isoformat() if mission.starts_on else None,
        "endsOn": mission.ends_on.isoformat() if mission.ends_on else None, "busLine": mission.bus_line,
        "frenchLevel": mission.french_level.value, "setting": mission.setting.value,
        "slots": [
            {"startAt": each.starts_at.isoformat(), "endAt": each.ends_at.isoformat(), "places": each.places}
            for each in mission.creneaux if each.starts_at > now and not each.cancelled
        ],
        **{name: getattr(mission, column) for name, column in FLAGS.items()},
    }}
