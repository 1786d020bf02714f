"""Selectors judged when a source file is loaded, so that a bad one is a mistake and never an error of a job."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

LONGEST_SELECTOR = 500


def is_selector(text: str) -> bool:
    """Whether the HTML parser understands this selector."""
    if len(text) > LONGEST_SELECTOR or not text.strip():
        return False
    try:
        LexborHTMLParser("<p>").css(text)
    except SelectolaxError:
        return False
    return True
