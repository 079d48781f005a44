"""What moves by itself: an attestation left without an answer for twenty-one days stands, and its skills enter the passeport."""

from datetime import timedelta
from typing import Any

from benevolat.core.jobs import Handler, Periodic
from benevolat.engagements.queries import silent_volunteers

from . import services


def stand_bilans(_payload: dict[str, Any]) -> None:
    """Let every bilan stand whose time to answer is over."""
    for each in silent_volunteers():
        services.stand_bilan(each)


HANDLERS: dict[str, Handler] = {"passeport.stand_bilans": stand_bilans}
PERIODIC = (Periodic("passeport.stand_bilans", timedelta(hours=6)),)
