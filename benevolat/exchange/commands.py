"""`flask missions import FILE` takes missions from a partner's file; `flask exchange check` says which of ours a partner would refuse."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from whoosh.index import LockError

from benevolat.core.db import transaction
from benevolat.core.mail import link
from benevolat.core.settings import config
from benevolat.search.indexing import BATCH as INDEX_BATCH
from benevolat.search.indexing import fold

from .documents import missions_feed
from .errors import RefusedEntry, UnreadableFile
from .queries import shared_missions
from .services import Entry, Outcome, Refusal, read_entries, read_file, write_entry
from .services.values import vocabulary

BATCH = 50
"""Missions written in one transaction: short enough for the site to go on writing, each mission whole in it."""


@click.group("missions")
def missions() -> None:
    """Missions of partners."""


@missions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish at once instead of waiting for a modérateur.")
@click.option("--publisher", default="import", show_default=True, help="Who sends: clientId is known within it.")
def import_missions(file: Path, publish: bool, publisher: str) -> None:
    """Take the missions of FILE (API Engagement's XML or JSON); running it again changes nothing."""
    try:
        raw = read_file(file)
    except UnreadableFile as unreadable:
        raise click.ClickException(str(unreadable)) from None
    refused: list[Refusal] = []
    counts: Counter[Outcome] = Counter()
    with click.progressbar(length=len(raw), label="Import") as bar:
        entries = list(read_entries(raw, vocabulary()))
        refused += [each for each in entries if isinstance(each, Refusal)]
        bar.update(len(refused))
        accepted = [each for each in entries if isinstance(each, Entry)]
        numbers = {each.client_id for each in accepted}
        for first in range(0, len(accepted), BATCH):
            write = partial(write_entry, publisher=publisher[:80], publish=publish, still_there=numbers)
            _write(accepted[first:first + BATCH], write, counts, refused, bar)
    _report(counts, refused)


def _write(
    batch: list[Entry], write: Callable[[Entry], Outcome], counts: "Counter[Outcome]", refused: list[Refusal], bar: Any
) -> None:
    """Write a batch in one transaction; a refused entry leaves nothing, because it is refused before anything of it is written."""
    done: Counter[Outcome] = Counter()
    with transaction():
        for entry in batch:
            try:
                done[write(entry)] += 1
            except RefusedEntry as error:
                refused.append(Refusal(entry.number, entry.client_id, error.text))
    counts.update(done)
    bar.update(len(batch))


def _report(counts: "Counter[Outcome]", refused: list[Refusal]) -> None:
    """Say what became of every entry; leave with 1 when one was refused."""
    if counts[Outcome.CREATED] + counts[Outcome.CHANGED] > INDEX_BATCH:
        try:
            fold(Path(config("INDEX_DIR")))
        except LockError:
            click.echo("L’index sera mis à jour par le programme de fond.")
    for each in sorted(refused, key=lambda refusal: refusal.number):
        click.echo(f"Refusée, n° {each.number} ({each.client_id or 'sans clientId'}) : {each.reason}", err=True)
    click.echo(
        f"{counts[Outcome.CREATED]} créées, {counts[Outcome.CHANGED]} mises à jour, {counts[Outcome.SAME]} inchangées, "
        f"{len(refused)} refusées"
    )
    if refused:
        raise click.exceptions.Exit(1)


@click.group("exchange")
def exchange() -> None:
    """What is sent to partners."""


@exchange.command("check")
def check() -> None:
    """Say how many missions are in the feed of partners, and which are left out of it and why; leave with 1 when some are."""
    sent, left_out = shared_missions()
    for mission, why in left_out:
        click.echo(f"{link('/missions/' + mission.public_id)} « {mission.title} » ({mission.association.name}) : {why}")
    click.echo(f"{len(sent)} missions dans le flux, {len(left_out)} laissées de côté")
    if left_out:
        raise click.exceptions.Exit(1)


@exchange.command("feed")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file, instead of the terminal.")
def feed(output: Path | None) -> None:
    """Write the feed of partners, in XML."""
    content = missions_feed(shared_missions()[0], base=str(config("BASE_URL")))
    if output is None:
        click.echo(content)
    else:
        output.write_bytes(content)
