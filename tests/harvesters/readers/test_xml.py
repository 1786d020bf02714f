from __future__ import annotations

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers.xml import elements
from tests.harvesters.readers.asking import fields, parts, rules

LAWS = """<?xml version="1.0" encoding="{charset}"?>
<laws xmlns:n="urn:نمونه" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
  <other><law><id>9</id></law></other>
  <book>
    <law lang="fa"><n:id>1</n:id><title>قانون ماليات</title><article>یک</article><article>دو</article></law>
    <law><id>2</id><text>متن <b>مهم</b> است</text><empty/></law>
  </book>
</laws>"""


def test_rows_are_named_by_the_path_of_local_names_and_are_trees() -> None:
    rows, end = parts("xml", LAWS.format(charset="utf-8").encode(), rules("book.law"))
    assert [row["native_id"] for row in rows] == ["1", "2"]
    assert fields(rows[0]) == {"@lang": "fa", "title": "قانون ماليات", "article": ["یک", "دو"]}
    assert fields(rows[1]) == {"text.b": "مهم", "text.#text": "متن مهم است"}
    assert (end["charset"], end["problems"]) == ("utf-8", {})


def test_without_a_path_the_root_is_the_only_row() -> None:
    rows, _ = parts("xml", b"<law id='7'><title>x</title></law>", rules(key="@id"))
    assert [(row["native_id"], fields(row)) for row in rows] == [("7", {"title": "x"})]


def test_bytes_that_are_no_utf8_are_decoded_by_us_and_a_false_declaration_is_told() -> None:
    arabic = LAWS.format(charset="windows-1256").replace("ی", "ي").encode("windows-1256")
    rows, end = parts("xml", arabic, rules("book.law"))
    assert (fields(rows[0])["title"], end["charset"], end["problems"]) == ("قانون ماليات", "cp1256", {})

    rows, end = parts("xml", LAWS.format(charset="iso-8859-1").encode(), rules("book.law"))
    assert (fields(rows[0])["title"], end["problems"]) == ("قانون ماليات", {"charset-mismatch": 0})


def test_what_no_xml_may_hold_is_replaced_and_counted() -> None:
    rows, end = parts("xml", b"<a><r><id>1</id><t>x\x0by&#x1F;z&#10;</t></r></a>", rules("r"))
    assert (fields(rows[0]), end["problems"]) == ({"t": "x\ufffdy\ufffdz\n"}, {"bad-characters": 2})


@pytest.mark.parametrize("broken", ["<r><id>3", "</a>", "<r/>", "&nothing;", "<x y='1' y='2'/>"])
def test_rows_before_a_break_are_given_then_the_break_is_told(broken: str) -> None:
    found: list[tuple[object, object]] = []
    with pytest.raises(StructureBroken) as error:
        found.extend(elements(f"<a><b><r>1</r>\n<r>2</r>{broken}</a>".encode(), {("b", "r")}))
    assert [tree for _, tree in found] == ["1", "2"] if broken != "<r/>" else ["1", "2", ""]
    assert (error.value.code, error.value.facts) == ("xml-broken", {"line": 2})


@pytest.mark.parametrize(
    ("body", "path", "given"),
    [
        ("<e:ServiceExceptionReport xmlns:e='x'><e:ServiceException>no</e:ServiceException></e:ServiceExceptionReport>",
         "member", "ServiceException"),
        ("<html><head><title>ورود</title></head><body><form><input type='password'/></form></body></html>",
         "book.law", "body, head"),
        ("<laws><book><error>x</error></book></laws>", "book.law", "error"),
        ("<laws/>", "book.law", ""),
    ],
)  # fmt: skip
def test_a_path_that_leads_to_nothing_is_told_with_what_is_there(body: str, path: str, given: str) -> None:
    with pytest.raises(StructureBroken) as error:
        parts("xml", body.encode(), rules(path))
    assert (error.value.code, error.value.facts) == ("rows-missing", {"given": given})


@pytest.mark.parametrize(("body", "path"), [(b"<laws/>", "law"), (b"<laws><x/><book/></laws>", "book.law")])
def test_what_holds_rows_may_be_empty(body: bytes, path: str) -> None:
    assert parts("xml", body, rules(path))[0] == []


@pytest.mark.parametrize("body", [b"broken xml", b"", b"   ", b'{"a": 1}', b"<a/><b/>"])
def test_what_is_no_xml_is_broken(body: bytes) -> None:
    with pytest.raises(StructureBroken) as error:
        parts("xml", body, rules())
    assert error.value.code == "xml-broken"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037"])
def test_a_doctype_is_refused_in_every_encoding(encoding: str) -> None:
    body = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(StructureBroken) as error:
        parts("xml", body, rules(), encoding)
    assert error.value.code == "xml-with-dtd"


def test_depth_has_an_end_before_memory_has() -> None:
    with pytest.raises(StructureBroken) as error:
        parts("xml", b"<a>" * 100_000, rules())
    assert (error.value.code, error.value.facts) == ("page-too-deep", {"allowed": 200})
