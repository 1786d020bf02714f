"""Made records, as many as are asked for: record n is the same whenever and wherever it is made (seed fixed).

Words are those of wording.py. Agencies, tags and types follow Zipf's law, days are spread over thirty Jalali years and
more of them are late. Not here: how records reach a store (filling.py).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from catalogue.identity import sha256_hex
from catalogue.ingest import NewRecord
from catalogue.persian.calendar import jalali
from catalogue.vocab import Kind, vocabulary
from catalogue.writing import Origin
from tests.bench.made.texts import Text, texts
from tests.bench.made.wording import Wording, pieces_of

SEED = 1405
AGENCIES, TAGS, LICENCES = 300, 2_000, 6
FIRST_DAY, DAYS = date(1996, 3, 20), 30 * 365
"""From the first day of 1375 to 1404."""
KINDS = (Kind.DECISION,) * 11 + (Kind.NOTICE,) * 5 + (Kind.DATASET,) * 4
"""Batches of one kind, in turns; of twenty so many are decisions, notices, datasets."""
BATCH = 200
FORMATS = ("CSV", "XLSX", "PDF", "JSON", "XML", "ZIP", "SHP", "ODS")
FETCHED_AT = "2026-11-20T05:00:00Z"


class Zipf:
    """Draws from a list, the first ones much more often."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values
        self._sums = list(accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self, random: Random) -> str:
        """One of the values."""
        return self.values[bisect(self._sums, random.random() * self._sums[-1])]


class Records:
    """All records of the seed. Reading the texts takes some seconds, a record then far less than its ingest."""

    def __init__(self, found: Sequence[Text] | None = None) -> None:
        found = texts() if found is None else found
        self.wording = Wording(f"{text.title} {text.body}" for text in found)
        self._texts = [(pieces_of(text.title), pieces_of(text.body)) for text in found]
        random = Random(SEED)
        self.agencies = {f"bench-agency-{n:03}": self._name(random) for n in range(AGENCIES)}
        self._agencies = Zipf(list(self.agencies))
        self._tags = Zipf([self._tag(random) for _ in range(TAGS)])
        self._types = {
            kind: Zipf(list(vocabulary(f"{kind}_types"))) for kind in (Kind.DECISION, Kind.NOTICE)
        }  # the order of the files
        self._topics = Zipf(list(vocabulary("topics")))
        self._formats = Zipf(FORMATS)

    def agency_files(self) -> list[dict[str, Any]]:
        """The validated agency files of all agencies."""
        return [
            {"slug": slug, "names": [{"text": name, "lang": "fa"}], "type": "state"}
            for slug, name in self.agencies.items()
        ]

    def batch(self, number: int) -> tuple[Kind, list[NewRecord]]:
        """Batch 0, 1, 2 … of 200 records of one kind."""
        kind = kind_of(number)
        return kind, [self.record(n) for n in range(number * BATCH, (number + 1) * BATCH)]

    def digests(self, size: int, kind: Kind) -> Iterator[tuple[str, str]]:
        """(native id, raw digest) of the records of a kind among the first `size`; nothing else of them is made."""
        return ((native_id(number), digest(number)) for number in range(size) if kind_of(number // BATCH) is kind)

    def record(self, number: int) -> NewRecord:
        """Record 0, 1, 2 …, ready to be ingested."""
        shows, address = digest(number), f"https://bench.example/{native_id(number)}"
        origin = Origin(address, shows, address, FETCHED_AT, recorded=False)
        return NewRecord(native_id(number), self.fields(number), shows, shows, origin)

    def fields(self, number: int) -> dict[str, Any]:
        """The validated fields of a record."""
        random = Random(f"{SEED} record {number}")
        title, body = random.choice(self._texts)
        kind = kind_of(number // BATCH)
        agency = self._agencies.draw(random)
        issuer = "issuer" if kind is Kind.DECISION else "publisher"
        record: dict[str, Any] = {
            "kind": kind,
            "title": self.wording.vary(title, random),
            "texts": [{"role": "body", "text": self.wording.vary(body, random)}],
            "roles": [{"role": issuer, "agency": agency, "raw": self.agencies[agency]}],
            "dates": {"adopted" if kind is Kind.DECISION else "published": a_day(random)},
            "language": ["fa"],
            "topics": [self._topics.draw(random)],
            "licence": {"basis": "stated", "label": f"پروانهٔ {random.randrange(LICENCES)}"},
        }
        tags = {self._tags.draw(random) for _ in range(random.randrange(5))}
        if tags:
            record["tags"] = sorted(tags)
        return record | self._of_kind(kind, number, random)

    def _of_kind(self, kind: Kind, number: int, random: Random) -> dict[str, Any]:
        if kind is Kind.DATASET:
            forms = sorted({self._formats.draw(random) for _ in range(random.randint(1, 3))})
            address = f"https://bench.example/{number:08}"
            return {"distributions": [{"access_url": f"{address}/{form}", "format": form} for form in forms]}
        more: dict[str, Any] = {"type": self._types[kind].draw(random)}
        if kind is Kind.DECISION:
            raw = f"{random.randrange(1000, 99_999)}/{random.choice('شمتکه')}{random.randrange(1000, 99_999)}"
            more |= {"type_asserted_by": "source", "number": {"raw": raw, "folded": raw}}
        return more

    def _name(self, random: Random) -> str:
        return f"سازمان {self.wording.word(random)} {self.wording.word(random)}"

    def _tag(self, random: Random) -> str:
        return " ".join(self.wording.word(random) for _ in range(random.randint(1, 2)))


def native_id(number: int) -> str:
    """The publisher's key of a record."""
    return f"{number:08}"


def digest(number: int) -> str:
    """What stands for the publisher's words of a record."""
    return sha256_hex(f"{SEED} record {number}")


def kind_of(batch: int) -> Kind:
    """The kind of all records of a batch."""
    return KINDS[batch * 7 % len(KINDS)]  # 7 and 20 have no common divisor: the kinds take turns


def a_day(random: Random) -> dict[str, str]:
    """A DualDate."""
    day = FIRST_DAY + timedelta(days=int(DAYS * random.random() ** 0.6))
    there = "{:04}-{:02}-{:02}".format(*jalali(day))
    iso = day.isoformat()
    return {
        "raw": there.replace("-", "/"),
        "iso": iso,
        "jalali": there,
        "precision": "day",
        "rule": "jalali_ymd",
        "weekday": "absent",
    }
