from __future__ import annotations

import json
from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.issues import INCOMPLETE
from harvesters.readers import feed
from harvesters.sandbox import Sandbox

PLACES = ("title", "summary", "content", "published", "updated", "author", "categories.label", "enclosures.href")
RULES = json.dumps(
    {
        "encoding": None,
        "language": None,
        "rows": None,
        "native_id": [{"way": "path", "what": "id", "match": None}],
        "link": {"way": "path", "what": "link", "match": None},
        "next": None,
        "total": None,
        "places": [{"way": "path", "what": what, "key": what} for what in PLACES],
        "ignore": ["link", "links", "language", "enclosures", "categories"],
        "depth": 50,
        "own": {},
    }
)
ATOM = "http://www.w3.org/2005/Atom"


def question(media_type: str = "application/xml", charset: str | None = None) -> dict[str, Any]:
    return {"rules": RULES, "media_type": media_type, "charset": charset}


def answer(body: bytes, media_type: str = "application/xml", charset: str | None = None) -> tuple[list[Any], Any]:
    """The rows and the end."""
    rows, end = [], None
    for part in feed.read(body, question(media_type, charset)):
        rows += part.get("rows", [])
        end = part.get("end", end)
    return rows, end


def rss(items: str, head: str = "") -> str:
    begin = f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"><channel><title>x</title>'
    return f"{begin}{items}</channel></rss>"


def atom(entries: str, attributes: str = "") -> bytes:
    return f'<feed xmlns="{ATOM}" {attributes}>{entries}</feed>'.encode()


def only(body: bytes | str, **more: Any) -> Any:
    (row,) = answer(body if isinstance(body, bytes) else body.encode(), **more)[0]
    return row


def test_an_item_of_rss_gives_plain_texts_and_dates_as_printed() -> None:
    row = only(
        rss(
            "<item><title>آب &amp;amp; برق</title><link>/n/1</link><guid isPermaLink='false'>n-1</guid>"
            "<description><![CDATA[<p>یک</p><p>دو<br>سه</p>]]></description><pubDate>۱۴۰۲/۰۵/۰۱ ۱۰:۲۰</pubDate>"
            "<category>آب</category><category domain='d'>برق</category>"
            "<enclosure url='/f.pdf' type='application/pdf' length='12'/></item>"
        )
    )
    assert (row["native_id"], row["link"]) == ("n-1", "/n/1")
    assert row["fields"] == {
        "title": ["آب & برق"],
        "summary": ["یک\n\nدو\nسه"],
        "published": ["۱۴۰۲/۰۵/۰۱ ۱۰:۲۰"],
        "categories.label": ["آب", "برق"],
        "enclosures.href": ["/f.pdf"],
    }


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("<b>مهم</b> &amp; <script>x()</script>الف", "مهم & الف"),
        ("<p>یک</p>", "یک"),
        ("یک <br/> دو", "یک\nدو"),
        ("آب &zwnj;&amp; برق", "آب \u200c& برق"),
        ("1 < 2 > 0 & List<String>", "1 < 2 > 0 & List<String>"),
        ("a=1&copy=2", "a=1&copy=2"),
    ],
)
@pytest.mark.parametrize("more", ["", "<author>x & y</author>"], ids=["strictly", "leniently"])
def test_html_in_a_title_of_rss_becomes_text(printed: str, text: str, more: str) -> None:
    row = only(rss(f"<item><guid>1</guid><title><![CDATA[{printed}]]></title>{more}</item>"))
    assert row["fields"]["title"] == [text]


