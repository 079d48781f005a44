"""The commands of `flask`: the worker, and what each domain adds."""

import hashlib
import logging
import signal
from pathlib import Path

import click
from flask import Flask

from .accounts.commands import accounts, mails
from .competences import services as competences
from .contrats import services as contrats
from .core import jobs, mail, settings, sms
from .core.db import UNAVAILABLE, db, transaction
from .core.journal import seal_waiting
from .core.journal.commands import journal
from .demo.commands import demo
from .droits.commands import privacy
from .exchange.commands import exchange, missions, reprise
from .exploitation.commands import backup, doctor
from .exploitation.services import Rehearser
from .privacy.services import sink_asked
from .proofs.commands import keys
from .reporting.commands import stats
from .search.commands import search
from .search.indexing import Indexer
from .territoire import services as territoire


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two looks.")
def worker(once: bool, pause: float) -> None:
    """Run the jobs that are due and send what waits, until told to end (SIGTERM): what is in hand is finished first."""
    indexer, own, rehearser = Indexer(), jobs.OwnWork(), Rehearser()
    if not once:
        signal.signal(signal.SIGTERM, lambda *_: jobs.stopping.set())
    while not jobs.stopping.is_set():
        try:
            jobs.plan_periodic()
            busy = jobs.run_due() + mail.send_queued() + sms.send_queued() + own.look() + indexer.look() + rehearser.look()
            seal_waiting()
            sink_asked()
        except UNAVAILABLE as failure:
            if once:
                raise
            logging.getLogger(__name__).error("database unavailable: %s", type(getattr(failure, "orig", None) or failure).__name__)
            busy = 0
        db.session.remove()
        if once:
            click.echo(f"{busy} tâches faites")
            return
        if not busy:
            jobs.stopping.wait(pause)


@click.group("reference")
def reference() -> None:
    """Public reference data that comes with the code."""


def _digest_of_reference() -> str:
    """Return a figure that changes with the files that hold the reference data, or the code that loads them."""
    digest = hashlib.sha256()
    for owner in (territoire, competences, contrats):
        source = Path(str(owner.__file__))
        for path in (source, *sorted((source.parent / "data").glob("*"))):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@reference.command("load")
@click.option("--if-needed", is_flag=True, help="Do nothing when this very data is already there.")
def load_reference(if_needed: bool) -> None:
    """Write communes, territories, skills and domains; running it again changes nothing."""
    digest = _digest_of_reference()
    loaded = settings.read("reference.digest", "")[0] == digest
    if loaded and if_needed:
        click.echo("déjà chargés")
        return
    with transaction():
        communes, skills, types = territoire.load_reference(), competences.load_reference(), contrats.load_reference()
        if not loaded:
            settings.write("reference.digest", digest, by=None)
    click.echo(f"{communes} communes, {skills} compétences, {types} types de contrat")


COMMANDS: tuple[click.Command, ...] = (
    worker, reference, search, missions, exchange, reprise, accounts, mails, keys, stats, backup, doctor, journal, privacy, demo,
)


def init_app(app: Flask) -> None:
    """Register every command."""
    for command in COMMANDS:
        app.cli.add_command(command)
