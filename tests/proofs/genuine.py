"""Genuine credentials of invented people, and every way to change one of them in one place."""

import copy
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from benevolat.proofs import credential, integrity, statuses

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SITE = "https://benevolat.example"
WEB = "did:web:benevolat.example"
LIST = f"{SITE}/verifier/statuts/1"
# long ago: foreign verifiers read the machine's own clock, and take nothing from the future
AT = datetime(2024, 1, 15, 10, tzinfo=UTC)
SKILLS = (
    credential.AttestedSkill(
        "Accueillir et orienter", "J’accueille les gens, je réponds à leurs questions.", "validated",
        (("300361", "Accueillir, orienter, renseigner un public"),),
        (("http://data.europa.eu/esco/skill/26a6e6d2-1c9a-4d7e-8c04-5ba16d1f53da", "accueillir les clients"),),
    ),
    credential.AttestedSkill("Cuisiner", "Je prépare un repas pour un groupe.", "attested", (("300400", "Cuisiner des plats"),)),
    credential.AttestedSkill("Écouter", "J’écoute sans juger.", "attested"),
)  # fmt: skip
ATTESTED = credential.Attested(
    title="Servir le repas du mardi", host="Les Repas du mardi", starts_on=date(2023, 9, 5), ends_on=date(2023, 12, 19), minutes=1950,
    sentence="Toujours à l’heure, toujours souriante.", signatory="Nadia Ferrand", domaine="Aide aux personnes, solidarité", skills=SKILLS,
)
LEAST = credential.Attested(
    title="Tri", host="X", starts_on=date(2023, 9, 5), ends_on=None, minutes=0, sentence=None, signatory=None, domaine=None,
)


def did_key(key: Ed25519PrivateKey = KEY) -> str:
    return f"did:key:{integrity.multibase(key.public_key())}"


def unsigned(attested: credential.Attested = ATTESTED, *, did: str = WEB, place: int = 5, rank: int = 1, holder: str = "Léa Martin") -> Any:
    """A credential to be signed."""
    issuer = credential.Issuer(did, "Isère bénévolat", SITE)
    number = uuid.UUID(int=rank, version=4).urn
    return credential.build(attested, holder=holder, number=number, issuer=issuer, status=(LIST, place), issued_at=AT)


def signed(attested: credential.Attested = ATTESTED, *, key: Ed25519PrivateKey = KEY, **more: Any) -> Any:
    """A credential as it is handed over."""
    return integrity.sign(unsigned(attested, **more), key, created=AT)


def status_list(withdrawn: set[int]) -> Any:
    """A signed list of withdrawn credentials."""
    return integrity.sign(statuses.build(withdrawn, address=LIST, did=WEB, at=AT), KEY, created=AT)


def resolve(method: str) -> Ed25519PublicKey | None:
    """Knows KEY alone."""
    return KEY.public_key() if method.endswith("#" + integrity.multibase(KEY.public_key())) else None


def did_document(did: str = WEB, *keys: Ed25519PrivateKey) -> Any:
    """The DID document of a site with these keys."""
    written = [integrity.multibase(key.public_key()) for key in keys or (KEY,)]
    methods = [{"id": f"{did}#{each}", "type": "Multikey", "controller": did, "publicKeyMultibase": each} for each in written]
    context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    return {"@context": context, "id": did, "verificationMethod": methods, "assertionMethod": [each["id"] for each in methods]}


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place of a document with what it holds."""
    yield path, value
    for key, held in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(held, (*path, key))


def _at(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


def _changed(value: Any, chance: random.Random) -> Any:
    """Another value of the same kind, near it."""
    if isinstance(value, bool):
        return not value
    at = chance.randrange(len(value))
    other = chance.choice([letter for letter in "abcdefghjkmnpqrstuvwxyz23456789" if letter != value[at].lower()])
    return value[:at] + other + value[at + 1 :]


def mutations(document: Any, count: int) -> list[tuple[str, Any]]:
    """`count` documents that differ from this one in one place: every leaf changed and removed, a term added in every object, and again."""
    places = list(_places(document))
    made: dict[str, Any] = {}

    def keep(name: str, path: tuple[Any, ...], act: Any) -> None:
        copied = copy.deepcopy(document)
        act(_at(copied, path))
        if copied != document:
            made[f"{name} {'/'.join(map(str, path))}"] = copied

    chance = random.Random(4)
    for path, value in places:
        if path:
            keep(f"without {path[-1]!r} in", path[:-1], lambda at, key=path[-1]: at.pop(key))
        if isinstance(value, dict):
            keep("unknown term in", path, lambda at: at.update(inconnu="x"))
            keep("known term in", path, lambda at: at.update(narrative="Elle a aussi tenu la caisse."))
    turn = 0
    while len(made) < count:
        turn += 1
        for path, value in places:
            if isinstance(value, str | bool) and path:
                keep(f"changed ({turn})", path[:-1], lambda at, key=path[-1], new=_changed(value, chance): at.__setitem__(key, new))
    leaves = [name for name in made if name.startswith("changed (1)")]
    others = [name for name in made if name not in set(leaves)]
    kept = (leaves + others)[:count]
    return [(name, made[name]) for name in kept]
