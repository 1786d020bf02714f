"""Texts in several languages, as RDF and Dublin Core tag them: the ones a source wants, and the others beside them."""

from __future__ import annotations

from collections.abc import Iterable

PERSIAN = "fa"
UNTAGGED = "none"
"""How texts without a tag are named when others were chosen."""


def by_language(texts: Iterable[tuple[str, str]], wanted: str | None) -> tuple[list[str], dict[str, list[str]]]:
    """The texts of one language, and those of the others by their tags; of (tag or nothing, text).

    The language of the source comes first, then Persian, then texts without a tag, then the first tag in order.
    """
    found: dict[str, list[str]] = {}
    for tag, text in texts:
        found.setdefault(tag.lower().replace("_", "-") or UNTAGGED, []).append(text)
    if not found:
        return [], {}
    tags = sorted(found)
    chosen = _tag_of(wanted, tags) or _tag_of(PERSIAN, tags) or (UNTAGGED if UNTAGGED in found else tags[0])
    return found.pop(chosen), found


def _tag_of(language: str | None, tags: list[str]) -> str | None:
    """The tag of a language, the plain one before one with a region."""
    return next((tag for tag in tags if language and (tag == language or tag.startswith(f"{language}-"))), None)
