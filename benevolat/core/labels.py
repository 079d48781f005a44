"""Enumerations whose members carry, besides the stored English value, the French words of the screens."""

from enum import Enum
from typing import Self

import sqlalchemy as sa
from flask_babel.speaklater import LazyString


class Labelled(str, Enum):
    """A state or a choice: `SENT = "sent", _l("Envoyée")`; equal to its stored value, `.label` is what a person reads."""

    label: str | LazyString

    def __new__(cls, value: str, label: str | LazyString) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str | LazyString]]:
        """Return (value, label) pairs for a form field."""
        return [(member.value, member.label) for member in cls]


def enum_column(kind: type[Labelled], name: str) -> sa.Enum:
    """Return the column type of a labelled enum: text with a CHECK named `name`, so that the database knows the states."""
    return sa.Enum(
        kind, name=name, native_enum=False, create_constraint=True, validate_strings=True,
        length=40, values_callable=lambda members: [member.value for member in members],
    )
