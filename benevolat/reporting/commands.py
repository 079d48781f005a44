"""Commands of the figures."""

import click

from benevolat.core.db import transaction
from benevolat.search import unmet

from . import services


@click.group("stats")
def stats() -> None:
    """Figures in groups of five persons or more."""


@stats.command("write")
def write() -> None:
    """Write what is due, then the public file; running it again changes nothing."""
    with transaction():
        unmet.fold()
        written = services.close_quarters()
        path = services.keep_public_figures()
    click.echo(f"{written} séries écrites, chiffres publics : {path.name}")
