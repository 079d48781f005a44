"""A series of Tuesdays with one place each: it fills, a list forms and moves by itself, a place is given by a link on a telephone."""

from datetime import timedelta
from typing import Any

from flask import Flask

from benevolat.core import clock, jobs
from benevolat.missions.models import MissionKind
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.journeys.cast import accept, browser, link_in, mails_to, sign_up
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

MONDAY = clock.paris(2026, 11, 23, 10)


def apply_to_first_tuesday(client: PageClient, path: str) -> None:
    """Apply to the first date of the series."""
    client.get(f"{path}/candidater")
    form = client.form("Envoyer ma candidature") if "Envoyer ma candidature" in client.text else client.form("Rejoindre la liste d’attente")
    first = next(each.get("value") for each in form.iter() if each.get("name") == "creneau")
    button = "Rejoindre la liste d’attente" if "Rejoindre la liste d’attente" in client.text else "Envoyer ma candidature"
    client.submit(button, creneau=first)


def worker_passes() -> None:
    """Let the worker do what is due."""
    jobs.plan_periodic()
    jobs.run_due()


def test_a_series_fills_and_its_list_moves_alone(session: Any, fresh_app: Flask) -> None:
    desk, nadia, idriss, chloe, phone = (browser(fresh_app) for _each in range(5))
    with clock.frozen(MONDAY):
        member = person(first_name="Camille", email="camille@mains-vertes.example")
        meal = mission(association(member=member), title="Servir le repas du mardi", kind=MissionKind.DATED, places=None, half_days=0,
                       hours_per_week=None, starts_on=None, ends_on=None)
        sign_in(desk, member)
        desk.get(f"/association/missions/{meal.public_id}/serie")
        desk.submit("Voir les dates", weekdays=["1"], first="2026-12-01", last="2026-12-22", slot_start="11 h", slot_end="14 h",
                    slot_places="1")
        desk.submit("Ajouter ces dates", days=["2026-12-01", "2026-12-15", "2026-12-22"])
        path = f"/missions/{meal.public_id}"

        for client, name in ((nadia, "Nadia"), (idriss, "Idriss"), (chloe, "Chloe")):
            sign_up(client, f"{name.lower()}@courriel.example", f"{name.lower()}@courriel.example", name)
        nadia.get(path)
        assert ("15 décembre" in nadia.text, "8 décembre" in nadia.text) == (True, False), "the date taken out is offered to nobody"
        apply_to_first_tuesday(nadia, path)
        accept(desk, "Nadia")
        for client in (idriss, chloe):
            apply_to_first_tuesday(client, path)
            assert client.h1 == "Vous êtes sur la liste d’attente"
        desk.get(f"/association/missions/{meal.public_id}/candidats?pile=liste-d-attente")
        desk.submit("Enregistrer ce choix", automatic="yes")

        nadia.get("/mes-candidatures")
        nadia.follow("Servir le repas du mardi")
        nadia.submit("Retirer ma candidature")
        offer = link_in(mails_to("idriss@courriel.example")[-1].body)
        idriss.get("/mes-candidatures")
        idriss.follow("Servir le repas du mardi")
        assert "Une place est libre pour vous" in idriss.text

    with clock.frozen(MONDAY + timedelta(hours=49)):
        worker_passes()
        phone.get(offer)
        assert "Attendre la prochaine place" in phone.text
        phone.get(link_in(mails_to("chloe@courriel.example")[-1].body))
        phone.submit("Je prends la place")
        assert phone.h1 == "La place est à vous"
        desk.get("/association/candidats?pile=acceptees")
        assert ("Chloe" in desk.text, "Idriss" in desk.text) == (True, False)
        desk.get(f"/association/missions/{meal.public_id}/candidats?pile=liste-d-attente")
        assert "Idriss" in desk.text
