"""The publisher's text with what was found marked, the same for pages and for the snippets of the API."""

from __future__ import annotations

from markupsafe import Markup, escape

from catalogue.answers import Marked


def marked(found: Marked) -> Markup:
    """The text, escaped, with <mark> around the spans that were found, and no other markup."""
    parts, end = Markup(), 0
    for start, stop in found.spans:
        parts += escape(found.text[end:start]) + Markup("<mark>{}</mark>").format(found.text[start:stop])
        end = stop
    return parts + escape(found.text[end:])
