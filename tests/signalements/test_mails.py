"""The letter of a report: whole, and not one word about who is reported or who reported."""

import re
from pathlib import Path
from typing import Any

import pytest

from benevolat.core.settings import ROOT
from benevolat.moderation import mails as desk
from benevolat.signalements import mails
from benevolat.signalements.models import State
from tests.engagements.test_mails import whole
from tests.factories.people import person
from tests.factories.signalements import signalement
from tests.factories.world import candidature, mission


@pytest.mark.parametrize("state", [State.UPHELD, State.DISMISSED])
def test_the_answer(session: Any, state: State) -> None:
    row = signalement(words="Un mot à nous seuls.", email="visiteur@courriel.example")
    row.state, row.answer, row.decided_at = state, "Nous avons parlé à l’association.", row.received_at
    made = mails.answered(row)
    whole(made, leads=False)  # whoever reported has nothing to open: what was reported may be gone
    assert "Nous avons parlé à l’association." in made.body
    assert "Un mot à nous seuls." not in made.body
    assert "visiteur@courriel.example" not in made.body


def test_read_again(session: Any) -> None:
    sent = candidature(mission(), person(first_name="Sami"))
    made = desk.read_again(sent)
    assert not re.search(r"[^\s] [:;?!»]|« |None|\{\{", made.body)
    assert f"/mes-candidatures/{sent.public_id}" in made.body
    assert "Sami" in made.body


def test_every_template_has_its_letter() -> None:
    for folder, names in (("signalements", {"answered"}), ("moderation", {"read_again"})):
        assert {Path(each.name).name.split(".")[0] for each in (ROOT / "templates" / "mails" / folder).iterdir()} == names
