"""Taking one's data away on the screens: both files, made on the spot, kept by nothing, and not without end."""

import json
from typing import Any

from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_both_files_are_given_and_kept_by_nothing(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina")
    sign_in(client, holder).get("/mes-donnees")
    client.follow("Emporter mes données")
    given = client.get("/mes-donnees/emporter/mes-donnees.json")
    assert json.loads(given.data)["treatments"][0]["tables"][0]["rows"][0]["first_name"] == "Amina"
    assert given.headers["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert given.headers["Cache-Control"] == "no-store"
    assert client.get("/mes-donnees/emporter/mes-donnees.pdf").data.startswith(b"%PDF-")


def test_files_are_not_asked_without_end(client: PageClient, session: Any) -> None:
    sign_in(client, person())
    codes = [client.get("/mes-donnees/emporter/mes-donnees.json").status_code for _each in range(11)]
    assert codes == [200] * 10 + [429]
