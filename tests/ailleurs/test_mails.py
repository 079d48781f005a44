"""Every letter about an engagement elsewhere: whole, typographic, nothing else about the person."""

from pathlib import Path
from typing import Any

import pytest

from benevolat.ailleurs import mails
from benevolat.core.settings import ROOT
from tests.ailleurs.stage import asked
from tests.engagements.test_mails import whole

TO_HOST = {"ask", "disputed", "received"}
TO_PERSON = {"declined", "expired"}


@pytest.mark.parametrize("name", sorted(TO_HOST | TO_PERSON))
def test_letter(session: Any, name: str) -> None:
    someone, row, request = asked()
    made = getattr(mails, name)(request, "un-code") if name in TO_HOST else getattr(mails, name)(request)
    whole(made)
    assert ("/attester/un-code" if name in TO_HOST else f"/mes-engagements/{row.public_id}") in made.body
    assert row.title in made.body
    if name in TO_HOST:
        assert someone.full_name in made.body
        for secret in (someone.email or "", someone.public_id, row.public_id, "deux cents cafés", "38563", "Voiron"):
            assert secret not in made.subject + made.body


def test_a_sheet_that_did_not_come_back_is_said_so(session: Any) -> None:
    _someone, _row, request = asked()
    request.paper_code = "abcdefgh"
    assert "La feuille n’est pas revenue" in mails.expired(request).body


def test_every_template_has_its_letter() -> None:
    folder = ROOT / "templates" / "mails" / "ailleurs"
    assert {Path(each.name).name.split(".")[0] for each in folder.iterdir()} == TO_HOST | TO_PERSON
