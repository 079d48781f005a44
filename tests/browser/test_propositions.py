"""Axe and 320 px on every page of propositions and of the talk, on a telephone, a tablet and a desktop."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.core import clock
from benevolat.missions.services import touch
from tests.factories.insertion import linked, proposition
from tests.factories.people import person
from tests.factories.world import association, creneau, mission
from tests.support.sign_in import last_code

from .visitor import DESKTOP, PHONE, Visitor

TABLET = 820
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])]


def test_the_pages_of_propositions(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder, host = person(), association(member=person())
    helper, works = linked(holder), [mission(host, title=f"Arroser le jardin partagé {n}") for n in range(3)]
    for each in works:
        touch(each, text=True)
    full, closed = mission(host, title="Pleine", places=1, places_taken=1), mission(host, title="Finie", recruiting=False)
    open_, told, filled, over = (proposition(holder, helper, each, **values) for each, values in (
        (works[0], {}), (works[1], {"told_at": clock.now()}), (full, {}), (closed, {})))
    companion, helped = visitor(width).signed_in(fresh_app, helper), visitor(width).signed_in(fresh_app, holder)
    file = f"/accompagnement/personnes/{holder.public_id}"
    companion.go("/accompagnement").go(file).go(f"{file}/propositions").go(f"{file}/propositions?lieu=Nullepartville")
    companion.go(f"{file}/propositions").fill(m=works[2].public_id).press("Continuer avec ces missions")
    companion.press("Proposer ces missions")
    companion.fill(way="screen").press("Proposer ces missions")
    helped.go("/mon-contrat")
    for each in (open_, told, filled, over):
        helped.go(f"/mon-contrat/propositions/{each.public_id}")
    helped.go(f"/mon-contrat/propositions/{open_.public_id}").press("Non merci").press("La revoir").press("Envoyer ma candidature")
    helped.go("/mon-contrat/propositions/aucune", status=404)


def test_the_pages_of_a_talk(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder, host = person(first_name="Amina", age_band=None), association(member=person())
    helper = linked(holder)
    for n in range(4):
        touch(mission(host, title=f"Arroser le jardin partagé {n}"), text=True)
    dated = mission(host, title="Un jour de fête", kind="dated", half_days=0, starts_on=None, ends_on=None, places=None)
    creneau(dated)
    touch(dated, text=True)
    companion = visitor(width).signed_in(fresh_app, helper)
    talk = f"/accompagnement/personnes/{holder.public_id}/entretien"
    companion.go(f"{talk}/envies").fill(likes="environnement").press("Continuer")
    companion.fill(commune="Nullepartville").press("Continuer")
    companion.fill(travel="foot", commune="Voiron").press("Continuer").fill(company="team").press("Voir des missions")
    companion.fill(**{f"w{n}": "apply" for n in range(5)}).press("Continuer").press("Relire avant d’envoyer")
    companion.go(f"{talk}/missions").fill(w0="keep", **{f"w{n}": "later" for n in range(1, 5)}).press("Continuer")
    companion.press("Recevoir un code").fill(code="000000").press("Je confirme")
    session.rollback()
    companion.fill(code=last_code(holder.email or "")).press("Je confirme")
    companion.go(f"{talk}/feuille").follow("Finir l’entretien").follow("Fermer l’écran partagé")
