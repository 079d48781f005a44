"""Data integrity proofs, eddsa-rdfc-2022 (W3C, Data Integrity EdDSA Cryptosuites 1.0): sign a JSON-LD document, check one.

What is signed is not the JSON but the statements it stands for, so a key that no context defines would be left out of the signature.
Such a document is refused, and so is one written otherwise than its statements would be: what is read is what was signed.
Contexts come from our files alone. A stranger's document is bounded before any of it is worked on.

Reading PyLD and its libraries is a good part of a process's start, and few processes ever sign: this module is read when it first serves.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from .notation import CREDENTIALS, OPEN_BADGES, Json, base58, from_base58, moment, multibase

FOLDER = Path(__file__).parent / "contexts"
CONTEXTS: Mapping[str, Json] = {
    CREDENTIALS: json.loads((FOLDER / "credentials-v2.json").read_text(encoding="utf-8")),
    OPEN_BADGES: json.loads((FOLDER / "open-badges-3.0.3.json").read_text(encoding="utf-8")),
}
ACCEPTED = ([CREDENTIALS], [CREDENTIALS, OPEN_BADGES])
"""The only values of `@context`: a status list's, a badge's."""

CRYPTOSUITE = "eddsa-rdfc-2022"
PROOF = {"type": "DataIntegrityProof", "cryptosuite": CRYPTOSUITE, "proofPurpose": "assertionMethod"}
PROOF_KEYS = {*PROOF, "created", "verificationMethod", "proofValue"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
LARGEST, DEEPEST = 2_000, 12
"""Values and levels of the largest document that is looked at; ours have some 200 and 5."""
LONGEST = 20_000
"""Letters of one text."""
NATIVE = tuple(f"/XMLSchema#{name}" for name in ("boolean", "integer", "double", "float"))
"""Types whose values JSON writes without quotes, under XML Schema's address and under the one, in https, that Open Badges gives it."""


class Problem(StrEnum):
    """Why a document is not taken for genuine."""

    FORM = "form"  # not a signed document as we write them
    TERMS = "terms"  # something in it is outside what a signature covers
    KEY = "key"  # signed by a key that is none of ours
    SIGNATURE = "signature"  # changed since it was signed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of a document found."""

    valid: bool
    problem: Problem | None = None


class Refused(ValueError):
    """A document that cannot be signed, or that nothing is to be said of."""

    def __init__(self, problem: Problem, where: str) -> None:
        super().__init__(f"{problem}: {where}")
        self.problem = problem


Resolve = Callable[[str], Ed25519PublicKey | None]
"""Returns the key that a verification method names, None when it is none of ours."""


def issuer_of(document: Json) -> str:
    """Return the identifier of whoever says a document, written alone or in a profile; raises Refused when it is neither."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(found, str):
        raise Refused(Problem.FORM, "issuer")
    return found


def sign(document: Json, private: Ed25519PrivateKey, *, created: datetime) -> Json:
    """Return the document with its proof, made by a key of its issuer; raises Refused when a signature would not cover all of it."""
    if "proof" in document:
        raise Refused(Problem.FORM, "proof")
    method = f"{issuer_of(document)}#{multibase(private.public_key())}"
    proof = {**PROOF, "created": moment(created), "verificationMethod": method}
    value = private.sign(_digest(document, proof))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(value)}}


def verify(document: Any, resolve: Resolve) -> Verdict:
    """Tell whether a document is exactly as one of our keys signed it; nothing of it is believed before."""
    try:
        unsigned, proof, signature = _parts(document)
        digest = _digest(unsigned, proof, strangers=True)
        key = resolve(proof["verificationMethod"])
        if key is None:
            raise Refused(Problem.KEY, "verificationMethod")
        key.verify(signature, digest)
    except Refused as refusal:
        return Verdict(False, refusal.problem)
    except InvalidSignature:
        return Verdict(False, Problem.SIGNATURE)
    return Verdict(True)


def _parts(document: Any) -> tuple[Json, Json, bytes]:
    """Return the document without its proof, the proof's own statements, its signature; raises Refused."""
    proof = document.get("proof") if isinstance(document, dict) else None
    if not isinstance(proof, dict) or set(proof) != PROOF_KEYS or not all(isinstance(value, str) for value in proof.values()):
        raise Refused(Problem.FORM, "proof")
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    statements = {key: value for key, value in proof.items() if key != "proofValue"}
    if not PROOF.items() <= statements.items() or not MOMENT.fullmatch(proof["created"]):
        raise Refused(Problem.FORM, "proof")
    if proof["verificationMethod"].partition("#")[0] != issuer_of(unsigned):
        raise Refused(Problem.KEY, "verificationMethod")
    value = proof["proofValue"]
    try:
        signature = from_base58(value[1:]) if value.startswith("z") and len(value) < 100 else b""
    except ValueError:
        signature = b""
    if len(signature) != 64 or value != "z" + base58(signature):
        raise Refused(Problem.SIGNATURE, "proofValue")
    return unsigned, statements, signature


def _digest(document: Json, proof: Json, *, strangers: bool = False) -> bytes:
    """Return what the key signs: the digest of the proof's statements, then the document's; raises Refused."""
    context = document.get("@context")
    if context not in ACCEPTED:
        raise Refused(Problem.FORM, "@context")
    _check_form({key: value for key, value in document.items() if key != "@context"})
    with _ALONE:
        statements = _canonical({"@context": context, **proof}), _canonical(document)
        if strangers and not _same(document, _spelled(document, context)):
            raise Refused(Problem.TERMS, "another spelling")
    return b"".join(hashlib.sha256(each.encode()).digest() for each in statements)


