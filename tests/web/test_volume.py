"""A whole Département at work: every list asks as few statements, and stays as light, as with a handful of rows."""

import gzip
from pathlib import Path
from typing import Any

from benevolat.accounts.models import Role, User
from benevolat.search.indexing import rebuild
from tests.factories.county import County, county
from tests.factories.people import agent
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

LIGHT = 60_000
"""Bytes of a page, compressed, without its styles and scripts."""

WHOLE = {"/flux/missions.xml"}
"""What holds every mission at once, for other sites."""


def pages(held: County) -> dict[str, tuple[User | None, dict[str, int]]]:
    """Return who opens what, and how many statements that may ask."""
    host, mission = held.association.public_id, held.mission.public_id
    return {
        "visitor": (None, {
            "/": 6, "/missions": 8, "/missions?q=colis&lieu=Voiron&rayon=20": 10, "/associations": 6, f"/associations/{host}": 14,
            f"/missions/{mission}": 14, "/chiffres": 4, "/flux/missions.xml": 8, "/missions.atom": 10,
        }),
        "member": (held.member, {
            f"/association/{host}": 20, "/association/candidats": 16, "/association/candidats?pile=acceptees": 16,
            f"/association/missions/{mission}": 20, f"/association/missions/{mission}/candidats": 20, "/association/engagements": 16,
            "/association/engagements?groupe=ici&page=2": 16, f"/association/{host}/equipe": 16,
        }),
        "volunteer": (held.volunteer, {"/mes-candidatures": 14, "/mes-engagements": 20, "/mon-passeport": 30, "/pour-vous": 24}),
        "modérateur": (agent(Role.MODERATEUR), {"/moderation": 40, "/moderation?file=missions": 24, "/moderation/journal": 10}),
        "pilote": (agent(Role.PILOTE), {"/pilotage": 16, "/pilotage/chiffres": 24}),
        "administrateur": (agent(Role.ADMINISTRATEUR), {"/administration": 10, "/administration/journal": 10, "/administration/revue": 10}),
    }


def test_no_list_grows_with_what_it_lists(client: PageClient, session: Any) -> None:
    held = county()
    looked_at = pages(held)
    session.commit()
    rebuild(Path(client.application.config["INDEX_DIR"]))
    told = []
    for who, (user, budgets) in looked_at.items():
        if user is not None:
            sign_in(client, user)
        for path, most in budgets.items():
            client.get(path)
            with counted_queries() as seen:
                answer = client.get(path)
            weight = len(gzip.compress(answer.data))
            if answer.status_code != 200 or len(seen) > most or (weight > LIGHT and path not in WHOLE):
                told.append(f"{who} {path} : {answer.status_code}, {len(seen)} statements (at most {most}), {weight} bytes")
    assert told == [], "\n".join(told)
