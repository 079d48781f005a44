"""`flask journal verify`: say whether anybody touched the journal."""

import click

from .chain import seal_waiting
from .verifying import verify


@click.group("journal")
def journal() -> None:
    """Who read or decided what about a person."""


@journal.command("verify")
def verify_chain() -> None:
    """Seal what waits, read the whole chain again; leave with 1 when a line was changed, taken out, put in or moved."""
    seal_waiting()
    verdict = verify()
    click.echo(f"{verdict.verified} lignes vérifiées")
    if verdict.broken:
        click.echo(f"Rompu à la position {verdict.position} : {verdict.broken}")
        raise click.exceptions.Exit(1)
