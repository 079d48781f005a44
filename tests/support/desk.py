"""What waits at the desk for somebody, as tests ask it."""

from datetime import datetime
from typing import Any

from benevolat.moderation.models import Noun
from benevolat.moderation.queries import queue_of


def waiting(noun: Noun, user: Any) -> dict[int, datetime]:
    """Return the row numbers that wait for a modérateur, in their order, with the moment each began to wait."""
    return {each.object_id: each.since for each in queue_of(noun, user).rows}
