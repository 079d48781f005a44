"""`flask missions import` takes a partner's file, `flask exchange check` says what a partner would refuse, `flask reprise` takes over
the site before this one."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from whoosh.index import LockError

from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.errors import InvalidInput
from benevolat.core.mail import link
from benevolat.core.settings import config
from benevolat.core.table import write_table
from benevolat.search.indexing import BATCH as INDEX_BATCH
from benevolat.search.indexing import fold

from .documents import missions_feed
from .errors import DoubtfulFile, RefusedEntry, UnreadableFile
from .queries import shared_missions
from .services import (
    Entry,
    Outcome,
    Refusal,
    Taken,
    ask_alertes,
    read_entries,
    read_file,
    read_lines,
    take_addresses,
    take_associations,
    take_missions,
    withdraw_absent,
    write_entry,
)
from .services.lines import Line
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
@click.option("--keep-gone", is_flag=True, help="Leave alone the missions of this publisher that are not in FILE any more.")
@click.option("--many-gone", is_flag=True, help="Withdraw them even when they are most of this publisher's missions.")
def import_missions(file: Path, publish: bool, publisher: str, keep_gone: bool, many_gone: bool) -> None:
    """Take the missions of FILE (API Engagement's XML or JSON) and withdraw those that left it; running it again changes nothing."""
    read_at = clock.now()
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
    if not keep_gone:
        _withdraw(publisher[:80], numbers | {each.client_id for each in refused}, read_at=read_at, sure=many_gone)
    _report(counts, refused)


def _withdraw(publisher: str, present: set[str], *, read_at: datetime, sure: bool) -> None:
    """Ask for the withdrawal of what left the file, and say how many."""
    try:
        with transaction():
            gone = withdraw_absent(publisher, present, read_at=read_at, sure=sure)
    except DoubtfulFile as doubtful:
        click.echo(f"{doubtful} Ajoutez --many-gone si c’est voulu.", err=True)
        return
    if gone:
        click.echo(f"{gone} ne sont plus dans le fichier : le programme de fond les retire et prévient.")


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
        click.echo(f"{link('/missions/' + mission.public_id)} « {mission.title} » ({mission.association.name}) : "
                   + " ".join(each.sentence for each in why))
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


@click.group("reprise")
def reprise() -> None:
    """Take over the former site from its CSV files. Nothing is written without --write."""


def _reprise_options(command: Any) -> Any:
    """Give a command what every file of the former site needs."""
    for option in reversed((
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--mapping", type=click.File(encoding="utf-8"), help='JSON: {"titre de la colonne": "nom"}.'),
        click.option("--write", is_flag=True, help="Write; without it nothing changes, only the report is made."),
        click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what becomes of each line in this CSV file."),
    )):
        command = option(command)
    return command


@reprise.command("associations")
@_reprise_options
@click.option("--verified", is_flag=True, help="They were verified before: do not ask a modérateur again.")
def reprise_associations(verified: bool, **options: Any) -> None:
    """Take the associations of FILE that are not here yet."""
    _take_over("associations", partial(take_associations, verified=verified), **options)


@reprise.command("missions")
@_reprise_options
@click.option("--publish", is_flag=True, help="They were published before: do not ask a modérateur again.")
def reprise_missions(publish: bool, **options: Any) -> None:
    """Take the missions of FILE, once its associations are here."""
    _take_over("missions", partial(take_missions, vocabulary=vocabulary(), publish=publish), **options)


@reprise.command("alertes")
@_reprise_options
def reprise_alertes(**options: Any) -> None:
    """Ask by mail the owners of the alertes of FILE whether to keep them; only a yes keeps one."""
    _take_over("alertes", partial(ask_alertes, vocabulary=vocabulary()), **options)


@reprise.command("adresses")
@_reprise_options
def reprise_addresses(**options: Any) -> None:
    """Lead the former addresses of FILE to pages of this site (301), or say they are gone (410)."""
    _take_over("adresses", take_addresses, **options)


class _Rehearsal(Exception):
    """Ends a transaction that was only tried."""


def _take_over(
    kind: str, take: Callable[[Iterator[Line]], Iterator[Taken]], *, file: Path, mapping: Any, write: bool, report: Path | None
) -> None:
    """Take a file in one transaction, really or for the report alone; say what became of every line."""
    taken: list[Taken] = []
    try:
        lines = read_lines(file, kind, json.load(mapping) if mapping is not None else {})
        with transaction():
            taken += take(lines)
            if not write:
                raise _Rehearsal
    except _Rehearsal:
        click.echo("Essai : rien n’a été écrit. Ajoutez --write pour écrire.")
    except (InvalidInput, ValueError) as unreadable:
        raise click.ClickException(str(unreadable)) from None
    _say(taken, report)


def _say(taken: list[Taken], report: Path | None) -> None:
    for each in taken:
        if each.outcome is None:
            click.echo(f"Refusée, ligne {each.number} ({each.label}) : {each.why}", err=True)
    counts = Counter(each.outcome for each in taken)
    click.echo(
        f"{counts[Outcome.CREATED]} créées, {counts[Outcome.CHANGED]} mises à jour, {counts[Outcome.SAME]} inchangées, "
        f"{counts[None]} refusées"
    )
    if report is not None:
        words = [(str(each.number), each.label, str(each.outcome.label if each.outcome else "refusée"), str(each.why)) for each in taken]
        report.write_bytes(write_table([("ligne", "nom", "résultat", "pourquoi"), *words]))
    if counts[None]:
        raise click.exceptions.Exit(1)
