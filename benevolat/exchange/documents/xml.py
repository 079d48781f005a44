"""Writing XML through the library alone: no text is ever joined into it, and what XML forbids is taken out."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ..rules import clean


def add(parent: Element, name: str, value: Any = None, **attributes: str) -> Element:
    """Add an element with a value as its text; True and False are « yes » and « no »."""
    made = SubElement(parent, name, {key: clean(each) for key, each in attributes.items()})
    if value is not None:
        made.text = ("yes" if value else "no") if isinstance(value, bool) else clean(str(value))
    return made


def written(root: Element) -> bytes:
    """Return a whole document in UTF-8."""
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
