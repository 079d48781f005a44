"""What nobody should type, through the page and through the API: how long the slowest answer takes, which is never a failure."""

import time
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask

TEXTS = (
    "a" * 10_000, "é" * 10_000, "mot " * 2_500, "jardin " * 1_400, " ".join(f"zorglub{n}" for n in range(1_000)), "a*b*c*", "*",
    "jar?in~2^9", '"jardin', "'; DROP TABLE mission; --", "jardin AND OR NOT (", "+jardin -velo", "🎉🧑‍🌾", "متطوع في الحديقة", "志愿者",
    "\x00\x01\x1b[2J", "\u202ejardin", "%_\\", "{{7*7}}", "-" * 9_000, " " * 10_000, "l'" * 4_000, "pas de " * 1_400,
    "à 5 km de " * 900, "soutein scolère " * 600,
)
PAGE: tuple[dict[str, Any], ...] = (
    *({"q": each} for each in TEXTS), *({"lieu": each} for each in TEXTS),
    {"lat": 91, "lon": 5}, {"lat": "NaN", "lon": "inf"}, {"lat": "1e400", "lon": 5}, {"lieu": "Voiron", "rayon": -1},
    {"lieu": "Voiron", "rayon": "nan"}, {"page": 10**9}, {"page": -1}, {"q": "jardin", "page": 10**9},
    {"domaine": "inconnu", "type": "inconnu", "quand": 99, "avec": "inconnu"}, {"competence": "inconnue", "association": "?", "tri": "x"},
)
API: tuple[dict[str, Any], ...] = (
    *({"keywords": each} for each in TEXTS), *({"place": each} for each in TEXTS),
    *({"keywords": each[:200]} for each in TEXTS if len(each) > 200),
    {"lat": 91, "lon": 5}, {"lat": "NaN", "lon": "NaN"}, {"place": "Voiron", "distance": -1}, {"skip": 10**9}, {"skip": 10**20},
    {"skip": 10**9, "keywords": "jardin"}, {"limit": -1}, {"domain": "inconnu", "keywords": "jardin"}, {"distance": "NaN"},
)
REPEATS = 3


def worst(app: Flask) -> dict[str, Any]:
    """Ask everything; return the slowest answer in milliseconds (each the median of three) and what it answered to.

    Raises AssertionError when the site failed.
    """
    client = app.test_client()
    spent: dict[str, float] = {}
    for path, every in (("/missions", PAGE), ("/missions/carte.json", PAGE), ("/api/v1/missions", API)):
        for asked in every:
            address, times = f"{path}?{urlencode(asked)}", []
            for _turn in range(REPEATS):
                began = time.perf_counter()
                answer = client.get(address)
                times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code < 500, f"{answer.status_code}: {address[:200]}"
            spent[address] = median(times)
    address = max(spent, key=lambda each: spent[each])
    return {"bad_input_asked": len(spent), "bad_input_worst_ms": round(spent[address], 1), "bad_input_worst": address[:100]}
