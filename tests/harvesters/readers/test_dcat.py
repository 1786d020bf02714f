from __future__ import annotations

import json
import random
import tracemalloc
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers.graph import read_graph, syntax_of
from tests.harvesters.graphs import PREFIXES, catalogue, statements
from tests.harvesters.readers.asking import fields, parts, rules

ASKED = rules(key="@key")


def turtle(text: str, asked: str = ASKED) -> tuple[list[Any], Any]:
    return parts("dcat", (PREFIXES + text).encode(), asked)


def row(text: str, asked: str = ASKED) -> dict[str, Any]:
    (only,), _ = turtle(text, asked)
    return fields(only)


def test_a_dataset_is_a_tree_with_what_is_described_inside() -> None:
    found = row("""
        <https://d/1> a dcat:Dataset ; dct:title "بودجه" ; dct:publisher [ foaf:name "شورا" ] ;
            dct:issued "2024-01-02"^^xsd:date ; <https://own.example/x.y> "z" ; dct:license <https://l/1> ;
            dcat:distribution <https://d/1/b>, [ dcat:downloadURL <https://f/a.csv> ] .
        <https://d/1/b> dcat:accessURL <https://f/b> ; dct:title "ب" .
        <https://l/1> dct:title "پروانه" .""")
    assert found == {
        "@id": "https://d/1",
        "dct:title": "بودجه",
        "dct:publisher.foaf:name": "شورا",
        "dct:issued": "2024-01-02",
        "https://own\\.example/x\\.y": "z",
        "dct:license.@id": "https://l/1",
        "dct:license.dct:title": "پروانه",
        "dcat:distribution.@id": "https://d/1/b",
        "dcat:distribution.dct:title": "ب",
        "dcat:distribution.dcat:accessURL": ["https://f/b", "https://f/a.csv"],
        "dcat:distribution.dcat:downloadURL": "https://f/a.csv",
        "rdf:type": "http://www.w3.org/ns/dcat#Dataset",
    }


def test_what_has_no_address_to_be_had_at_stands_aside() -> None:
    found = row('<https://d/1> a dcat:Dataset ; dcat:distribution [ dct:title "الف" ], <https://d/1/file> .')
    assert found["dcat:distribution without address.dct:title"] == "الف"
    assert found["dcat:distribution without address"] == "https://d/1/file"
    assert "dcat:distribution.dct:title" not in found


def test_a_text_in_the_place_of_a_thing_is_its_name() -> None:
    found = row('<https://d/1> a dcat:Dataset ; dct:publisher "شورا" ; dct:spatial "تهران"@fa, "Tehran"@en .')
    assert found["dct:publisher.foaf:name"] == "شورا"
    assert (found["dct:spatial.skos:prefLabel"], found["dct:spatial@en"]) == ("تهران", "Tehran")


def test_languages_are_chosen_and_the_others_stay_visible() -> None:
    text = '<https://d/1> a dcat:Dataset ; dct:title "ب"@fa, "B"@en, "b" ; dcat:keyword "x"@en, "ج"@fa, "ث"@fa-IR .'
    found = row(text)
    assert (found["dct:title"], found["dct:title@en"], found["dct:title@none"]) == ("ب", "B", "b")
    assert (found["dcat:keyword"], found["dcat:keyword@fa-ir"]) == ("ج", "ث")
    assert row(text, rules(key="@key", language="en"))["dct:title"] == "B"


def test_datasets_are_those_typed_or_named_so_and_nothing_else() -> None:
    rows, end = turtle("""
        <https://c> a dcat:Catalog ; dcat:dataset <https://d/2>, <https://d/3>, <https://d/s>, <https://d/gone> .
        <https://d/1> a dcat:Dataset ; dcat:inSeries <https://d/s> .
        <https://d/2> dct:title "نوع ندارد" .
        <https://d/3> a dcat:DataService, dcat:Dataset . <https://d/s> a dcat:DatasetSeries ; dct:title "سری" .
        <https://d/4> a dcat:CatalogRecord . <https://d/5> a foaf:Agent .""")
    assert [one["native_id"] for one in rows] == ["https://d/1", "https://d/2"]
    assert fields(rows[0])["dcat:inSeries"] == "https://d/s"
    assert end["problems"] == {"dataset-undescribed": 1}


def test_the_key_is_the_identifier_else_the_address_else_there_is_none() -> None:
    rows, _ = turtle("""
        <https://d/1> a dcat:Dataset . <https://d/2> a dcat:Dataset ; dct:identifier "2", "02" .
        [ a dcat:Dataset ; dct:identifier "3" ] . [ a dcat:Dataset ; dct:title "بی‌نام" ] .""")
    assert {one["native_id"] for one in rows} == {"https://d/1", "02", "3", None}
    assert [one["native_id"] for one in rows][:2] == ["https://d/1", "02"]


def test_loops_and_depth_come_to_an_end() -> None:
    loop = row("""<https://d/1> a dcat:Dataset ; dct:relation <https://x> .
        <https://x> dct:relation <https://y> . <https://y> dct:relation <https://x>, <https://d/1> .""")
    assert loop["dct:relation.dct:relation.dct:relation"] == ["https://d/1", "https://x"]
    deep = " ".join(["dct:relation ["] * 40 + ['dct:title "x"'] + ["]"] * 40)
    _, end = turtle(f"<https://d/1> a dcat:Dataset ; {deep} .")
    assert end["problems"] == {"tree-cut": 1}


