"""A field for a duration, read as people write it: « 2 », « 2,5 », « 2 h 30 », « 90 min »."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

PATTERNS = (
    re.compile(r"(?P<hours>\d{1,5})\s*(?:h(?:eures?)?|:)\s*(?P<minutes>[0-5]?\d)?\s*(?:min|mn)?"),
    re.compile(r"(?P<hours>\d{1,5}(?:[.,]\d{1,2})?)\s*(?:h(?:eures?)?)?"),
    re.compile(r"(?P<minutes>\d{1,6})\s*(?:min(?:utes?)?|mn)"),
)
UNREADABLE = _l("Écrivez une durée, par exemple «\u00a02\u00a0» ou «\u00a02\u00a0h\u00a030\u00a0».")


def read_duration(text: str) -> int | None:
    """Return the minutes of a written duration, or None when it is not one; a number alone is hours."""
    clean = " ".join(text.lower().replace("\u00a0", " ").replace("\u202f", " ").split())
    for pattern in PATTERNS:
        found = pattern.fullmatch(clean)
        if found:
            parts = found.groupdict()
            hours = float((parts.get("hours") or "0").replace(",", "."))
            return round(hours * 60) + int(parts.get("minutes") or 0)
    return None


def write_duration(minutes: int) -> str:
    """Return a duration as this field reads it again: « 2 », « 2 h 30 »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else str(hours)


class DurationField(StringField):  # type: ignore[misc]
    """Text typed by a person, minutes for the code (`data`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20})
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else write_duration(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; raises ValueError, whose words WTForms shows at the field."""
        if not valuelist:
            return
        self.data = read_duration(valuelist[0])
        if self.data is None and valuelist[0].strip():
            raise ValueError(UNREADABLE)
