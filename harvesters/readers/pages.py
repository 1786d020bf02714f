"""One HTML page: elements by selector, values by label, text as it reads. Knows no source and no field of ours.

What a page strikes out or hides is no text: it would stand inside the number beside it («۱۰۰<del>۵۰۰</del>»).

A label is an element whose whole trimmed text equals it (with or without a colon) and whose value is the next sibling
element; or the beginning "label:" of a block, whose rest is the value. Labels are compared folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvesters.errors import StructureBroken
from harvesters.folded import to_label

LONGEST_LABEL = 100
DEEPEST = 256
"""Nesting beyond this is an attack: the parser needs the square of it, and text is read by recursion."""
FEW_TAGS = 1_500
"""With fewer tags than this the depth costs nothing that matters, so it is not counted."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# fmt: off
_NO_DEPTH = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
))
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title", "-comment", "del", "s", "strike"))
_LINES = frozenset(("br", "li", "tr", "dt", "dd", "option", "caption"))
_PARAGRAPHS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "dl", "table", "blockquote", "pre", "form", "fieldset", "figure", "figcaption", "address", "hr",
))
# fmt: on
_SET_OFF = frozenset(("td", "th", "sup", "sub"))
"""A blank stands around these: a mark of a note is no digit of the number before it."""
_HIDES = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])", re.IGNORECASE)
_LINE, _PARAGRAPH = "\x1d", "\x1e"
"""Marks of where such elements begin and end."""
_GAPS = ("", " ", "\n", "\n\n")
_BLANKS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")


class Page:
    """A parsed page; raises StructureBroken when it is nested deeper than any page is."""

    def __init__(self, text: str) -> None:
        refuse_depth(text)
        self._tree = LexborHTMLParser(text)

    def drop(self, selectors: Iterable[str]) -> None:
        """Take these elements out, one at a time: one inside another is gone with it."""
        for selector in selectors:
            while (node := self._tree.css_first(selector)) is not None:
                node.decompose()

    def css(self, selector: str) -> list[LexborNode]:
        """The elements in document order."""
        return self._tree.css(selector)

    def html(self) -> str:
        """The page as it stands now, without what was dropped."""
        return self._tree.html or ""

    def text(self) -> str:
        """All text of the body, quickly and without layout, for `must_contain`."""
        return self._tree.body.text(separator=" ") if self._tree.body else ""

    def labelled(self, labels: frozenset[str]) -> dict[str, list[str]]:
        """Folded label -> its values in document order, of those labels that stand on the page."""
        found: dict[str, list[str]] = {}
        if labels and self._tree.body:
            for node in self._tree.body.traverse(include_text=True):
                if node.is_text_node:
                    _read_label(node, labels, found)
        return found

    def other_pairs(self, known: frozenset[str]) -> Iterator[tuple[str, str]]:
        """(label as printed, value) of each dt with its dd and each th with its td whose folded label is not known."""
        for node in self._tree.css("dt, th"):
            label = node.text().strip()
            value = _next_element(node) if label and to_label(label) not in known else None
            if value is not None and value.tag in ("dd", "td"):
                yield label, text_of(value)


def refuse_depth(text: str) -> None:
    """Raises StructureBroken for tags nested deeper than any page is; those that close by themselves do not count."""
    if text.count("<") < FEW_TAGS:
        return
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _NO_DEPTH:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            if depth > DEEPEST:
                raise StructureBroken("page-too-deep", allowed=DEEPEST)


def text_of_markup(markup: str) -> str:
    """The text of a piece of HTML as it reads; raises StructureBroken when it is nested deeper than any page is."""
    refuse_depth(markup)
    body = LexborHTMLParser(markup).body
    return text_of(body) if body is not None else ""


def text_of(node: LexborNode) -> str:
    """The text as it reads: one blank for blanks, one line break for lines, an empty line between paragraphs.

    Nothing of what is struck out or hidden inside; of an element that is hidden itself, what stands in it.
    """
    only = node.first_child
    if only is None:
        return ""
    if only.is_text_node and only.next is None:
        return _one_blank(only.text_content or "").strip(" ")
    pieces: list[str] = []
    _collect(node, pieces)
    return _tidy(pieces)


def _collect(node: LexborNode, pieces: list[str]) -> None:
    child = node.first_child
    while child is not None:
        _collect_one(child, pieces)
        child = child.next


