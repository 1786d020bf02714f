"""XML as it is sent: one way for feeds, the sitemap and OpenSearch."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring


def document(root: Element) -> str:
    """The whole document."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, "unicode")}\n'