def test_things_that_multiply_are_cut() -> None:
    wide = [
        f"<https://x/{layer}/{one}> dct:relation {', '.join(f'<https://x/{layer + 1}/{at}>' for at in range(40))} ."
        for layer in range(5)
        for one in range(40)
    ]
    rows, end = turtle("<https://d/1> a dcat:Dataset ; dct:relation <https://x/0/0> .\n" + "\n".join(wide))
    assert len(rows) == 1
    assert end["problems"]["tree-cut"] > 0


@pytest.mark.parametrize(
    ("text", "next_page", "total"),
    [
        ("<?page=1> hydra:next <?page=2> ; hydra:totalItems 4 .", "?page=2", "4"),
        ('<https://d/c?1> a hydra:PagedCollection ; hydra:nextPage "https://d/c?2" .', "https://d/c?2", None),
        ("<?page=1> hydra:last <?page=1> .", None, None),
        ("", None, None),
    ],
)
def test_a_page_says_what_is_next_and_how_many_there_are(text: str, next_page: str | None, total: str | None) -> None:
    _, end = turtle(text + "<https://d/1> a dcat:Dataset .")
    assert (end["next"], end["total"]) == (next_page, total)


@pytest.mark.parametrize("relative", ["a/b", "../a", "../../a?b", "/a", "//h.example/a", "?q", "#f", "", "here"])
def test_relative_addresses_stay_as_they_are(relative: str) -> None:
    assert row(f"<https://d/1> a dcat:Dataset ; dct:source <{relative}> .").get("dct:source", "") == relative


def test_addresses_with_blanks_are_read_leniently_and_counted() -> None:
    rows, end = turtle("<https://d/1> a dcat:Dataset ; dct:source <https://f/a b>, <https://f/c|d> .")
    assert fields(rows[0])["dct:source"] == ["https://f/a b", "https://f/c|d"]
    assert end["problems"] == {"rdf-lenient": 2}


def test_a_graph_read_again_leniently_takes_no_more_than_one() -> None:
    lines = [f'<https://d/{number}> <https://x/{number % 7}> "{number} {"x" * 200}" .\n' for number in range(5_000)]

    def peak(last: str) -> int:
        tracemalloc.start()
        try:
            read_graph(("".join(lines) + last).encode(), None, "turtle", None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak("<https://d/x> <https://x/1> <https://f/a b> .") < 1.3 * peak("")


def test_other_syntaxes_give_the_same() -> None:
    xml = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
        <dcat:Dataset rdf:about="https://d/1"><dct:title>x</dct:title></dcat:Dataset></rdf:RDF>"""
    triples = b"""<https://d/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
        <https://d/1> <http://purl.org/dc/terms/title> "x" ."""
    terms = {"dct": "http://purl.org/dc/terms/", "dcat": "http://www.w3.org/ns/dcat#"}
    ld = json.dumps({"@context": terms, "@id": "https://d/1", "@type": "dcat:Dataset", "dct:title": "x"}).encode()
    assert parts("dcat", xml, ASKED) == parts("dcat", triples, ASKED) == parts("dcat", ld, ASKED)
    assert parts("dcat", triples, rules(key="@key", syntax="ntriples")) == parts("dcat", triples, ASKED)


@pytest.mark.parametrize(
    ("body", "syntax"),
    [
        (b"\xef\xbb\xbf <?xml version='1.0'?>", "rdfxml"),
        (b"<rdf:RDF xmlns:rdf='x'>", "rdfxml"),
        (b"<!-- x --><rdf:RDF", "rdfxml"),
        (b' \n{"@context": {}}', "jsonld"),
        (b'[ {"@id": "x"}]', "jsonld"),
        (b"[] a <x> .", "turtle"),
        (b"[ a <x> ] .", "turtle"),
        (b"<https://a> a <x> .", "turtle"),
        (b"@prefix a: <b> .", "turtle"),
    ],
)
def test_the_bytes_say_the_syntax_whatever_the_media_type(body: bytes, syntax: str) -> None:
    assert syntax_of(body) == syntax


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"@context": "https://elsewhere.example/context.jsonld", "title": "x"}', "context-elsewhere"),
        (b"<!DOCTYPE html><html></html>", "xml-with-dtd"),
        (b"<html></html>", "rdf-broken"),
        (b"<https://d/1> <https://p> 'cut", "rdf-broken"),
        (b'{"@id": "https://d/1", ', "rdf-broken"),
        (b'{"a":' * 100_000, "rdf-broken"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, code: str) -> None:
    with pytest.raises(StructureBroken) as error:
        parts("dcat", body, ASKED)
    assert error.value.code == code


def test_entities_of_659_bytes_are_refused_before_they_grow() -> None:
    levels = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{levels}]><rdf:RDF>&i;</rdf:RDF>'
    with pytest.raises(StructureBroken) as error:
        parts("dcat", bomb.ljust(659).encode(), ASKED)
    assert error.value.code == "xml-with-dtd"


def test_bytes_that_are_no_utf8_are_decoded_by_us() -> None:
    text = '<https://d/1> a dcat:Dataset ; dct:title "قانون ماليات شهر" .'
    rows, end = parts("dcat", (PREFIXES + text).encode("windows-1256"), ASKED)
    assert (fields(rows[0])["dct:title"], end["charset"]) == ("قانون ماليات شهر", "windows-1256")
    rows, end = parts("dcat", (PREFIXES + text.replace("شهر", "\ufdfa\ufffe")).encode(), ASKED)
    assert (fields(rows[0])["dct:title"], end["problems"]) == ("قانون ماليات \ufdfa\ufffd", {"bad-characters": 1})


def test_the_order_of_statements_changes_nothing() -> None:
    lines = list(statements(300))
    random.Random(1).shuffle(lines)
    assert parts("dcat", (PREFIXES + "\n".join(lines)).encode(), ASKED) == parts("dcat", catalogue(300), ASKED)
