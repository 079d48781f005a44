"""A file from NéoGestion, a long list and a complement in a browser: axe at both widths, on each screen and with its errors."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role
from benevolat.contrats import services
from benevolat.contrats.models import AnnexeState
from benevolat.dossiers.models import Desk
from benevolat.dossiers.services import remember_titles
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.dossiers.stage import TITLES, brought, line
from tests.factories.crowd import crowd
from tests.factories.insertion import annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import agent, person

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]
LINES = (
    line(), line(reference="1234567", email="b@courriel.example"), line(reference="NG-3", email="06 39 98 00 12"),
    line(reference="NG-4", email=""),
)


def test_the_pages_of_a_file(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    helper, boss = referent(), agent(Role.PILOTE)
    kept = brought(helper, *LINES)
    remember_titles(list(TITLES), desk=Desk.PILOTAGE, by=boss)
    session.commit()
    companion = visitor(width).signed_in(fresh_app, helper)
    companion.go("/accompagnement/importer").press("Lire ce fichier")
    companion.go(f"/accompagnement/importer/{kept.public_id}")
    companion.go("/accompagnement/exporter").press("Télécharger le fichier")
    visitor(width).signed_in(fresh_app, boss).go("/pilotage/importer/colonnes").press("Garder ces colonnes et lire le fichier")


def test_the_list_of_many_people(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    helper = crowd(60)
    session.commit()
    companion = visitor(width).signed_in(fresh_app, helper)
    companion.go("/accompagnement").go("/accompagnement?page=2").go("/accompagnement?nom=etienne").go("/accompagnement?nom=personne")


def test_the_pages_of_a_complement(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.answer_with_complement(sent, by=helper, words="Il manque le nombre de mardis.")
    session.commit()
    helped = visitor(width).signed_in(fresh_app, holder)
    helped.go("/mon-contrat").go(f"/mon-contrat/transmis/{sent.public_id}/completer")