def _check_form(document: Json) -> None:
    """Check that a document is plain, of ordinary size, and says nothing twice; raises Refused."""
    for count, (value, depth) in enumerate(_values(document, 0)):
        if count > LARGEST or depth > DEEPEST:
            raise Refused(Problem.FORM, "size")
        if not isinstance(value, str | bool | list | dict) or value in ("", [], {}):
            raise Refused(Problem.FORM, "an empty value, or a number")
        if isinstance(value, str) and (len(value) > LONGEST or any("\ud800" <= letter <= "\udfff" for letter in value)):
            raise Refused(Problem.FORM, "an endless text, or half a letter")
        if isinstance(value, dict) and any(key.startswith("@") or ":" in key for key in value):
            raise Refused(Problem.TERMS, "a key that is no term")
    for value, _depth in _values(document, 0):
        if isinstance(value, list) and (any(isinstance(each, list) for each in value) or _repeats(value)):
            raise Refused(Problem.FORM, "a list in a list, or twice the same")


def _repeats(values: list[Any]) -> bool:
    """Tell whether a list says something twice."""
    return len(values) > 1 and len({json.dumps(each, sort_keys=True) for each in values}) < len(values)


def _values(value: Any, depth: int) -> Iterator[tuple[Any, int]]:
    """Yield a value and all it holds, the outer first: whoever reads may stop before going deeper."""
    yield value, depth
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in held:
        yield from _values(each, depth + 1)


class _Processor(JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor, which works out a type's own context once instead of at every node: half the time of a signature or more."""

    def __init__(self) -> None:
        super().__init__(on_property_dropped=self._refuse)
        self._worked_out: dict[tuple[str, int, bool], tuple[Any, Any]] = {}

    @staticmethod
    def _refuse(key: str | None) -> None:
        raise Refused(Problem.TERMS, str(key))

    def expand(self, input_: Any, options: Any) -> Any:
        """Expand a document; raises Refused when any part of it would be lost, or read otherwise, on the way to statements."""
        expanded = super().expand(input_, options)
        for value, _depth in _values(expanded, 0):
            if isinstance(value, dict):
                _check_node(value)
        return expanded

    def _process_context(self, active_ctx: Any, local_ctx: Any, options: Any, override_protected: bool = False, propagate: bool = True,
                         **more: Any) -> Any:  # fmt: skip
        """Work out a context; a type's own does not propagate, and depends on nothing but the one around it."""
        if propagate or "_uuid" not in active_ctx:
            return super()._process_context(active_ctx, local_ctx, options, override_protected, propagate, **more)
        # contexts come from our files alone, all of them kept: an identity is never used again, and there are never more than a few
        key = (active_ctx["_uuid"], id(local_ctx), override_protected)
        if key not in self._worked_out:
            worked_out = super()._process_context(active_ctx, local_ctx, options, override_protected, propagate, **more)
            self._worked_out[key] = (worked_out, local_ctx)
        return self._worked_out[key][0]


class _Canonical(URDNA2015):  # type: ignore[misc]
    """RDFC-1.0 for documents like ours, where every node differs by what it says itself: trying permutations is refused, not endured."""

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:
        """Refuse nodes that nothing of their own tells apart."""
        raise Refused(Problem.FORM, "nodes that look alike")


_ALONE = Lock()  # PyLD keeps caches that two threads would spoil
_PROCESSOR = _Processor()
_RESOLVED: Json = {}


def _load(address: str, _options: Any = None) -> Json:
    """Give PyLD a context of our files, and no other."""
    if address not in CONTEXTS:
        raise Refused(Problem.FORM, address)
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXTS[address], "tag": "static"}


def _options() -> Json:
    return {"documentLoader": _load, "contextResolver": ContextResolver(_RESOLVED, _load), "produceGeneralizedRdf": False}


def _spelled(document: Json, context: list[str]) -> Any:
    """Return a document as its own statements would be written."""
    try:
        return _PROCESSOR.compact(document, {"@context": context}, _options())
    except JsonLdError as error:
        raise Refused(Problem.TERMS, str(error)[:200]) from None


def _canonical(document: Json) -> str:
    """Return the canonical statements of a document; raises Refused when any part of it would not be among them."""
    try:
        dataset = _PROCESSOR.to_rdf(document, _options())
    except JsonLdError as error:
        raise Refused(Problem.TERMS, str(error)[:200]) from None
    canonical: str = _Canonical().main(dataset, {"format": "application/n-quads"})
    return canonical


def _check_node(node: Json) -> None:
    """Check an expanded node: its names are whole addresses, its values what they look like; raises Refused."""
    names = [node.get("@id", "x:x"), *(node.get("@type", []) if "@value" not in node else [])]
    if not all(isinstance(name, str) and ADDRESS.fullmatch(name) for name in names):
        raise Refused(Problem.TERMS, str(names))
    if isinstance(node.get("@value"), str) and str(node.get("@type")).endswith(NATIVE):
        raise Refused(Problem.TERMS, str(node))
    if any(key.startswith("@") and key not in {"@id", "@type", "@value"} for key in node):
        raise Refused(Problem.TERMS, str(sorted(node)))


def _same(one: Any, other: Any) -> bool:
    """Tell whether two documents are the same; a list of one and what it holds are."""
    if isinstance(one, list) and len(one) == 1 and not isinstance(other, list):
        return _same(one[0], other)
    if isinstance(other, list) and len(other) == 1 and not isinstance(one, list):
        return _same(one, other[0])
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)
