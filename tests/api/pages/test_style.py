"""The limits of site.md sections 2 and 3: sizes, logical properties, contrast of every token."""

from __future__ import annotations

import gzip
import re

import pytest

from api.pages.assets import STATIC

CSS = (STATIC / "site.css").read_text(encoding="utf-8")
SURFACES = ("paper", "surface", "sunken")


def tokens(block: str) -> dict[str, str]:
    """The colours of a list of tokens."""
    return {name: _six(value) for name, value in re.findall(r"--([a-z0-9-]+):#([0-9a-f]{3,6})\b", block)}


def _six(value: str) -> str:
    return value if len(value) == 6 else "".join(c * 2 for c in value)


LIGHT = tokens(CSS[CSS.index(":root{") : CSS.index("@media (prefers-color-scheme")])
DARK = LIGHT | tokens(CSS[CSS.index("@media (prefers-color-scheme") : CSS.index("/* ---------- base")])


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = [
    *(("ink", under, 7) for under in SURFACES),
    *((name, under, 4.5) for under in SURFACES for name in ("soft", "brand", "visited")),
    *((name, under, 3) for under in SURFACES for name in ("edge", "focus")),
    ("brand-ink", "brand", 4.5),
    ("deep-ink", "deep", 4.5),
    ("deep-soft", "deep", 4.5),
    ("gold", "deep", 4.5),
    ("mark-ink", "mark", 7),
    *((name, f"{name}-bg", 4.5) for name in ("dec", "data", "ok", "warn", "bad", "mute")),
    ("ins-ink", "ins-bg", 7),
    ("del-ink", "del-bg", 7),
    ("chart", "surface", 3),
    ("chart2", "surface", 3),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_has_its_contrast(scheme: dict[str, str]) -> None:
    low = [(over, under) for over, under, least in PAIRS if contrast(scheme[over], scheme[under]) < least]
    assert low == []


def test_the_style_sheet_and_the_font_are_small() -> None:
    raw = CSS.encode()
    assert len(raw) <= 30_000 and len(gzip.compress(raw)) <= 8_000
    (font,) = (STATIC / "fonts").glob("*.woff2")
    assert font.stat().st_size <= 60_000
    assert (STATIC / "fonts" / "OFL.txt").exists()


def test_the_script_is_small_and_needs_no_rights() -> None:
    script = (STATIC / "site.js").read_text(encoding="utf-8")
    assert len(script.encode()) <= 6_000
    assert (
        re.findall(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b|cookie|localStorage", script) == []
    )


def test_the_style_sheet_knows_no_physical_sides() -> None:
    rules = re.sub(r"@media[^{]*|/\*.*?\*/", "", CSS, flags=re.S)
    sides = r"(?:left|right|(?:max-|min-)?(?:width|height)|(?:margin|padding|border)-(?:top|left|right|bottom))"
    assert re.findall(rf"(?<![-\w]){sides}\s*:", rules) == []
    assert re.findall(r":\s*(?:left|right)\b", rules) == []


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(([^)]*)\)", CSS) == ["fonts/vazirmatn-subset.woff2", "girih.svg"]
    assert "@import" not in CSS


def test_letters_are_never_spaced_or_slanted() -> None:
    persian = CSS.replace(":is([lang=en],[dir=ltr]) em{font-style:italic;font-weight:400}", "")
    for wrong in ("letter-spacing", "italic", "text-align:justify", "text-transform"):
        assert wrong not in persian
