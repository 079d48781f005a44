"""`flask search`: make the text index again."""

from pathlib import Path

import click
from whoosh.index import LockError

from benevolat.core.settings import config

from . import indexing


@click.group("search")
def search() -> None:
    """The text index, which is derived from the database."""


@search.command("rebuild")
@click.option("--if-needed", is_flag=True, help="Only when it does not hold exactly what is published.")
def rebuild(if_needed: bool) -> None:
    """Write the whole index again; searches go on meanwhile."""
    folder = Path(config("INDEX_DIR"))
    if if_needed and indexing.is_current(folder):
        click.echo("Index à jour")
        return
    try:
        count = indexing.rebuild(folder)
    except LockError:
        raise click.ClickException("Un autre programme écrit l’index en ce moment. Réessayez dans une minute.") from None
    click.echo(f"Index refait : {count} missions")