def test_an_entry_of_atom_is_read_by_its_types_and_its_base() -> None:
    row = only(
        atom(
            "<entry xml:base='/news/'><id>tag:x,1</id><title type='html'>&lt;b&gt;الف&lt;/b&gt;</title><link href='1'/>"
            "<summary type='text'>1 &lt; 2 &amp;amp; 3</summary><updated>2026-11-24T10:00:00+03:30</updated>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>یک</p><script>x()</script></div></content>"
            "</entry>",
            "xml:base='https://a.example/'",
        )
    )
    assert (row["native_id"], row["link"]) == ("tag:x,1", "https://a.example/news/1")
    assert row["fields"]["title"] == ["الف"]
    assert row["fields"]["summary"] == ["1 < 2 &amp; 3"]
    assert row["fields"]["content"] == ["یک"]
    assert row["fields"]["updated"] == ["2026-11-24T10:00:00+03:30"]


def test_a_json_feed_says_the_same() -> None:
    item = {"id": 5, "url": "/n/5", "title": "الف \ud800\u0000", "content_html": "<p>یک</p>", "tags": ["آب", 3]}
    item |= {
        "date_published": "2026-11-24",
        "authors": [{"name": "ب"}],
        "attachments": [{"url": "/f.pdf"}],
        "_x": {"y": 1e309},
    }
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item], "next_url": "/2"}).encode()
    rows, end = answer(body, "application/feed+json")
    assert (rows[0]["native_id"], rows[0]["link"], end["next"]) == ("5", "/n/5", "/2")
    assert rows[0]["fields"]["title"] == ["الف \ufffd\ufffd"]
    assert rows[0]["fields"]["content"] == ["یک"]
    assert rows[0]["fields"]["path:_x.y"] == ["Infinity"]
    assert answer(body)[0] == rows  # whatever the server calls it


def test_an_entry_is_known_by_its_link_where_it_has_no_id_and_by_nothing_without_both() -> None:
    rows, _ = answer(
        rss("<item><title>1</title><link>https://a.example/1</link></item><item><title>2</title></item>").encode()
    )
    assert [(row["native_id"], row["link"]) for row in rows] == [
        ("https://a.example/1", "https://a.example/1"),
        (None, None),
    ]


def test_a_guid_that_is_no_address_is_no_link() -> None:
    assert only(rss("<item><guid>n-1</guid></item>"))["link"] is None
    assert only(rss("<item><guid>https://a.example/1</guid></item>"))["link"] == "https://a.example/1"


def test_what_looks_encoded_twice_stays_as_the_publisher_wrote_it() -> None:
    twice = "é".encode().decode("latin-1")
    assert only(rss(f"<item><guid>1</guid><title>{twice}</title></item>"))["fields"]["title"] == [twice]


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", "utf-16"),
        ("utf-32-be", "utf-32", None),
        ("big5", "big5", None),
        ("euc-kr", "euc-kr", None),
        ("iso-8859-7", "iso-8859-7", None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", "no-such-charset", None),
        ("utf-8", "utf-8", "us-ascii"),
    ],
)
def test_our_ladder_decides_the_charset(encoding: str, declared: str, charset: str | None) -> None:
    title = {"big5": "中文", "euc-kr": "한국", "iso-8859-7": "Ελλάς"}.get(encoding, "گزارش سازمان‌ها")
    text = rss(f"<item><guid>1</guid><title>{title}</title></item>").replace("UTF-8", declared)
    assert only(text.encode(encoding), charset=charset)["fields"]["title"] == [title]


def test_persian_in_windows_1256_is_read_as_declared() -> None:
    text = rss("<item><guid>1</guid><title>گزارش سازمان</title></item>").replace("UTF-8", "windows-1256")
    assert only(text.replace("ی", "ي").encode("windows-1256"))["fields"]["title"] == ["گزارش سازمان"]


