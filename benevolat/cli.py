"""The commands of `flask`: the worker, and what each domain adds."""

import time

import click
from flask import Flask

from .accounts.commands import accounts
from .competences import services as competences
from .contrats import services as contrats
from .core import jobs, mail, sms
from .core.db import db, transaction
from .search.commands import search
from .search.indexing import Indexer
from .territoire import services as territoire


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two looks.")
def worker(once: bool, pause: float) -> None:
    """Run the jobs that are due and send what waits, for ever."""
    indexer = Indexer()
    while True:
        jobs.plan_periodic()
        busy = jobs.run_due() + mail.send_queued() + sms.send_queued() + indexer.look()
        db.session.remove()
        if once:
            click.echo(f"{busy} tâches faites")
            return
        if not busy:
            time.sleep(pause)


@click.group("reference")
def reference() -> None:
    """Public reference data that comes with the code."""


@reference.command("load")
def load_reference() -> None:
    """Write communes, territories, skills and domains; running it again changes nothing."""
    with transaction():
        communes, skills, types = territoire.load_reference(), competences.load_reference(), contrats.load_reference()
    click.echo(f"{communes} communes, {skills} compétences, {types} types de contrat")


COMMANDS: tuple[click.Command, ...] = (worker, reference, search, accounts)


def init_app(app: Flask) -> None:
    """Register every command."""
    for command in COMMANDS:
        app.cli.add_command(command)
