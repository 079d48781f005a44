"""Commands of the demonstration: load it once, say its accounts."""

from time import perf_counter

import click
from flask import current_app

from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.proofs import keys

from . import content, insertion, loading
from .antennes import write_antennes
from .figures import write_figures
from .kept import keep_everything
from .partners import bring_everything
from .people import renew_agents
from .presentation import present_everything
from .shown import show_everything
from .signalements import report_everything
from .timeline import Timeline


@click.group("demo")
def demo() -> None:
    """Invented people, associations and stories."""


@demo.command("load")
@click.option("--once", is_flag=True, help="Change nothing when it is loaded already.")
def load(once: bool) -> None:
    """Load the demonstration, all of it or nothing; only where BENEVOLAT_DEMO=1."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("Ces personnes sont inventées : on ne les charge que dans une démonstration (BENEVOLAT_DEMO=1).")
    if loading.is_loaded():
        if once:
            click.echo("La démonstration est déjà chargée.")
            return
        raise click.ClickException("La démonstration est déjà chargée. Pour repartir de zéro, effacez la base puis recommencez.")
    keys.create()  # its documents are signed; nothing is changed where there are keys
    started = perf_counter()
    click.echo("Chargement de la démonstration…")
    world, timeline = loading.begin(), Timeline(clock.now())
    loading.plan(timeline, world)
    insertion.plan(timeline, world)
    with transaction():
        done = timeline.run(click.echo)
        world.note_visits()
        renew_agents(world)
        loading.finish()
    with transaction():  # the search reads what is committed
        keep_everything(world)
        show_everything(world)
        present_everything(world)
        report_everything(world)
        bring_everything(world)
        write_antennes(world)
        write_figures()
    click.echo(f"{done} gestes, {len(world.missions)} missions, {len(world.volunteers)} bénévoles ({perf_counter() - started:.0f} s)")


@demo.command("accounts")
def accounts() -> None:
    """Say with which accounts to sign in."""
    click.echo(f"Mot de passe de tous les comptes : {loading.PASSWORD}")
    for each in content.read("accounts"):
        click.echo(f"  {each['label']} : {each['email']}")
