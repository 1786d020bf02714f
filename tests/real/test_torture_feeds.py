"""The torture suite of feeds: what our rows have of its expectations about an entry's title, link, id, text or date.

The suite expects markup as its own parser cleans it; ours are plain texts. So an expectation is met when the text is
the one that its markup reads as. What is not met stands in NOT_MET with the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers import feed as reader
from harvesters.readers.pages import text_of_markup
from tests.harvesters.readers.test_feed import RULES
from tests.real.figures import named
from tests.real.torture import PLACES, SUITE, Feed, feeds

pytestmark = pytest.mark.shared

SUITE_NAME = "feeds-torture-feedparser"
PLAIN = json.dumps(
    {
        **json.loads(RULES),
        "link": None,
        "places": [{"way": "path", "what": what, "key": what} for what in sorted(set(PLACES.values()))],
    }
)

BASE = "relative to the address of the document, which the reader is not told: records.py resolves it"
NOT_MET = {
    "wellformed/atom10/entry_content_base64.xml": "packed bytes of no kind of text are no text",
    "wellformed/base/http_entry_id_base_content_location.xml": BASE,
    "wellformed/base/http_entry_id_base_docuri.xml": BASE,
    "wellformed/base/http_entry_link_base_content_location.xml": BASE,
    "wellformed/base/http_entry_link_base_docuri.xml": BASE,
    "wellformed/base/http_item_link_base_content_location.xml": BASE,
    "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml": "its script ends elsewhere for HTML",
}
REFUSED = {
    "wellformed/rdf/doctype_contains_entity_decl.xml": "xml-with-dtd",
    **{f"wellformed/cdf/channel_{name}.xml": "no-feed" for name in ("abstract_map_description", "title")},
    **{f"wellformed/cdf/channel_{name}.xml": "no-feed" for name in ("href_map_links", "lastmod", "lastmod_parsed")},
}
"""A DTD with entities; channels of CDF (a form of 1997) without an entry, which nothing shows to be feeds."""


@pytest.fixture(scope="module")
def suite() -> list[Feed]:
    if not SUITE.is_file():
        pytest.skip("feeds-torture-feedparser of ../shared/data is missing")
    return list(feeds(SUITE))


def rows_of(feed: Feed) -> list[Any]:
    question = {"rules": PLAIN, "media_type": feed.media_type, "charset": feed.charset}
    return [row for part in reader.read(feed.body, question) for row in part.get("rows", ())]


def is_met(feed: Feed) -> bool:
    """Whether one of our texts is what is expected, be it taken as text or as markup."""
    if feed.expected is None:
        return False
    path, expected = feed.expected
    try:
        rows = rows_of(feed)
    except StructureBroken:
        return False
    fields = rows[0]["fields"] if rows else {}
    ours = {joined(text) for text in (*fields.get(path, ()), *(fields.get("content", ()) if path == "summary" else ()))}
    wanted = {joined(expected), joined(text_of_markup(expected))}
    return bool(ours & wanted) or (not ours and "" in wanted)


def joined(text: str) -> str:
    return " ".join(text.split())


def test_expectations_about_entries_are_met_but_for_those_listed(
    suite: list[Feed], record_property: Callable[[str, object], None]
) -> None:
    asked = [feed for feed in suite if feed.expected is not None]
    missed = {feed.name for feed in asked if not is_met(feed)}
    counts = Counter(("sanitize" in feed.name, feed.name not in missed) for feed in asked)
    record_property(named(SUITE_NAME, "expectations met"), f"{len(asked) - len(missed)} of {len(asked)}")
    record_property(
        named(SUITE_NAME, "of these about cleaning"),
        f"{counts[True, True]} of {counts[True, True] + counts[True, False]}",
    )
    for name in sorted(missed):
        record_property(named(SUITE_NAME, f"not met: {name}"), NOT_MET.get(name, "?"))
    assert len(asked) >= 490
    assert missed == set(NOT_MET)


def test_what_is_refused_is_no_feed_or_has_a_dtd_with_entities(suite: list[Feed]) -> None:
    refused = {}
    for feed in suite:
        try:
            rows_of(feed)
        except StructureBroken as broken:
            refused[feed.name] = broken.code
    assert refused == REFUSED


def test_no_markup_comes_through_where_the_suite_cleans(suite: list[Feed]) -> None:
    for feed in suite:
        if "sanitize" in feed.name:
            texts = [text for row in rows_of(feed) for values in row["fields"].values() for text in values]
            assert not [text for text in texts if "<script" in text.lower() or "onload" in text.lower()], feed.name
