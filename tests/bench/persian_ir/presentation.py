"""Text as PDF files give it: every letter in the shape it has at its place (U+FB50-U+FEFF)."""

from __future__ import annotations

import unicodedata

_SHAPES = ("isolated", "initial", "medial", "final")


def _read_shapes() -> dict[tuple[str, str], str]:
    """(letter, shape) -> presentation form."""
    shapes: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD)):
        shape, _, rest = unicodedata.decomposition(chr(code)).partition(" ")
        if shape.strip("<>") in _SHAPES and rest and " " not in rest:
            shapes[chr(int(rest, 16)), shape.strip("<>")] = chr(code)
    return shapes


_FORMS = _read_shapes()


def in_presentation_forms(text: str) -> str:
    """The same words; a ZWNJ has done its work once the shapes are chosen, and stays."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_shaped(composed, place) for place in range(len(composed)))


def _shaped(text: str, place: int) -> str:
    letter = text[place]
    before = place > 0 and _reaches_on(text[place - 1]) and (letter, "final") in _FORMS
    after = place + 1 < len(text) and _reaches_on(letter) and (text[place + 1], "final") in _FORMS
    shape = {(False, False): "isolated", (False, True): "initial", (True, True): "medial", (True, False): "final"}
    return _FORMS.get((letter, shape[before, after]), letter)


def _reaches_on(letter: str) -> bool:
    """Whether the letter joins the one after it."""
    return (letter, "initial") in _FORMS
