"""Names of agencies and of the vocabularies, as people type them."""

from __future__ import annotations

import json

import pytest

from catalogue.naming import names_of
from catalogue.persian.letters import fold_search
from catalogue.persian.synonyms import Synonyms
from catalogue.persian.understanding import understand
from catalogue.persian.words import analyse

SAMT = {"names": [{"text": "وزارت صنعت، معدن و تجارت", "lang": "fa"}, {"text": "Ministry of Industry", "lang": "en"}]}
SHORA = {"names": [{"text": "شورای اسلامی شهر سپیدرود (نمونه)"}], "aliases": ["شورای شهر سپیدرود", "سپیدشورا"]}
NAMES = names_of(
    (("a-1", "samt", json.dumps(SAMT)), ("a-2", "shora-nemouneh", json.dumps(SHORA))),
    Synonyms([("صمت", "صنعت، معدن و تجارت")]),
)


def meanings(text: str) -> list[tuple[str, str]]:
    words = [fold_search(text[word.start : word.end]) for word in analyse(text).words]
    return [(meaning.kind, meaning.value) for meaning in understand(words, NAMES)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("وزارت صنعت، معدن و تجارت", "samt"),
        ("وزارت صمت", "samt"),
        ("ministry of industry", "samt"),
        ("شورای اسلامی شهر سپیدرود", "shora-nemouneh"),
        ("شورای اسلامی شهر سپیدرود (نمونه)", "shora-nemouneh"),
        ("شورای شهر سپیدرود", "shora-nemouneh"),
        ("شورای سپیدشورا", "shora-nemouneh"),
        ("shora-nemouneh", "shora-nemouneh"),
    ],
)
def test_an_agency_is_known_by_its_names(text: str, slug: str) -> None:
    assert meanings(text) == [("agency", slug)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("تصویبنامه", [("type", "cabinet_resolution")]),
        ("آیین نامه", [("type", "regulation")]),
        ("آیین‌نامه‌ها", [("type", "regulation")]),
        ("مصوبه", [("type", "resolution")]),
        ("مصوبات", [("type", "resolution")]),
        ("پروانه", [("type", "permit")]),
        ("سیاست‌های کلی", [("type", "general_policies")]),
        ("مناقصه", [("type", "tender")]),
        ("آگهی", [("type", "announcement")]),
        ("اطلاعیه", [("kind", "notice"), ("type", "announcement")]),
        ("داده‌های", [("kind", "dataset")]),
        ("مجموعه داده", [("kind", "dataset")]),
        ("حمل و نقل", [("topic", "transport")]),
        ("محیط زیست", [("topic", "environment")]),
        ("سیاست", []),
        ("سایر", []),
        ("خبر", []),
        ("برق", []),
    ],
)
def test_types_topics_and_kinds_are_known_by_their_labels(text: str, found: list[tuple[str, str]]) -> None:
    assert meanings(text) == found
