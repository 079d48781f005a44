"""Where the demonstration's visitors are met in each territory, and its news, as a pilote writes them."""

from datetime import timedelta
from typing import Any

from benevolat.antennes.models import NewsKind
from benevolat.antennes.services import write_antenne, write_nouvelle
from benevolat.core import clock

from . import content
from .world import World


def write_antennes(world: World) -> None:
    """Write every place and every piece of news."""
    pilote = world.agents[content.read("agents")["pilotes"][0]["email"]]
    texts = content.read("antennes")
    for each in texts["antennes"]:
        write_antenne(None, by=pilote, territoire_code=each["territoire"], name=each["name"], address=each["address"],
                      commune_code=each["commune"], phone=each["phone"], email=each["email"], hours=each["hours"])
    for each in texts["nouvelles"]:
        _say(pilote, each)


def _say(pilote: Any, text: dict[str, Any]) -> None:
    write_nouvelle(
        by=pilote, territoire_code=text["territoire"], kind=NewsKind(text["kind"]), title=text["title"], words=text["words"],
        day=clock.today() - timedelta(days=text["days_ago"]),
    )
