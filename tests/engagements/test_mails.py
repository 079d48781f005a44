"""Every letter of engagements: whole, typographic, with its link, and the same whoever the volunteer is."""

import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from benevolat.core import clock
from benevolat.core.mail import Letter
from benevolat.core.settings import ROOT
from benevolat.engagements import mails
from benevolat.engagements.models import Releve, Side
from benevolat.engagements.sheets import Sheet
from benevolat.missions.models import MissionKind
from benevolat.passeport import mails as passeport_mails
from benevolat.passeport.models import ValidationRequest
from tests.engagements.stage import Stage, confirmed
from tests.factories.world import creneau, mission

LETTERS = {
    "to_close_volunteer", "to_close_association", "closing_reminder", "not_done_volunteer", "not_done_association",
    "hours_disputed_volunteer", "hours_disputed_association", "bilan_drafted", "bilan_confirmed", "bilan_corrected", "bilan_disputed",
    "bilan_standing", "bilan_to_sign", "attestation_withdrawn", "withdrawal_answered", "association_silent", "thanked", "over_elsewhere",
}
TO_ASSOCIATION = {"to_close_association", "closing_reminder", "not_done_association", "hours_disputed_association", "bilan_drafted",
                  "bilan_to_sign", "bilan_disputed", "withdrawal_answered"}
FORBIDDEN = re.compile(r"RSA|référent|contrat|annexe|accompagn|insertion|bénéficiaire|usager", re.IGNORECASE)


def letter(name: str, stage: Stage) -> Letter:
    """Write one letter of the list."""
    stage.engagement.reason = stage.bilan.reason = "Il pleuvait."
    stage.bilan.answer_words = "J’ai fait plus."
    stage.bilan.thanks = "Merci pour ces matins."
    if name.startswith("hours_disputed"):
        line = Releve(engagement=stage.engagement, day=stage.engagement.starts_on, minutes=120, entered_by=Side.VOLUNTEER,
                      disputed=True, disputed_minutes=90)
        return cast("Letter", getattr(mails, name)(line))
    if name == "bilan_to_sign":
        return mails.bilan_to_sign(stage.engagement, "Lina Faure")
    return cast("Letter", getattr(mails, name)(stage.engagement))


def whole(made: Letter, *, leads: bool = True) -> None:
    """What every letter owes its reader; some lead nowhere."""
    text = made.subject + "\n" + made.body
    assert not re.search(r"\{\{|\{%|None|<LazyString", text)
    assert not re.search(r"[^\s] [:;?!»]|« ", made.body), "a no-break space is missing"
    assert "'" not in text.replace("http://localhost", "")
    assert made.body.startswith("Bonjour,\n\n")
    assert ("http://localhost/" in made.body) is leads
    assert "\n\n\n" not in made.body
    assert "!" not in text
    assert not FORBIDDEN.search(text)
    assert made.sms.startswith("Vous avez un message d’Isère bénévolat")


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_letter(session: Any, name: str) -> None:
    stage = confirmed()
    made = letter(name, stage)
    whole(made)
    where = "/association/engagements/" if name in TO_ASSOCIATION else "/mes-engagements/"
    assert where + stage.engagement.public_id in made.body
    assert stage.engagement.title in made.subject + made.body


def test_letters_of_the_passeport(session: Any) -> None:
    stage = confirmed()
    whole(passeport_mails.validated(stage.engagement))
    whole(passeport_mails.validation_declined(ValidationRequest(engagement=stage.engagement, reason="Il manque un nom.")))


def test_the_letter_of_open_sheets_names_each_with_its_link(session: Any) -> None:
    of = mission(kind=MissionKind.DATED, title="Servir le repas")
    slot = creneau(of, starts_at=clock.paris(2026, 12, 1, 14), ends_at=clock.paris(2026, 12, 1, 16))
    made = mails.sheets_open([Sheet(of, date(2026, 12, 1), slot), Sheet(mission(title="Arroser"), date(2026, 12, 1))])
    whole(made)
    for words in (
        "«\u00a0Servir le repas\u00a0», mardi 1er décembre, 14\u00a0h à 16\u00a0h\u00a0:",
        "«\u00a0Arroser\u00a0», la semaine du 1er décembre\u00a0:",
        f"/association/missions/{of.public_id}/dates/{slot.public_id}/presences\n", "/presences/2026-12-01\n",
    ):
        assert words in made.body, words


def test_the_letter_that_asks_shows_everything_to_agree_on(session: Any) -> None:
    body = letter("bilan_confirmed", confirmed()).body
    for words in ("10\u00a0h.", "Elle a accueilli les familles avec le sourire.", "\n\n- Accueillir et orienter\n- Écouter\n\n"):
        assert words in body


def test_every_template_has_its_letter() -> None:
    folder = ROOT / "templates" / "mails" / "engagements"
    assert {Path(each.name).name.split(".")[0] for each in folder.iterdir()} == LETTERS | {"sheets_open"}
