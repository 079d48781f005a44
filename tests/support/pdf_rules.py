"""The rules of PDF/UA-1 and PDF/A-3a that an independent checker finds broken in a document."""

import re

import page

PROFILES = ("ua1", "3a")
STREAM = re.compile(rb"<<(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*?/Length (\d+)(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*?>>\s*stream\r?\n", re.S)
MISREAD = "PDFA3A-STREAM-LENGTH-001"
"""The checker takes a last byte that happens to be a carriage return for the end of line that follows it; veraPDF does not."""


def broken(content: bytes) -> list[str]:
    """Return each broken rule as « profile: rule message »; none: it conforms."""
    found = [(profile, each) for profile in PROFILES for each in page.validate_pdf_bytes(content, profile=profile).failures]
    return [
        f"{profile}: {each.rule_id} {each.message}" for profile, each in found
        if each.rule_id != MISREAD or not _lengths_hold(content)
    ]


def _lengths_hold(content: bytes) -> bool:
    """Tell whether every stream is as long as it says, the end of line before its end not counted."""
    found = list(STREAM.finditer(content))
    return bool(found) and all(
        re.match(rb"\r?\n?endstream", content[each.end() + int(each[1]):][:12]) is not None for each in found
    )
