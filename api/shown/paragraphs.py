"""The body of a record as paragraphs: articles get an anchor, notes a bar. The text itself is never changed."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from catalogue.persian.numbers import latin_digits

ARTICLE = re.compile(r"\s*(م[\u0640]*اده(?:ٔ|\u200c?[یيى])?[\s\u200c]*([0-9۰-۹٠-٩]{1,4}))(?![0-9۰-۹٠-٩])")
"""«ماده ۱», «مادهٔ 1», «ماده‌ی ۱» at the start of a paragraph, in any digits."""
NOTE = re.compile(r"\s*تبصره(?![\u0621-\u064a\u0671-\u06d3])")
"""«تبصره» or «تبصره ۱» at the start of a paragraph, but not «تبصره‌های …» joined without a blank."""


def paragraphs(text: str) -> Markup:
    """The text as <p> elements, one for each line that is not blank; article ۱ can be linked to as #m1."""
    seen: set[str] = set()
    return Markup("\n").join(_paragraph(line, seen) for line in text.splitlines() if line.strip())


def _paragraph(line: str, seen: set[str]) -> Markup:
    if NOTE.match(line):
        return Markup('<p class="note" dir="auto">{}</p>').format(line)
    article = ARTICLE.match(line)
    anchor = f"m{int(latin_digits(article[2]))}" if article else ""
    if not article or anchor in seen:
        return Markup('<p dir="auto">{}</p>').format(line)
    seen.add(anchor)
    label = Markup('<a class="art" href="#{}">{}</a>').format(anchor, article[1])
    return Markup('<p id="{}" dir="auto">{}{}</p>').format(anchor, label, escape(line[article.end() :]))
