"""DCAT catalogues made by rule for tests, of any size; nothing in them is real."""

from __future__ import annotations

import random
from collections.abc import Iterator

PREFIXES = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""
HOST = "https://data.example"
WORDS = ("بودجه", "آمار", "شهرستان", "کشاورزی", "جمعیت", "درآمد", "آب", "برق", "حمل‌ونقل", "ترافیک", "آموزش", "بهداشت")


def dataset(number: int, chance: random.Random, distributions: int = 1) -> Iterator[str]:
    """The statements about one dataset in Turtle, a line each."""
    words = chance.choices(WORDS, k=6)
    node = f"<{HOST}/dataset/{number:06}>"
    yield f"{node} a dcat:Dataset ."
    yield f'{node} dct:title "{words[0]} {words[1]} {number}"@fa, "Dataset {number}"@en .'
    yield f'{node} dct:description "{" ".join(chance.choices(WORDS, k=20))}"@fa .'
    yield f'{node} dct:issued "20{chance.randrange(10, 26)}-0{chance.randrange(1, 10)}-11"^^xsd:date .'
    yield f"{node} dct:publisher <{HOST}/agency> ."
    yield f'{node} dcat:keyword "{words[2]}"@fa, "{words[3]} {words[4]}"@fa .'
    for part in range(distributions):
        inner = f"<{HOST}/dataset/{number:06}/file/{part}>"
        yield f"{node} dcat:distribution {inner} ."
        yield f"{inner} a dcat:Distribution ."
        yield f"{inner} dcat:accessURL <{HOST}/files/{number}-{part}.csv> ."
        yield f'{inner} dct:format "CSV" .'


def statements(datasets: int, seed: int = 6) -> Iterator[str]:
    """The statements of a catalogue in Turtle, a line each, without prefixes."""
    chance = random.Random(seed)
    yield f'<{HOST}/agency> foaf:name "شورای شهر نمونه"@fa .'
    for number in range(datasets):
        yield from dataset(number, chance)


def catalogue(datasets: int, seed: int = 6) -> bytes:
    """A catalogue in Turtle."""
    return "\n".join((PREFIXES, *statements(datasets, seed))).encode()
