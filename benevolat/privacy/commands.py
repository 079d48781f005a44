"""`flask privacy`: what is too old, and those who are gone after a backup was restored."""

from pathlib import Path

import click
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core.db import db, transaction

from . import services
from .errors import AloneToAdminister
from .register import BY_KEY
from .services.erasing import quieten


@click.group("privacy")
def privacy() -> None:
    """What is kept of persons, and until when."""


@privacy.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what is due; touch nothing.")
def retention(dry_run: bool) -> None:
    """Erase what is too old, treatment by treatment, and say how many rows."""
    if dry_run:
        counted = [(line, line.count()) for line in services.LINES]
        db.session.rollback()
    else:
        with transaction():
            counted = services.retain()
        services.sink()
    for line, number in counted:
        click.echo(f"{number:>6}  {BY_KEY[line.treatment].title} : {line.label}")
    click.echo("Rien n’a été touché." if dry_run else "C’est fait.")


@privacy.command("replay-erasures")
@click.option("--file", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Instead of the instance's own.")
def replay_erasures(path: Path | None) -> None:
    """Erase again, after a backup was restored, those who had been erased since it was made; nobody is told twice."""
    again = 0
    for public_id in services.read_tombstones(path):
        with transaction():
            user = db.session.scalar(sa.select(User).where(User.public_id == public_id, User.erased_at.is_(None)))
            if user is None:
                continue
            try:
                services.erase_again(user)
            except AloneToAdminister:
                raise click.ClickException(f"{public_id} : seul à administrer une association. Suspendez-la, puis recommencez.") from None
            quieten(public_id)
            again += 1
    if services.sink() is None:
        raise click.ClickException("La base est lue en ce moment. Arrêtez le site, puis recommencez.")
    click.echo(f"{again} comptes effacés de nouveau")
