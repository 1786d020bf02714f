"""The main text of a page whose source file names no element for it: resiliparse, less the lines of boilerplate.toml.

Text in, text out; knows no source. Where a source file has a selector, that is better than this.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DOMNode, HTMLTree

from catalogue.persian.letters import fold_key

LONGEST_LINE = 300
"""A longer line is never boilerplate."""
_BULLETS = " \t•▪●*|»«›‹>-–—·"
_MANY_LINES = re.compile(r"\n{3,}")
# Read at once: where this runs no file can be opened later.
_TABLE: dict[str, list[str]] = tomllib.loads(
    files("harvesters").joinpath("boilerplate.toml").read_text(encoding="utf-8")
)
_LINES = frozenset(fold_key(line).strip(_BULLETS).rstrip(" :：") for line in _TABLE["lines"])
_PATTERN = re.compile("|".join(f"(?:{fold_key(pattern)})" for pattern in _TABLE["patterns"]), re.IGNORECASE)


def main_text(html: str) -> str:
    """The text of the article of a page without menus, share links, comments and footer; empty where there is none."""
    tree = HTMLTree.parse(html)
    _keep_lists(tree)
    found = extract_plain_text(
        tree,
        main_content=True,
        comments=False,
        list_bullets=False,
        alt_texts=False,
        skip_elements=_TABLE["skip"],
    )
    return without_boilerplate(found)


def without_boilerplate(text: str) -> str:
    """The text without the lines that say nothing of it; a line goes as a whole or stays as it is."""
    kept = "\n".join(line.strip() for line in text.split("\n") if not is_boilerplate(line))
    return _MANY_LINES.sub("\n\n", kept).strip()


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is one of boilerplate.toml."""
    if not line.strip() or len(line) > LONGEST_LINE:
        return False
    folded = fold_key(line).strip(_BULLETS).rstrip(" :：")
    return folded in _LINES or _PATTERN.fullmatch(folded) is not None


def _keep_lists(tree: HTMLTree) -> None:
    """Make every <ul> that is no list of links an <ol>: resiliparse takes most <ul> for menus, clauses among them."""
    for menu in tree.body.query_selector_all("ul") if tree.body else ():
        links = sum((_length(link) for link in menu.query_selector_all("a")), 0)
        kept = tree.create_element("ol")
        if kept is None or menu.parent is None or links * 2 >= _length(menu):
            continue
        while (item := menu.first_child) is not None:
            kept.append_child(item)
        menu.parent.replace_child(kept, menu)


def _length(node: DOMNode) -> int:
    return len((node.text or "").strip())
