"""Catalogues in RDF, answers of OAI-PMH and ISO 19139 records, through the readers in their sandbox."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.sandbox import Sandbox
from tests.harvesters.readers.asking import rules
from tests.real.recording import SHARED

pytestmark = pytest.mark.shared
INPUTS = SHARED / "sources"
DCAT = {
    "dcat-udata/bnodes.jsonld": 3,
    "dcat-udata/catalog.xml": 4,
    "dcat-udata/datara--f40c3860-7236-4b30-a141-23b8ae33f7b2.rdf.xml": 1,
    "dcat-udata/flat.jsonld": 3,
    "dcat-udata/nested.jsonld": 1,
    "dcat-udata/paged-collection-1.jsonld": 3,
    "dcat-udata/paged-collection-2.jsonld": 1,
    "dcat-udata/sig.oreme.rdf": 1,
    "dcat-ckanext-examples/dcat/catalog.rdf": 2,
    "dcat-ckanext-examples/dcat/catalog_datasets_list.rdf": 2,
    "dcat-ckanext-examples/dcat/catalog_pod.jsonld": 1,
    "dcat-ckanext-examples/dcat/dataset.rdf": 1,
    "dcat-ckanext-examples/dcat/dataset.ttl": "rdf-broken",  # it uses a prefix that it does not declare
    "dcat-ckanext-examples/dcat/dataset_deri.ttl": 1,
    "dcat-ckanext-examples/dcat/dataset_gob_es.ttl": 1,
    "dcat-ckanext-examples/dcat/dataset_multilingual.ttl": 1,
}
"""Datasets in each, or why it cannot be read. Shapes and packages of CKAN are RDF and JSON without datasets."""
NO_DCAT = ("dcat-ckanext-examples/ckan/*.json", "dcat-ckanext-examples/shacl/*.ttl.gz")


def read(form: str, path: Path, asked: str) -> tuple[list[Any], Mapping[str, Any]]:
    """The rows of a file and its end, or the code of what is broken."""
    if not path.is_file():
        pytest.skip(f"{path.name} of ../shared/data is missing")
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    question = {"rules": asked, "media_type": "", "charset": None}
    rows: list[Any] = []
    end: dict[str, Any] = {}
    with Sandbox() as sandbox:
        try:
            for part in sandbox.parts(form, body, question):
                rows += part.get("rows", [])
                end |= part.get("end", {})
        except StructureBroken as broken:
            return rows, {"broken": broken.code}
    return rows, end


@pytest.mark.parametrize("name", DCAT)
def test_every_dataset_of_a_catalogue_is_a_row_with_a_key_and_a_title(name: str) -> None:
    rows, end = read("dcat", INPUTS / name, rules(key="@key"))
    assert end.get("broken", len(rows)) == DCAT[name]
    assert all(row["native_id"] and "path:dct:title" in row["fields"] for row in rows)


def test_what_is_no_catalogue_has_no_datasets() -> None:
    paths = [path for pattern in NO_DCAT for path in sorted(INPUTS.glob(pattern))]
    if not paths:
        pytest.skip("dcat-ckanext-examples of ../shared/data is missing")
    assert len(paths) == 12
    for path in paths:
        assert read("dcat", path, rules(key="@key"))[0] == [], path


def test_the_pages_of_a_collection_meet_their_total() -> None:
    pages = [read("dcat", INPUTS / f"dcat-udata/paged-collection-{n}.jsonld", rules(key="@key")) for n in (1, 2)]
    assert sum(len(rows) for rows, _ in pages) == 4
    assert [end["total"] for _, end in pages] == ["4", "4"]
    assert [end["next"] for _, end in pages] == ["http://data.test.org/catalog.jsonld?page=2", None]


@pytest.mark.parametrize("name", ["badArgument", "cannotDisseminateFormat", "idDoesNotExist", "noRecordsMatch"])
def test_errors_of_oai_are_told_with_their_codes(name: str) -> None:
    rows, end = read("oai", INPUTS / "oai-pmh-sickle" / f"{name}.xml", rules(key="header.identifier", prefix="oai_dc"))
    assert (rows, end["error"]["code"]) == ([], name)


def test_records_of_oai_have_keys_tokens_and_deleted_ones() -> None:
    rows, end = read("oai", INPUTS / "oai-pmh-sickle/ListRecords.xml", rules(key="header.identifier"))
    assert [row["deleted"] for row in rows].count(True) >= 1
    assert all(row["native_id"].startswith("oai:test.example.com:") for row in rows)
    assert all(row["deleted"] or "path:dc:title" in row["fields"] for row in rows)
    assert end["next"]
    assert read("oai", INPUTS / "oai-pmh-sickle/ListRecordsBroken.xml", rules())[1] == {"broken": "xml-broken"}


def test_iso_records_are_trees_and_broken_ones_say_so() -> None:
    paths = sorted((INPUTS / "iso19139-waf").rglob("*.xml"))
    if not paths:
        pytest.skip("iso19139-waf of ../shared/data is missing")
    key = "fileIdentifier.CharacterString"
    said = {str(path.relative_to(INPUTS / "iso19139-waf")): read("xml", path, rules(key=key)) for path in paths}
    broken = {name: end["broken"] for name, (_, end) in said.items() if "broken" in end}
    whole = [rows for rows, end in said.values() if "broken" not in end]
    assert all(len(rows) == 1 for rows in whole) and len(whole) >= 16
    assert set(broken.values()) <= {"xml-broken", "xml-with-dtd"} and broken
