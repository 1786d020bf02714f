"""OpenSearch 1.1: how a browser or a reader of feeds asks this catalogue."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from api.xml_text import document

MEDIA_TYPE = "application/opensearchdescription+xml"
_SPACE = "http://a9.com/-/spec/opensearch/1.1/"


def description(public_url: str) -> str:
    """The document; a short name has at most 16 characters."""
    root = Element("OpenSearchDescription", {"xmlns": _SPACE})
    texts = {
        "ShortName": "دسترس",
        "Description": "جست‌وجو در تصمیم‌ها، داده‌ها و اطلاعیه‌های دستگاه‌ها | Search Persian government records",
        "InputEncoding": "UTF-8",
        "Language": "fa",
    }
    for name, text in texts.items():
        SubElement(root, name).text = text
    for media_type, path in (
        ("text/html", "/search?q={searchTerms}"),
        ("application/atom+xml", "/feeds/search.atom?q={searchTerms}"),
        ("application/x-suggestions+json", "/opensearch/suggestions?q={searchTerms}"),
    ):
        SubElement(root, "Url", {"type": media_type, "template": public_url + path})
    return document(root)
