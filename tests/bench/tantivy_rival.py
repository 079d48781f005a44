"""A rival: tantivy through its Python binding, over the same stems and facts.

It is favoured: the binding cannot sort by distance nor cut a circle, so it answers the box around it and its own order; the circle is
cut afterwards, out of the time measured, to compare totals. It puts missions that hold a part of the words after those that hold every
word by their rank alone, not in its other orders.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from benevolat.core.geo import Point, box, distance_km
from benevolat.search.moment import Moment
from benevolat.search.request import Sort
from benevolat.search.selection import ENOUGH_WHOLE
from tests.bench.facts import KINDS, NAMES, Reading, Shared

Answer = tuple[list[int], int, dict[int, int]]
REAL = {"lat", "lon", "starts", "until", "newest"}
MASKS = {"flags": 8, "half_days": 21, "settings": 2, "competences": 63}
FACETS = ("kind", "flags", "half_days", "french", "settings", "competences", "association", "remote")
EVERY_WORD = 1e6
MUST, MAY, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class Tantivy:
    """An index on disk: three fields of stems, numbers as fast fields, masks as repeated numbers."""

    def __init__(self, shared: Shared) -> None:
        self.shared, self.folder = shared, Path(tempfile.mkdtemp(prefix="tantivy-"))
        builder = tantivy.SchemaBuilder()
        for name in ("title", "commune", "rest"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        for name in NAMES:
            if name in REAL:
                builder.add_float_field(name, fast=True, indexed=True)
            else:
                builder.add_integer_field(name, fast=True, indexed=True, stored=name == "id")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        writer = self.index.writer(heap_size=64_000_000, num_threads=1)
        parts = dict(shared.texts())
        for each in shared.facts:
            writer.add_document(self._document(each, parts[each.id]))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    @staticmethod
    def _document(fact: Any, parts: tuple[str, str, str]) -> Any:
        document = tantivy.Document()
        for name, text in zip(("title", "commune", "rest"), parts, strict=True):
            document.add_text(name, text)
        for name in NAMES:
            value = getattr(fact, name)
            if name in MASKS:
                for bit in range(MASKS[name]):
                    if value >> bit & 1:
                        document.add_integer(name, bit)
            elif name in REAL:
                if value is not None:
                    document.add_float(name, min(float(value), 1e15))
            else:
                document.add_integer(name, value)
        return document

    def _term(self, name: str, value: Any) -> Any:
        return tantivy.Query.term_query(self.schema, name, value)

    def _stem(self, stem: str) -> Any:
        fields = (("title", 3.0), ("commune", 2.0), ("rest", 1.0))
        return tantivy.Query.boolean_query([(MAY, tantivy.Query.boost_query(self._term(name, stem), boost)) for name, boost in fields])

    def _begun(self, prefix: str) -> Any:
        if len(prefix) < 3:
            return self._stem(prefix)
        fields = ("title", "commune", "rest")
        return tantivy.Query.boolean_query([(MAY, tantivy.Query.regex_query(self.schema, name, f"{prefix}.*")) for name in fields])

    def _word(self, ways: tuple[tuple[str, ...], ...], begun: str | None) -> Any:
        if begun is not None:
            return self._begun(begun)
        said = [tantivy.Query.boolean_query([(MUST, self._stem(each)) for each in way]) for way in ways]
        return said[0] if len(said) == 1 else tantivy.Query.boolean_query([(MAY, each) for each in said])

    def _between(self, name: str, low: float | None, high: float | None, *, whole: bool = False) -> Any:
        kind = tantivy.FieldType.Integer if whole else tantivy.FieldType.Float
        return tantivy.Query.range_query(self.schema, name, kind, low, high)

    def _filters(self, reading: Reading, moment: Moment) -> list[tuple[Any, Any]]:
        asked = reading.request
        found = [(MUST, self._between("until", moment.now, None))] + [(NOT, self._stem(each)) for each in reading.without]
        for name, value in self.shared.conditions(asked, moment).items():
            if name == "flags":
                found += [(MUST, self._term(name, bit)) for bit in range(8) if value >> bit & 1]
            elif name in MASKS:
                bits = [bit for bit in range(MASKS[name]) if value >> bit & 1]
                found.append((MUST, tantivy.Query.boolean_query([(MAY, self._term(name, bit)) for bit in bits])))
            elif name == "french":
                found.append((MUST, self._between(name, None, value, whole=True)))
            elif name == "starts":
                found.append((MUST, self._between(name, None, value - 1e-3)))
            else:
                found.append((MUST, self._term(name, value)))
        if asked.remote:
            found.append((MUST, self._term("remote", 1)))
        elif asked.territory is not None:
            code = self.shared.areas.index(asked.territory) if asked.territory in self.shared.areas else 99
            found.append((MUST, self._term("area", code)))
        elif asked.isere:
            found.append((MUST, self._between("area", 0, None, whole=True)))
        elif asked.point is not None and asked.radius_km is not None:
            south, north, west, east = box(asked.point, asked.radius_km)
            found += [(MUST, self._between("lat", south, north)), (MUST, self._between("lon", west, east))]
        return [(occur, query if occur is NOT else tantivy.Query.const_score_query(query, 0.0)) for occur, query in found]

    def _queries(self, reading: Reading, moment: Moment, *, every: bool) -> tuple[Any, Any]:
        """Return the whole question, and the one without its domains, whose counts are the facet (None when it names none)."""
        words = [self._word(*each) for each in zip(reading.words, reading.begun, strict=True)]
        others = self._filters(reading, moment)
        if words:
            others.append((MUST, tantivy.Query.boolean_query([(MUST if every else MAY, each) for each in words])))
        if words and not every:
            whole = tantivy.Query.boolean_query([(MUST, each) for each in words])
            others.append((MAY, tantivy.Query.const_score_query(whole, EVERY_WORD)))
        if reading.request.kind is not None:
            others.append((MUST, self._term("kind", KINDS.index(reading.request.kind))))
        codes = [self.shared.domains.index(each) for each in reading.request.domains if each in self.shared.domains]
        if not codes:
            return tantivy.Query.boolean_query(others), None
        own = (MUST, tantivy.Query.boolean_query([(MAY, self._term("domain", code)) for code in codes]))
        return tantivy.Query.boolean_query([*others, own]), tantivy.Query.boolean_query(others)

    def answer(self, reading: Reading, moment: Moment) -> Answer:
        """Return a page, the total within the box and the counts by domain."""
        every = self._queries(reading, moment, every=True)
        if len(reading.words) < 2 or self.searcher.search(every[0], 1, count=True).count >= ENOUGH_WHOLE:
            return self._ask(*every, reading)
        return self._ask(*self._queries(reading, moment, every=False), reading)

    def _ask(self, whole: Any, others: Any, reading: Reading) -> Answer:
        order = {Sort.NEWEST: ("newest", tantivy.Order.Desc), Sort.DATE: ("starts", tantivy.Order.Asc)}.get(reading.request.sort)  # type: ignore[arg-type]
        if order is None and not reading.words:
            order = ("newest", tantivy.Order.Desc)
        how = {"order_by_field": order[0], "order": order[1]} if order else {}
        found = self.searcher.search(whole, reading.request.limit, count=True, offset=reading.request.skip, **how)
        domains, facets = ({name: {"terms": {"field": name, "size": 50}} for name in names} for names in (("domain",), FACETS))
        if others is None:
            counted = self.searcher.aggregate(whole, domains | facets)
        else:
            counted = self.searcher.aggregate(others, domains)
            self.searcher.aggregate(whole, facets)
        page = self.searcher.fast_field_values("id", [address for _score, address in found.hits])
        return [int(each) for each in page], found.count, {int(each["key"]): each["doc_count"] for each in counted["domain"]["buckets"]}

    def exact_total(self, reading: Reading, moment: Moment) -> int:
        """Return the total once the circle is cut out of the box, slowly."""
        total = self._exact(reading, moment, every=True)
        return total if total >= ENOUGH_WHOLE or len(reading.words) < 2 else self._exact(reading, moment, every=False)

    def _exact(self, reading: Reading, moment: Moment, *, every: bool) -> int:
        whole, _others = self._queries(reading, moment, every=every)
        hits = [address for _score, address in self.searcher.search(whole, max(1, self.searcher.num_docs), count=True).hits]
        asked = reading.request
        if asked.point is None or asked.radius_km is None or asked.remote or asked.territory or asked.isere or not hits:
            return len(hits)
        lat, lon = (np.array(self.searcher.fast_field_values(name, hits), dtype=float) for name in ("lat", "lon"))
        return sum(distance_km(asked.point, Point(*at)) <= asked.radius_km for at in zip(lat.tolist(), lon.tolist(), strict=True))

    @property
    def megabytes(self) -> float:
        """How much its files weigh."""
        return sum(each.stat().st_size for each in self.folder.iterdir() if each.is_file()) / 1e6

    def close(self) -> None:
        """Take it away."""
        shutil.rmtree(self.folder, ignore_errors=True)
