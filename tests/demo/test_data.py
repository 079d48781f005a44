"""The demonstration's texts hold together: counts, keys, identifiers, fictional addresses, French typography, no sentence twice."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from stdnum import luhn
from stdnum.fr import siret

from benevolat.core.settings import ROOT
from benevolat.demo import content

ASSOCIATIONS = {each["key"]: each for each in content.read("associations")}
MISSIONS = {each["key"]: each for each in content.missions()}
VOLUNTEERS = {each["key"]: each for each in content.read("volunteers")}
AGENTS = content.read("agents")
STORIES = content.stories()
FILES = sorted(content.DATA.rglob("*.json"))
PARTS = re.compile(r"(?<=[.!?])\s+")

with (ROOT / "benevolat/territoire/data/communes.csv").open(encoding="utf-8") as source:
    TERRITOIRE_OF = {each["code"]: each["territoire"] for each in csv.DictReader(source) if each["territoire"]}
_REFERENTIAL = json.loads((ROOT / "benevolat/competences/data/competences.json").read_text(encoding="utf-8"))
COMPETENCES = {each["code"] for each in _REFERENTIAL["competences"]}
DOMAINES = {each["code"] for each in json.loads((ROOT / "benevolat/competences/data/domaines.json").read_text(encoding="utf-8"))}


def published() -> list[dict[str, Any]]:
    return [each for each in MISSIONS.values() if each["publication"] == "published"]


def people() -> Iterator[dict[str, Any]]:
    yield from VOLUNTEERS.values()
    for association in ASSOCIATIONS.values():
        yield from association["members"]
    for agents in AGENTS.values():
        yield from agents


def test_there_is_what_was_promised() -> None:
    assert len(ASSOCIATIONS) == 60 == len(content.read("associations"))
    assert len(MISSIONS) == 150 == len(content.missions())
    assert len(VOLUNTEERS) == 80 == len(content.read("volunteers"))
    assert {role: len(each) for role, each in AGENTS.items()} == {"referents": 8, "moderateurs": 4, "pilotes": 2, "administrateurs": 1}
    assert Counter(each["state"] for each in ASSOCIATIONS.values()) == {"verified": 52, "pending": 4, "refused": 2, "suspended": 2}
    assert Counter(each["publication"] for each in MISSIONS.values()) == {
        "published": 128, "submitted": 6, "withdrawn": 5, "draft": 4, "to_correct": 4, "refused": 3}


def test_missions_cover_every_territory_and_every_domain() -> None:
    territories = Counter(TERRITOIRE_OF[each["commune"]] for each in published() if each["commune"])
    assert len(territories) == 13
    assert min(territories.values()) >= 5
    domains = Counter(each["domaine"] for each in MISSIONS.values())
    assert set(domains) == DOMAINES
    assert min(domains.values()) >= 6
    kinds = Counter(each["kind"] for each in MISSIONS.values())
    assert min(kinds.values()) >= 60
    assert {each["where"] for each in published()} == {"on_site", "remote", "both"}


@pytest.mark.parametrize("mission", MISSIONS.values(), ids=lambda each: each["key"])
def test_a_mission_is_whole(mission: dict[str, Any]) -> None:
    association = ASSOCIATIONS[mission["association"]]
    assert len(mission["title"].split()) >= 2
    assert mission["domaine"] in DOMAINES
    assert 2 <= len(mission["competences"]) <= 5
    assert set(mission["competences"]) <= COMPETENCES
    assert (mission["commune"] in TERRITOIRE_OF) if mission["where"] != "remote" else mission["commune"] is None
    assert bool(mission["publication_reason"]) == (mission["publication"] in {"to_correct", "refused", "withdrawn"})
    assert (mission["written_days_ago"] is None) == (mission["publication"] in {"published", "withdrawn"})
    assert (mission["withdrawn_days_ago"] is not None) == (mission["publication"] == "withdrawn")
    if mission["publication"] == "published":
        assert association["state"] == "verified"
        assert 3 <= len(PARTS.split(mission["description"])) <= 8
    if mission["kind"] == "dated":
        assert mission["creneaux"]
        assert all(each["start"] < each["end"] and each["places"] > 0 for each in mission["creneaux"])
        words = f"{mission['title']} {mission['description']}".lower()
        assert not re.search("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche", words), "its day of the week depends on the loading day"
    else:
        assert mission["half_days"]
        assert mission["hours_per_week"] > 0
        assert mission["places"] > 0
        assert mission["ends_in"] is None or mission["ends_in"] > mission["starts_in"]


def test_no_two_texts_share_a_title_or_a_sentence() -> None:
    titles = Counter(each["title"].lower() for each in MISSIONS.values())
    texts = [each["description"] for each in (*MISSIONS.values(), *ASSOCIATIONS.values())]
    sentences = Counter(sentence for text in texts for sentence in PARTS.split(text))
    assert not [each for each, times in (titles + sentences).items() if times > 1]


@pytest.mark.parametrize("association", ASSOCIATIONS.values(), ids=lambda each: each["key"])
def test_an_association_is_whole(association: dict[str, Any]) -> None:
    assert association["rna"] or association["siret"]
    assert association["rna"] is None or re.fullmatch(r"W389\d{6}", association["rna"])
    assert association["siret"] is None or (siret.is_valid(association["siret"]) and luhn.is_valid(association["siret"][:9]))
    assert association["commune"] in TERRITOIRE_OF
    assert bool(association["state_reason"]) == (association["state"] in {"refused", "suspended"})
    assert (association["signed_up_days_ago"] is not None) == (association["state"] in {"pending", "refused"})
    assert association["members"][0]["role"] == "admin"
    assert 1 <= len(association["members"]) <= 3
    assert association["website"] is None or re.fullmatch(r"https://www\.[a-z0-9-]+\.example", association["website"])


def test_identifiers_and_addresses_are_given_once() -> None:
    for name in ("rna", "siret", "email", "phone"):
        values = Counter(each[name] for each in ASSOCIATIONS.values() if each[name])
        assert max(values.values()) == 1, name
    emails = Counter(each["email"] for each in people() if each["email"])
    assert max(emails.values()) == 1


def test_nobody_can_be_reached_by_mistake() -> None:
    emails = [each["email"] for each in (*people(), *ASSOCIATIONS.values()) if each["email"]]
    assert not [each for each in emails if not re.fullmatch(r"[a-z.-]+@[a-z0-9-]+\.example", each)]
    assert not [each for each in ASSOCIATIONS.values() if each["phone"] and not re.fullmatch(r"04 65 71 \d\d \d\d", each["phone"])]
    assert not [each for each in VOLUNTEERS.values() if each["phone"] and not re.fullmatch(r"06 39 98 \d\d \d\d", each["phone"])]


def test_volunteers_are_reachable_and_placed() -> None:
    assert all(each["email"] or each["phone"] for each in VOLUNTEERS.values())
    assert sum(1 for each in VOLUNTEERS.values() if not each["email"]) == 15
    assert Counter(each["age_band"] for each in VOLUNTEERS.values()) == {"adult": 74, "minor": 6}
    assert {each["commune"] for each in VOLUNTEERS.values()} <= TERRITOIRE_OF.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda each: each.stem)
def test_typography_is_french(path: Any) -> None:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from strings(each)

    wrong = re.compile(r"'|\s{2,}| [:;?!»]|« |[^\s\u00a0][?!»](?<!\?!)|\S;|[a-zé] :[^/]|\.\.\.|\"|\s$|^\s")
    read = [each for each in strings(json.loads(path.read_text(encoding="utf-8"))) if "://" not in each and "&#" not in each]
    assert not [each for each in read if wrong.search(each)]


def test_nothing_below_the_line_names_what_is_above() -> None:
    secret = re.compile(r"\b(RSA|CER|PPAE|contrats?|annexes?|référente?s?|allocataires?|CAF)\b")
    for path in FILES:
        if path.stem not in {"insertion", "actions", "accounts"}:
            assert not secret.search(path.read_text(encoding="utf-8").replace('"referents"', "")), path.name


def test_demonstration_accounts_exist() -> None:
    known = {each["email"] for each in people()}
    accounts = content.read("accounts")
    assert {each["email"] for each in accounts} <= known
    assert [each["role"] for each in accounts] == [
        "benevole", "association", "moderateur", "referent", "pilote", "administrateur", "allocataire"]
