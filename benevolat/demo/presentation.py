"""How some associations of the demonstration show themselves: a drawn logo, places, opening hours, an absence, a member with one right."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from benevolat.associations import services
from benevolat.associations.models import Right
from benevolat.associations.queries import team_of
from benevolat.core import clock

from . import content
from .world import World, put_letters_away

SIDE = 640
SHAPES = {
    "bowl": (((60, 250, 580, 590), 0, 180), ((250, 90, 390, 230), 0, 360)),
    "loop": (((120, 80, 520, 560), 0, 360), ((300, 500, 620, 700), 180, 270)),
    "wheel": (((60, 60, 580, 580), 0, 360), ((270, 270, 370, 370), 0, 360)),
}
"""Three drawings of two strokes: a bowl and its steam, a loop of thread, a wheel."""


def draw(shape: str, paper: str, ink: str) -> bytes:
    """Return an invented logo as a PNG."""
    picture = Image.new("RGB", (SIDE, SIDE), paper)
    pen = ImageDraw.Draw(picture)
    for box, start, end in SHAPES[shape]:
        pen.arc(box, start, end, fill=ink, width=44)
    if shape == "bowl":
        pen.line((60, 420, 580, 420), fill=ink, width=44)
    sent = io.BytesIO()
    picture.save(sent, "PNG")
    return sent.getvalue()


def present_everything(world: World) -> None:
    """Trust who is trusted, once its first missions were read, and show what the texts say in the name of each administrator."""
    texts = content.read("presentation")
    with clock.frozen(clock.now() - timedelta(days=1)):
        for each in content.read("associations"):
            if each["trusted"]:
                services.set_trusted(
                    world.associations[each["key"]], True, by=world.moderateur(each["commune"]), reason=texts["trust_reason"]
                )
    for text in texts["associations"]:
        _present(world, text)
    put_letters_away()


def _present(world: World, text: dict[str, Any]) -> None:
    host, by, today = world.associations[text["association"]], world.member(text["association"]), clock.today()
    if text["logo"] is not None:
        logo = text["logo"]
        services.put_logo(host, draw(logo["shape"], logo["paper"], logo["ink"]), alt=logo["alt"], by=by)
    for each in text["openings"]:
        services.open_on(host, each["days"], each["opens"], each["closes"], by=by)
    if text["openings"]:
        services.edit_association(host, by=by, opening_hours=text["opening_note"])
    for each in text["lieux"]:
        services.add_lieu(
            host, by=by, name=each["name"], address=each["address"], commune_code=each["commune"], directions=each["directions"],
            wheelchair=each["wheelchair"],
        )
    for each in text["absences"]:
        services.announce_absence(
            host, by=by, first_day=today + timedelta(days=each["in"]), last_day=today + timedelta(days=each["until"])
        )
    for each in text["work"]:
        member = next(one for one in team_of(host) if one.user.first_name == each["member"])
        services.set_work(
            member, rights=[Right(right) for right in each["rights"]], may_sign=each["signs"], function=each["function"], by=by  # type: ignore[call-arg]
        )
