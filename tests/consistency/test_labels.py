"""Every state and choice has its French words, typed as French is typed, and each noun of the database says them the same way."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import benevolat
from benevolat.core.labels import Labelled

STRAIGHT = re.compile(r"\w'\w")


def _kinds() -> list[type[Labelled]]:
    for module in walk_packages(benevolat.__path__, "benevolat."):
        if module.name.endswith((".models", ".request")):
            import_module(module.name)
    return sorted(Labelled.__subclasses__(), key=lambda kind: (kind.__module__, kind.__name__))


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_each_member_is_english_in_code_and_french_on_screen(kind: type[Labelled]) -> None:
    labels = [str(member.label) for member in kind]
    assert len(labels) == len(set(labels)), "two members read the same"
    for member in kind:
        assert re.fullmatch(r"[A-Z][A-Z_]*", member.name)
        assert re.fullmatch(r"[a-z][a-z_-]*", member.value)
        assert str(member.label).strip()
        assert not STRAIGHT.search(str(member.label)), f"{member.label}: the apostrophe is ’"


def test_a_member_is_its_value_and_carries_its_words() -> None:
    kind = _kinds()[0]
    member = next(iter(kind))
    assert member == member.value
    assert kind(member.value) is member
    assert (member.value, member.label) in kind.choices()