def test_a_doctype_that_holds_nothing_is_dropped_and_one_with_entities_refused() -> None:
    harmless = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd">'
    item = "<item><guid>1</guid><title>caf&eacute;</title></item>"
    rows, end = answer(rss(item, harmless).encode())
    assert rows[0]["fields"]["title"] == ["café"]
    assert end["problems"] == {"ill-formed": 0}
    for bad in ('<!DOCTYPE rss [<!ENTITY eacute SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE rss SYSTEM 'x' []>"):
        with pytest.raises(StructureBroken) as broken:
            answer(rss(item, bad).encode())
        assert broken.value.code == "xml-with-dtd"


def test_a_bare_ampersand_is_read_leniently_and_told() -> None:
    rows, end = answer(rss("<item><guid>1</guid><title>آب & برق</title></item>").encode())
    assert (rows[0]["fields"]["title"], end["problems"]) == (["آب & برق"], {"ill-formed": 0})


def test_entries_that_are_not_apart_are_none_and_told() -> None:
    one, two, three = (f"<item><guid>{number}</guid><title>t & {number}</title>" for number in "123")
    rows, end = answer(rss(f"{one}{two}</item>{three}</item>").encode())
    assert [(row["native_id"], row["fields"]["title"]) for row in rows] == [("3", ["t & 3"])]
    assert end["problems"] == {"ill-formed": 0, "entries-unclosed": 2}
    rows, end = answer(atom("<entry><id>1</id><entry><id>2</id></entry></entry><entry><id>3</id></entry>"))
    assert [row["native_id"] for row in rows] == ["3"]
    assert end["problems"] == {"entries-unclosed": 2} and "entries-unclosed" in INCOMPLETE


def test_entries_that_are_not_apart_are_known_in_any_number() -> None:
    rows, end = answer(rss("<item><guid>1</guid>" * 300 + "</item>" + "<item><guid>2</guid></item>" * 300).encode())
    assert (len(rows), end["problems"]["entries-unclosed"]) == (300, 300)


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (rss("<item><guid>1</guid></item>")[:-20], "text/xml", "page-cut"),
        ("<html><body>رمز</body></html>", "text/html", "no-feed"),
        ("<!doctype html><html><body>رمز<br></body></html>", "text/html", "no-feed"),
        ("<urlset></urlset>", "text/xml", "no-feed"),
        ("رمز", "text/xml", "no-feed"),
        ('{"items": [', "application/json", "no-feed"),
        ('{"error": "no"}', "application/json", "no-feed"),
        ("[" * 100_000, "application/json", "no-feed"),
    ],
)
def test_what_is_no_whole_feed_is_refused(body: str, media_type: str, code: str) -> None:
    with pytest.raises(StructureBroken) as broken:
        answer(body.encode(), media_type)
    assert broken.value.code == code


def test_scripts_are_no_text_and_bad_references_no_characters() -> None:
    row = only(
        rss(
            "<item><guid>1</guid><title>a&#0;&#xD800;b</title><description>&lt;script&gt;x()&lt;/script&gt;y</description></item>"
        )
    )
    assert row["fields"] == {"title": ["a\ufffd\ufffdb"], "summary": ["y"]}


def test_a_feed_of_many_entries_comes_in_parts_and_knows_its_next_page() -> None:
    entries = "".join(f"<entry><id>{number}</id><title>{number}</title></entry>" for number in range(1_000))
    rows, end = answer(atom(f"<link rel='next' href='?page=2'/>{entries}"))
    assert [row["native_id"] for row in rows] == [str(number) for number in range(1_000)]
    assert [row["fields"]["title"] for row in rows] == [[str(number)] for number in range(1_000)]
    assert end["next"] == "?page=2"


def test_the_child_of_a_sandbox_reads_feeds_without_opening_anything() -> None:
    bodies = [
        rss("<item><guid>1</guid><title>آب</title><pubDate>Tue, 24 Nov 2026 05:30:12 GMT</pubDate></item>").encode(),
        rss("<item><guid>1</guid><title>آب & برق</title><dc:date>2026</dc:date></item>").encode(),
        b'{"items": [{"id": "1"}]}',
        atom("<entry><id>1</id><published>Tue Nov 24 05:30:12 2026</published></entry>"),
    ]
    with Sandbox() as sandbox:
        for body in bodies:
            assert list(sandbox.parts("feed", body, question())) == list(feed.read(body, question()))
