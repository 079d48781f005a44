"""Reading a feed in XML into the shape of the JSON files. A document type is refused, so that no entity can grow or reach outside."""

from typing import Any
from xml.parsers import expat

DEEPEST = 8
LISTS = {"softSkills": "value", "soft_skills": "value", "activities": "value", "activity": "value", "addresses": "address"}
"""Fields that hold several values, and the element of each."""
OTHER_NAMES = {
    "organizationId": "organizationClientId", "organizationRna": "organizationRNA", "soft_skills": "softSkills", "activity": "activities",
}
"""What else a partner may call a field."""


class _Tree:
    """The document as it is read: an element with elements inside is a dict of lists, another is its text."""

    def __init__(self) -> None:
        self.open: list[tuple[str, dict[str, list[Any]], list[str]]] = [("", {}, [])]

    def start(self, name: str, _attributes: Any) -> None:
        if len(self.open) > DEEPEST:
            raise ValueError("too deep")
        self.open.append((name, {}, []))

    def text(self, data: str) -> None:
        self.open[-1][2].append(data)

    def end(self, _name: str) -> None:
        name, inside, texts = self.open.pop()
        self.open[-1][1].setdefault(name, []).append(inside if inside else "".join(texts).strip())


def _refuse(*_what: Any) -> None:
    raise ValueError("a document type")


def parse_missions(content: bytes) -> list[Any]:
    """Return the missions of a feed, under the names of the JSON files. Raises ValueError for what is not such a feed."""
    tree, parser = _Tree(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = tree.start, tree.end, tree.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as broken:
        raise ValueError(str(broken)) from None
    root = tree.open[0][1].get("source", [None])[0]
    if root == "":
        return []
    if not isinstance(root, dict):
        raise ValueError("no source")
    return [_mission(each) if isinstance(each, dict) else each for each in root.get("mission", [])]


def _mission(raw: dict[str, list[Any]]) -> dict[str, Any]:
    """Bring an element to the JSON file's shape: one value a field, lists where lists are meant, the address at the top in its list."""
    read: dict[str, Any] = {}
    for name, values in raw.items():
        value = _several(values, LISTS[name]) if name in LISTS else values[0]
        read.setdefault(OTHER_NAMES.get(name, name), value)
    read["addresses"] = [_address(each) for each in read.get("addresses", []) if isinstance(each, dict)] or _address_at_the_top(read)
    return read


def _several(values: list[Any], inside: str) -> list[Any]:
    """Return a list written as `<x><value/><value/></x>`, as `<x>a, b</x>` or as `<x/>` several times."""
    found: list[Any] = []
    for each in values:
        if isinstance(each, dict):
            found += each.get(inside, [])
        else:
            found += [part.strip() for part in each.split(",") if part.strip()]
    return found


def _address(raw: dict[str, list[Any]]) -> dict[str, Any]:
    read = {name: values[0] for name, values in raw.items()}
    location = read.get("location")
    read["location"] = {name: values[0] for name, values in location.items()} if isinstance(location, dict) else None
    return read


def _address_at_the_top(read: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the one address of a feed that has no list of them."""
    location = read.get("location")
    point = {name: values[0] for name, values in location.items()} if isinstance(location, dict) else None
    address = {
        "street": read.get("address") or read.get("adresse"), "postalCode": read.get("postalCode"), "city": read.get("city"),
        "location": point,
    }
    return [address] if any(address.values()) else []
