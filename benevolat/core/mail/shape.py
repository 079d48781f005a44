"""The shape of a letter's text: paragraphs, lists, titles, and addresses that become one button and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

LONGEST_LABEL = 40
TITLE = "— "
_ADDRESS = re.compile(r"https?://\S+")
_ITEM = re.compile(r"[-•]\s+")


class Kind(Enum):
    """What a block is read as."""

    TEXT = "text"
    TITLE = "title"
    LIST = "list"
    BUTTON = "button"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines read together; `address` is where they lead, for a button or a link (the first of its lines is then what is pressed)."""

    kind: Kind
    lines: tuple[str, ...]
    address: str | None = None


def read_letter(body: str) -> list[Block]:
    """Return the blocks of a text. The first address under a line that ends with a colon is the button; every other one is a link."""
    blocks: list[Block] = []
    pressed = False
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        for block in _blocks([each.strip() for each in paragraph.splitlines()]):
            if block.kind is Kind.BUTTON and pressed:
                blocks.append(Block(Kind.LINK, block.lines, block.address))
                continue
            pressed = pressed or block.kind is Kind.BUTTON
            blocks.append(block)
    return blocks


def _blocks(lines: list[str]) -> Iterator[Block]:
    waiting: list[str] = []
    for line in lines:
        if not _ADDRESS.fullmatch(line):
            waiting.append(line)
            continue
        label = waiting[-1] if waiting else ""
        if label.endswith(":") and len(label) <= LONGEST_LABEL:
            yield from _words(waiting[:-1])
            yield Block(Kind.BUTTON, (label[:-1].rstrip(),), line)
        else:
            items = [number for number, each in enumerate(waiting) if _ITEM.match(each)]
            first = items[-1] if items else 0
            yield from _words(waiting[:first])
            words = [_ITEM.sub("", each, count=1) for each in waiting[first:]]
            yield Block(Kind.LINK, (*words[:-1], words[-1].removesuffix(":").rstrip()) if words else (line,), line)
        waiting = []
    yield from _words(waiting)


def _words(lines: list[str]) -> Iterator[Block]:
    """Split what leads nowhere: a title, then sentences and lists as they follow one another."""
    kept: list[str] = []
    listed = False
    for line in lines:
        if line.startswith(TITLE):
            yield from _kept(kept, listed)
            kept = []
            yield Block(Kind.TITLE, (line.removeprefix(TITLE),))
            continue
        item = bool(_ITEM.match(line))
        if kept and item is not listed:
            yield from _kept(kept, listed)
            kept = []
        listed = item
        kept.append(_ITEM.sub("", line, count=1) if item else line)
    yield from _kept(kept, listed)


def _kept(lines: list[str], listed: bool) -> Iterator[Block]:
    if lines:
        yield Block(Kind.LIST if listed else Kind.TEXT, tuple(lines))


def without_frame(body: str) -> str:
    """Return a letter's text without its greeting and its signature, to be read among others in one mail."""
    paragraphs = re.split(r"\n\s*\n", body.strip())
    if paragraphs and re.match(r"Bonjour\b", paragraphs[0]):
        first = paragraphs[0].splitlines()[1:]
        paragraphs = ["\n".join(first), *paragraphs[1:]] if first else paragraphs[1:]
    while paragraphs and re.match(r"(Une question \?|L’équipe )", paragraphs[-1].replace("\u00a0", " ")):
        paragraphs.pop()
    return "\n\n".join(paragraphs)
