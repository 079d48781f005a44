"""Numbers of associations as people type them, against the public vectors."""

import json
from pathlib import Path

import pytest

from benevolat.associations.errors import BadIdentifier, DoubtfulIdentifier
from benevolat.associations.identifiers import Identity, read_identity, read_rna, read_siren_or_siret
from benevolat.core.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parent / "identifiers.json").read_text())


@pytest.mark.parametrize("number", [*VECTORS["siren_valides"], *VECTORS["siret_valides"]])
def test_right_numbers_are_read(number: str) -> None:
    assert read_siren_or_siret(number) == number


@pytest.mark.parametrize("number", [*VECTORS["siren_invalides"], *VECTORS["siret_invalides"]])
def test_wrong_numbers_are_refused(number: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_siren_or_siret(number)
    assert refused.value.field == "number"


@pytest.mark.parametrize("number", VECTORS["rna_valides"])
def test_right_rna_are_read(number: str) -> None:
    assert read_rna(number) == number


@pytest.mark.parametrize("number", VECTORS["rna_invalides"])
def test_wrong_rna_are_refused(number: str) -> None:
    with pytest.raises(BadIdentifier):
        read_rna(number)


def test_numbers_are_read_as_people_write_them() -> None:
    assert read_siren_or_siret("732 829 320 00074") == "73282932000074"
    assert read_siren_or_siret("732\u00a0829\u00a0320") == "732829320"
    assert read_rna(" w 751245606 ") == "W751245606"


def test_a_wrong_check_digit_is_only_a_warning() -> None:
    with pytest.raises(DoubtfulIdentifier):
        read_siren_or_siret("732829321")
    assert read_siren_or_siret("732829321", sure=True) == "732829321"


@pytest.mark.parametrize("number", ["73282932", "12345678901234567", "abcdefghi", "7328293200007A"])
def test_being_sure_does_not_excuse_a_wrong_form(number: str) -> None:
    with pytest.raises(BadIdentifier):
        read_siren_or_siret(number, sure=True)


def test_an_identity_is_either_or_both() -> None:
    assert read_identity("W751245606", "") == Identity(rna="W751245606")
    assert read_identity(None, "73282932000074") == Identity(siren="732829320", siret="73282932000074")
    assert read_identity("W751245606", "732829320") == Identity(rna="W751245606", siren="732829320")
    with pytest.raises(BadIdentifier) as refused:
        read_identity("  ", None)
    assert refused.value.field == "rna"
