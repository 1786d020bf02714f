from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers.xml import without_declaration
from tests.harvesters.readers.asking import fields, parts, rules
from tests.harvesters.readers.test_feed import answer, only, rss
from tests.harvesters.readers.test_sitemap import read as read_sitemap
from tests.harvesters.readers.test_sitemap import urlset

SAID = '<?xml version="1.0"?>'
BLANKS = " " * 2**20
COMMENTS = "<!-- x --> \n" * 1_000


def test_a_declaration_is_removed_at_the_beginning_only() -> None:
    assert without_declaration(f"\ufeff\n {SAID}\n<a/>") == "\n<a/>"
    for whole in ("<a/>", " <a/>", f"<a><![CDATA[{SAID}]]></a>", "<?xml-stylesheet href='x'?><a/>", "<?xml ", ""):
        assert without_declaration(whole) == whole
    assert without_declaration('<?xml version="1.0"><a/><?x?>') == '<?xml version="1.0"><a/><?x?>'


def test_a_declaration_inside_a_text_stays_the_text_of_the_publisher() -> None:
    rows, _ = parts("xml", f"<a><r><id>1</id><t><![CDATA[x {SAID} y]]></t></r></a>".encode(), rules("r"))
    assert fields(rows[0]) == {"t": f"x {SAID} y"}
    item = f"<item><guid>1</guid><author><![CDATA[{SAID} x]]></author></item>"
    row = only(f"<rss version='2.0'><channel>{item}</channel></rss>")
    assert row["fields"]["author"] == [f"{SAID} x"]


@contextmanager
def in_a_second() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("filling", [BLANKS, COMMENTS], ids=["blanks", "comments"])
def test_blanks_and_comments_cost_no_more_than_reading_them(filling: str) -> None:
    item = "<item><guid>1</guid><title>آب & برق</title></item>"
    with in_a_second():
        assert only(filling + rss(item) + filling)["native_id"] == "1"
    with in_a_second():
        assert only(rss(item.replace("&", "و")) + filling)["native_id"] == "1"
    with in_a_second():
        assert len(parts("xml", f"<a>{filling}<r><id>1</id></r></a>{filling}".encode(), rules("r"))[0]) == 1
    with in_a_second():
        assert len(read_sitemap(f"{urlset('https://a.example/1')}{filling}".encode())[0]) == 1


@pytest.mark.parametrize("filling", [BLANKS, COMMENTS], ids=["blanks", "comments"])
@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html>{0}<p>x<br></html>", "no-feed"),
        ("{0}<html>{0}", "no-feed"),
        ("{0}<!-- <? {0}<html>", "no-feed"),
        ("{0}<rss><channel>{0}", "page-cut"),
        ("<rss>{0}<!--{0}", "page-cut"),
    ],
)
def test_a_page_that_is_no_whole_feed_is_refused_as_fast(page: str, code: str, filling: str) -> None:
    with in_a_second(), pytest.raises(StructureBroken) as broken:
        answer(page.format(filling).encode())
    assert broken.value.code == code
