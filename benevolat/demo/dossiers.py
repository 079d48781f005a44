"""Loading of the demonstration above the RSA line: a file from NéoGestion that a référent brought; the next one is there to be tried."""

from functools import partial

from benevolat.core.table import read_table
from benevolat.dossiers import services
from benevolat.dossiers.models import Desk
from benevolat.dossiers.queries import read_file

from . import content
from .timeline import Timeline
from .world import World

BROUGHT, DAYS_AGO = "neogestion-octobre.csv", 12
"""« neogestion-novembre.csv », beside it, has a line of each kind: new, changed, the same, wrong, swapped."""


def plan(timeline: Timeline, world: World) -> None:
    """Plan the file that the first référent brought, whose people have not answered yet."""
    timeline.plan(DAYS_AGO, "09:15", partial(_bring, world, content.read("agents")["referents"][0]["email"]))


def _bring(world: World, email: str) -> None:
    referent = world.agents[email]
    table = read_table((content.DATA / BROUGHT).read_bytes())
    mapping = services.remember_titles(table.titles, desk=Desk.REFERENT, by=referent)
    services.confirm_columns(table.titles, mapping.columns, desk=Desk.REFERENT, by=referent)
    lines, problems = read_file(table, mapping.columns, Desk.REFERENT, referent)
    services.write_import(services.keep_lines(lines, problems, desk=Desk.REFERENT, by=referent), by=referent)
