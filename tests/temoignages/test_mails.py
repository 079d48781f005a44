"""Every letter about témoignages: whole, typographic, with its link, and not one word about anybody's situation."""

import re
from pathlib import Path
from typing import Any

import pytest

from benevolat.core.settings import ROOT
from benevolat.temoignages import mails
from benevolat.temoignages.models import Reason
from tests.engagements.test_mails import whole
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.temoignages import WORDS, temoignage

LETTERS = {"published", "to_correct", "refused", "taken_down", "about_you"}


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_letter(session: Any, name: str) -> None:
    row = temoignage(attested(person(last_name="Zidounov")), reason=Reason.CONTACT, reason_words="Enlevez le numéro.")
    made = getattr(mails, name)(row)
    whole(made)
    about = name == "about_you"
    host = row.engagement.association
    assert host is not None
    own, theirs = f"/mes-engagements/{row.engagement.public_id}/temoignage", f"/association/{host.public_id}/temoignages"
    assert (theirs if about else own) in made.body
    assert row.engagement.title in made.body
    assert "Zidounov" not in made.subject + made.body, "only the name the person chose"
    assert (WORDS in made.body) is about
    assert ("Enlevez le numéro." in made.body) is (name in {"to_correct", "refused", "taken_down"})
    assert not re.search(r"\n{3}", made.body)


def test_every_template_has_its_letter() -> None:
    folder = ROOT / "templates" / "mails" / "temoignages"
    assert {Path(each.name).name.split(".")[0] for each in folder.iterdir()} == LETTERS
