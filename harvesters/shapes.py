"""Small parts of a record that are made of printed words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from catalogue.persian.letters import fold_key
from catalogue.vocab import vocabulary
from harvesters.recognise import code_of
from schemas.fields import is_http_url

_BCP47 = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def language_of(words: str) -> str | None:
    """The BCP 47 code of a language in the publisher's words, or his own code."""
    code = code_of("languages", words)
    return code or (words.lower() if _BCP47.fullmatch(words) else None)


def folded(text: str) -> dict[str, str]:
    """A number as printed and as compared."""
    return {"raw": text, "folded": fold_key(text)}


def licence_of(words: str) -> dict[str, str]:
    """Stated terms: the publisher's words, and the address where it is given or known."""
    if is_http_url(words):
        return {"url": words, "basis": "stated"}
    code = code_of("licences", words)
    url = vocabulary("licences")[code].url if code else ""
    return {"label": words, "basis": "stated"} | ({"url": url} if url else {})


def file_name(url: str) -> str:
    """The end of an address, decoded."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]) or url


def unique(values: Iterable[Any]) -> list[Any]:
    """Without repetitions; of words that differ only in their folding the first in order stays."""
    words = sorted(value for value in values if isinstance(value, str))
    if words:
        first = {fold_key(word): word for word in reversed(words)}
        return list(first.values())
    return list({tuple(sorted(value.items())): value for value in values}.values())
