"""The rows of a listing on a web page: the largest group of like siblings that have a link each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvesters.readers.guess_shapes import shape_of
from harvesters.readers.pages import refuse_depth

FEWEST_ROWS = 3
MOST_ROWS = 200
MOST_PARENTS = 5_000
MOST_TABLES = 200
ASIDE = ("nav", "header", "footer", "aside", "select", "form")
"""Where links lead around the site; a form around a table with headings is the page itself."""
PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]*")
PAGE = re.compile(r"([?&](?:page|p|pg|pageid)=)(\d+)(?=&|$)", re.IGNORECASE)
LINK_CSS = ("h1 a", "h2 a", "h3 a", "h4 a", "td a", "a")
KEYS = (r"(\d+)\D*$", r"([^/?#=]+)/?$")
"""What of a link may be the publisher's key: its last number, or its last part."""


def guess_page(text: str) -> dict[str, Any]:
    """{form: html, title, alternates, listing, pages}; listing is None where no group of rows is found."""
    refuse_depth(text)
    tree = LexborHTMLParser(text)
    heading = tree.css_first("h1") or tree.css_first("title")
    alternates = [
        [node.attributes.get("type") or "", node.attributes.get("href") or ""]
        for node in tree.css("link[rel~=alternate][href]")[:20]
    ]
    rows = _best_rows(tree)
    listing = max(_listing(tree, rows), _table_listing(tree), key=_size)
    said: dict[str, Any] = {"form": "html", "title": heading.text(strip=True)[:200] if heading else ""}
    count = listing["count"] if listing else 0
    said |= {"alternates": alternates, "listing": listing, "count": count, "pages": _pages(tree)}
    return said


def _best_rows(tree: LexborHTMLParser) -> list[LexborNode]:
    """The group with the most text in its links."""
    best: list[LexborNode] = []
    most = 0.0
    for parent in tree.css("body, body *")[:MOST_PARENTS]:
        for group in _groups(parent):
            words = sum(min(len(_link_text(row)), 120) for row in group) / len(group)
            score = len(group) * words
            if words >= 8 and score > most and not _is_aside(parent):
                best, most = group, score
    return best


def _groups(parent: LexborNode) -> Iterator[list[LexborNode]]:
    """The children of an element with a link, by tag; classes may differ (odd and even)."""
    found: dict[str, list[LexborNode]] = {}
    for node in parent.iter(include_text=False):
        linked = "td a[href]" if node.tag == "tr" else "a[href]"
        if node.css_first(linked) is not None and node.tag not in (
            "a",
            "p",
            "span",
        ):
            found.setdefault(node.tag or "", []).append(node)
    return (group for group in found.values() if len(group) >= FEWEST_ROWS)