def _collect_one(node: LexborNode, pieces: list[str]) -> None:
    tag = node.tag
    if node.is_text_node:
        pieces.append(_one_blank(node.text_content or ""))
    elif tag == "br":
        pieces.append("\n")
    elif not _is_unseen(node, tag):
        edge = _PARAGRAPH if tag in _PARAGRAPHS else _LINE if tag in _LINES else " " if tag in _SET_OFF else ""
        pieces.append(edge)
        _collect(node, pieces)
        pieces.append(edge)


def _is_unseen(node: LexborNode, tag: str | None) -> bool:
    """Whether a reader sees nothing of an element, by its tag, `hidden` or its own style; most have no attributes."""
    if tag in _UNSEEN:
        return True
    if tag in _PARAGRAPHS:  # a tab that is shut holds what a reader may open
        return False
    given = node.attributes
    return bool(given) and ("hidden" in given or _HIDES.search(given.get("style") or "") is not None)


def _tidy(pieces: list[str]) -> str:
    """Pieces of text with one blank, a line break or an empty line between them; two <br> end a paragraph."""
    tidied: list[str] = []
    gap = breaks = 0
    for piece in pieces:
        text = piece.strip(" \n")
        if piece in (_PARAGRAPH, _LINE):
            gap = max(gap, 3 if piece == _PARAGRAPH else 2)
        elif text:
            gap = max(gap, int(piece[0] == " "))
            tidied += (_GAPS[gap], text)
            gap, breaks = int(piece[-1] == " "), 0
        elif piece == "\n":
            breaks += 1
            gap = max(gap, 3 if breaks > 1 else 2)
        elif piece:
            gap = max(gap, 1)
    return "".join(tidied[1:])


def _one_blank(text: str) -> str:
    """Runs of HTML's white space as one blank; most texts have none, and looking is cheap."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _BLANKS.sub(" ", text)
    return text


def _read_label(node: LexborNode, labels: frozenset[str], found: dict[str, list[str]]) -> None:
    text = node.text_content or ""
    if text.isspace() or node.parent is None or node.parent.tag in _UNSEEN:
        return
    if len(text) <= LONGEST_LABEL and (label := to_label(text)) in labels:
        found.setdefault(label, []).extend(_values_beside(node.parent, label, node))
        return
    colon = text.find(":", 0, LONGEST_LABEL)
    if colon > 0 and (label := to_label(text[:colon])) in labels and _is_first(node):
        found.setdefault(label, []).append(_rest_of_block(node, text[colon + 1 :]))


def _values_beside(element: LexborNode, label: str, within: LexborNode) -> list[str]:
    """What stands beside the element whose whole text is the label; climbs while the parent says no more than that."""
    if _follows(within):
        return [_rest_of_block(within, "")] if _is_first(within) else []
    while True:
        following = _follows(element)
        if following is not None and following.is_text_node:
            return [_rest_of_block(element, "").lstrip(" :：")]
        if following is not None:
            return _run(element, following)
        parent = element.parent
        if parent is None or parent.tag in ("body", "html") or to_label(parent.text()) != label:
            return []
        element = parent


def _run(element: LexborNode, value: LexborNode) -> list[str]:
    """The value, empty where it is hidden; after a dt every dd that follows it."""
    values = ["" if _is_unseen(value, value.tag) else text_of(value)]
    while element.tag == "dt" and (following := _next_element(value)) is not None and following.tag == "dd":
        values.append(text_of(following))
        value = following
    return values


def _follows(node: LexborNode) -> LexborNode | None:
    """The next sibling that is not blank, a comment or a line break."""
    following = node.next
    while following is not None and (following.tag in ("-comment", "br") or _is_blank(following)):
        following = following.next
    return following


def _is_blank(node: LexborNode) -> bool:
    return bool(node.is_text_node) and not (node.text_content or "").strip(" \t\r\n\f\xa0:：")


def _is_first(node: LexborNode) -> bool:
    """Whether nothing but blanks stands before it in its block."""
    before = node.prev
    while before is not None and (before.tag == "-comment" or _is_blank(before)):
        before = before.prev
    return before is None or before.tag in _LINES or before.tag in _PARAGRAPHS


def _rest_of_block(node: LexborNode, begun: str) -> str:
    """What stands after a label in its block, up to the next line or block."""
    pieces = [_one_blank(begun)]
    following = node.next
    while following is not None and following.tag not in _LINES and following.tag not in _PARAGRAPHS:
        _collect_one(following, pieces)
        following = following.next
    return _tidy(pieces)


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following
