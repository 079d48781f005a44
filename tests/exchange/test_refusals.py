"""What comes from outside is not believed: a feed's own facts, former addresses, a link whose signature is another's."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benevolat.accounts.models import Role
from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.exchange.errors import NotWaiting, RefusedEntry
from benevolat.exchange.models import LONGEST_ADDRESS, FileKind, FileState
from benevolat.exchange.services import confirm_reprise, drop_reprise, keep_reprise, lines, read_content, takeover
from benevolat.exchange.services.addresses import inside_path, old_path
from benevolat.exchange.services.invitations import invitation_path, read_invitation
from benevolat.exchange.services.own import FLAGS, KEY, read_own
from benevolat.exchange.services.places import place_of
from benevolat.exchange.services.reprise import take_associations
from tests.conftest import scalar_count
from tests.factories.people import agent
from tests.factories.world import association

START, END = "2026-12-03T14:00:00+01:00", "2026-12-03T16:00:00+01:00"
OWN: dict[str, Any] = {
    "kind": "dated", "hoursPerWeek": None, "startsOn": "2026-12-03", "endsOn": "2026-12-03", "halfDays": 0, "schedule": None,
    "busLine": None, "places": 3, "frenchLevel": "none", "setting": "team",
    "slots": [{"startAt": START, "endAt": END, "places": 3}],
}


def own(**changes: Any) -> Any:
    return read_own(json.dumps({KEY: {**copy.deepcopy(OWN), **dict.fromkeys(FLAGS, False), **changes}}))


def slot(**changes: Any) -> list[dict[str, Any]]:
    return [{**OWN["slots"][0], **changes}]


def test_a_feed_of_ours_is_read() -> None:
    read = own()
    assert (read.columns["places"], len(read.slots)) == (3, 1)
    assert own(kind="regular", slots=[], hoursPerWeek=2.5).columns["hours_per_week"] == 2.5


@pytest.mark.parametrize("changes", [
    {"startsOn": "2026-12-04"}, {"kind": "regular"}, {"slots": []}, {"slots": slot(startAt="2026-12-03T14:00:00")},
    {"slots": slot(endAt="2026-12-03T16:00:00")}, {"slots": slot(startAt=END)}, {"slots": slot(startAt=END, endAt=START)},
    {"slots": slot(places=0)}, {"places": True}, {"places": 2.5}, {"places": 0}, {"places": 10**6}, {"halfDays": -1}, {"halfDays": 2**21},
    {"hoursPerWeek": True}, {"hoursPerWeek": "3"}, {"hoursPerWeek": 0}, {"hoursPerWeek": 10**6}, {"hoursPerWeek": float("nan")},
], ids=str)
def test_facts_that_contradict_themselves_are_left_as_if_absent(changes: dict[str, Any]) -> None:
    assert own(**changes) is None


def test_a_flag_is_a_flag_and_another_sites_words_are_no_facts_of_ours() -> None:
    assert own(**{next(iter(FLAGS)): 1}) is None
    for other in (None, 12, "{}", "bonjour", f'"{KEY}"', "[" * 100_000 + KEY):
        assert read_own(other) is None


@pytest.mark.parametrize("address", ["/" + "a" * LONGEST_ADDRESS, "/a%0Ab", "/a%00", "/", ""])
def test_a_former_address_is_a_short_line(address: str) -> None:
    with pytest.raises(RefusedEntry):
        old_path(address)
    with pytest.raises(RefusedEntry):
        inside_path("/" + "a" * LONGEST_ADDRESS)


def test_a_link_with_anothers_signature_asks_nothing(app: Any) -> None:
    with app.app_context():
        token = invitation_path("zoe@courriel.example", "q=jardin").rpartition("/")[2]
        other = invitation_path("sami@courriel.example", "q=jardin").rpartition("/")[2]
        assert read_invitation(token) is not None
        packed, _dot, signature = token.partition(".")
        for forged in (f"{other.partition('.')[0]}.{signature}", packed, f"{packed}.", f"{packed}.{signature[:-1]}"):
            assert read_invitation(forged) is None
        with clock.frozen(clock.now() + timedelta(days=400)):
            assert read_invitation(token) is None


def test_a_file_too_big_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grand.csv"
    path.write_text("Id;Nom\n1;L’Épée\n")
    monkeypatch.setattr(lines, "LARGEST_FILE", 10)
    with pytest.raises(InvalidInput, match="trop gros"):
        list(lines.read_lines(path, "associations", {}))


@pytest.mark.parametrize("addresses", [None, [], "Voiron", {}, ["Voiron"]], ids=str)
def test_a_mission_on_site_has_an_address(app: Any, addresses: Any) -> None:
    with app.app_context(), pytest.raises(RefusedEntry):
        place_of({"addresses": addresses})


def line(**cells: str) -> lines.Line:
    known = {"id": "12", "name": "Les Amis", "rna": "W381234567", "city": "Voiron", "postal_code": "38500"}
    return lines.Line(2, {**known, **cells})


@pytest.mark.parametrize(("cells", "why"), [
    ({"id": ""}, "Il manque le numéro."), ({"name": "A"}, "Il manque le nom."), ({"name": "a" * 201}, "Il manque le nom."),
    ({"siren": "732829320"}, "Le RNA et le SIREN sont ceux de deux associations différentes."),
    ({"city": "Saint-Martin", "postal_code": ""}, "Plusieurs communes répondent"),
], ids=str)
def test_a_line_of_the_former_site_that_is_not_clear_is_refused(session: Any, cells: dict[str, str], why: str) -> None:
    for numbers in ({"rna": "W381234567"}, {"rna": None, "siren": "732829320"}):
        if "siren" in cells:
            association(**numbers)
    [taken] = take_associations([line(**cells)], verified=False)
    assert (taken.outcome, why in str(taken.why)) == (None, True), str(taken.why)


def test_a_file_that_is_written_or_waits_goes_no_further(session: Any) -> None:
    boss = agent(Role.ADMINISTRATEUR)
    content = b"Id;Nom;RNA;Commune;Code postal\n12;Les Amis;W381234567;Voiron;38500\n"
    row = keep_reprise(FileKind.ASSOCIATIONS, "a.csv", read_content(content, "associations", {}), judged_before=True, by=boss)
    takeover.advance(row)
    assert (row.state, scalar_count(Association), len(row.report["lines"])) == (FileState.TRIED, 0, 1), "a late job writes nothing"
    confirm_reprise(row, by=boss)
    takeover.advance(row)
    assert (row.state, scalar_count(Association)) == (FileState.WRITTEN, 1)
    with pytest.raises(NotWaiting):
        drop_reprise(row, by=boss)