def _is_aside(node: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None:
        if at.tag in ASIDE and not (at.tag == "form" and at.css_first("table th") is not None):
            return True
        at = at.parent
    return False


def _link_text(row: LexborNode) -> str:
    return max((link.text(strip=True) for link in row.css("a[href]")), key=len, default="")


def _listing(tree: LexborHTMLParser, rows: list[LexborNode]) -> dict[str, Any] | None:
    if not rows or rows[0].parent is None:
        return None
    selector = _selector_of(tree, rows)
    matched = tree.css(selector)[:MOST_ROWS]
    link = _link_css(matched)
    if link is None:
        return None
    links = [node for row in matched if (node := row.css_first(link)) is not None]
    hrefs = [node.attributes.get("href") or "" for node in links]
    fields = _cells(rows[0], matched) if rows[0].tag == "tr" else _parts(matched, link)
    return {
        "rows": selector,
        "count": len(matched),
        "link": link,
        "key": next((key for key in KEYS if _is_key(key, hrefs)), None),
        "fields": fields,
        "example": links[0].text(strip=True)[:80],
    }


def _table_listing(tree: LexborHTMLParser) -> dict[str, Any] | None:
    """The largest table with headings, whatever links it has."""
    tables = [node for node in tree.css("table:has(th)")[:MOST_TABLES] if len(node.css("table")) <= 1]
    table = max(tables, key=lambda node: len(_rows_of(node)), default=None)
    if table is None or len(rows := _rows_of(table)[:MOST_ROWS]) < FEWEST_ROWS or _is_aside(table):
        return None
    name = _name_of(table) or "table"
    fields = _cells(rows[0], rows)
    link = _link_css(rows)
    nodes = [node for row in rows if link and (node := row.css_first(link)) is not None]
    hrefs = [node.attributes.get("href") or "" for node in nodes]
    return {
        "rows": f"{name if name.startswith('table') else 'table'} tr:has(td)",
        "count": len(_rows_of(table)),
        "link": link,
        "key": next((key for key in KEYS if hrefs and _is_key(key, hrefs)), None),
        "fields": fields,
        "example": nodes[0].text(strip=True)[:80] if nodes else "",
    }


def _rows_of(table: LexborNode) -> list[LexborNode]:
    """The rows of a table that are no headings."""
    return [row for row in table.css("tr") if row.css_first("td") is not None]


def _size(listing: dict[str, Any] | None) -> int:
    """How many rows; those with headings count only where they are many more."""
    return 0 if listing is None else listing["count"] if listing["rows"].startswith("table") else 2 * listing["count"]


def _selector_of(tree: LexborHTMLParser, rows: list[LexborNode]) -> str:
    """The shortest selector that gives these rows, or nearly only these."""
    first, parent = rows[0], rows[0].parent
    shared = set.intersection(*(set((row.attributes.get("class") or "").split()) for row in rows))
    names = sorted(name for name in shared if PLAIN_NAME.fullmatch(name))
    linked = "tr:has(td a[href])" if first.tag == "tr" else f"{first.tag}:has(a[href])"
    own = f"{first.tag}.{names[0]}" if names else linked
    holders = [_name_of(node) for node in _above(parent)]
    tried = [*(f"{holder} {own}" for holder in holders if holder), own]
    fitting = [css for css in tried if len(tree.css(css)) == len(rows)]
    return fitting[0] if fitting else f"{_name_of(parent) or 'body'} > {own}"


def _above(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None and node.tag not in ("html", "body"):
        yield node
        node = node.parent


def _name_of(node: LexborNode | None) -> str:
    """An element by its id or its first class; an empty text when it has neither and is nothing special."""
    if node is None:
        return ""
    name = node.attributes.get("id") or ""
    if PLAIN_NAME.fullmatch(name):
        return f"{node.tag}#{name}"
    classes = [part for part in (node.attributes.get("class") or "").split() if PLAIN_NAME.fullmatch(part)]
    return f"{node.tag}.{classes[0]}" if classes else "main" if node.tag == "main" else ""


def _link_css(rows: Sequence[LexborNode]) -> str | None:
    """The selector that finds the link with the most text in the most rows."""
    tried = [*LINK_CSS, *(f"a.{name}" for name in _classes_of_links(rows))]
    found = {css: [node for row in rows if (node := row.css_first(css)) is not None] for css in tried}
    usable = [css for css, nodes in found.items() if len(nodes) == len(rows)]
    texts = {css: sum(len(node.text(strip=True)) for node in found[css]) for css in usable}
    return max(usable, key=lambda css: texts[css], default=None)


def _classes_of_links(rows: Sequence[LexborNode]) -> list[str]:
    links = rows[0].css("a[class]") if rows else []
    names = {name for link in links for name in (link.attributes.get("class") or "").split()}
    return sorted(name for name in names if PLAIN_NAME.fullmatch(name))


def _is_key(pattern: str, hrefs: Sequence[str]) -> bool:
    found = [match[1] for href in hrefs if (match := re.search(pattern, href))]
    return len(found) == len(hrefs) == len(set(found))


def _cells(first: LexborNode, rows: Sequence[LexborNode]) -> list[list[str]]:
    """[way, place, shape] of the columns with a heading."""
    table: LexborNode | None = first
    while table is not None and table.tag != "table":
        table = table.parent
    headings = [node.text(strip=True).strip(" :") for node in table.css("th")] if table is not None else []
    fields: list[list[str]] = []
    for place, heading in enumerate(headings):
        cells = [row.css("td")[place] for row in rows if place < len(row.css("td"))]
        if not heading or not cells:
            continue
        has_title = sum(len(_link_text(cell)) >= 8 for cell in cells) * 2 > len(cells)
        shape = "title" if has_title else shape_of([cell.text(strip=True) for cell in cells])
        fields.append(["column", heading, shape])
    return fields


def _parts(rows: Sequence[LexborNode], link: str) -> list[list[str]]:
    """The title, and elements of rows that are not a table with the look of a date."""
    fields = [["css", link, "title"]]
    named = {_name_of(node) or node.tag or "" for node in rows[0].css("time, span, small, div, p, td, em, i, b")}
    for css in sorted(filter(None, named)):
        found = [node.text(strip=True) for row in rows if (node := row.css_first(css)) is not None]
        if len(found) * 2 >= len(rows) and shape_of(found) == "date":
            return [*fields, ["css", css, "date"]]
    return fields


def _pages(tree: LexborHTMLParser) -> list[str]:
    """The part of the links to other pages before their number, and how: `next` or `page`."""
    if tree.css_first("a[rel~=next][href]") is not None:
        return ["next", "a[rel~=next]"]
    numbered = [node.attributes.get("href") or "" for node in tree.css("a[href]")]
    found = [href for href in numbered if PAGE.search(href)]
    return ["page", found[0]] if found else []
