"""Charts as SVG, made here: places across in percent and down in pixels, so that words keep their size on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.shown.filters import number
from api.shown.language import figures, gettext
from catalogue.persian.calendar import MONTHS

TOP, BASE, HEIGHT = 24, 180, 218
"""Pixels from the upper edge: of the largest value, of the axis, of the whole."""
FIRST = 9.0
"""Percent at the left that the numbers of the axis take."""
SHARE = 0.68
"""Of its place that a bar fills."""
FEW = 14
"""Bars whose names all find room beside each other on a wide screen; of more, every second has its name."""
MOST_STEPS = 4
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many there are in a Jalali month (1402-05); an open one may still grow."""

    month: str
    count: int
    is_open: bool = False

    @property
    def name(self) -> str:
        """What stands below it."""
        return gettext(MONTHS[int(self.month[5:]) - 1])

    @property
    def group(self) -> str:
        """Its year."""
        return figures(self.month[:4])


def columns_chart(bars: Sequence[Bar], name_id: str) -> Markup:
    """Bars in the order of time from left to right, named by the element of this id; the largest is labelled."""
    step = step_of(max((bar.count for bar in bars), default=0))
    top = step * max(1, -(-max((bar.count for bar in bars), default=0) // step))
    lines = Markup("").join(_grid(value, top) for value in range(0, top + 1, step))
    width = (100 - FIRST) / max(1, len(bars))
    drawn = Markup("").join(_bar(bar, FIRST + width * place, width, top) for place, bar in enumerate(bars))
    every = 1 if len(bars) <= FEW else 2
    names = Markup("").join(
        _name(bars[place], place // every, FIRST + width * place, width) for place in range(0, len(bars), every)
    )
    groups = Markup("").join(
        _group(bar, FIRST + width * place) for place, bar in enumerate(bars) if _begins_group(bars, place)
    )
    largest = _largest(bars, width, top)
    return Markup('<svg class="plot" height="{}" direction="ltr" role="img" aria-labelledby="{}">{}</svg>').format(
        HEIGHT, name_id, lines + drawn + largest + names + groups
    )


def step_of(largest: int) -> int:
    """The distance of the lines of the axis: 1, 2 or 5 times a power of ten, at most four of them."""
    power = 1
    while True:
        for one in _STEPS:
            if one * power * MOST_STEPS >= largest:
                return one * power
        power *= 10


def _down(value: int, top: int) -> float:
    return round(BASE - (BASE - TOP) * value / top, 1)


def _grid(value: int, top: int) -> Markup:
    y = _down(value, top)
    return Markup(
        '<line x1="{0}%" x2="100%" y1="{1}" y2="{1}"/><text x="{2}%" y="{3}" text-anchor="end">{4}</text>'
    ).format(FIRST, y, FIRST - 1, y + 4, number(value))


def _bar(bar: Bar, x: float, width: float, top: int) -> Markup:
    y = _down(bar.count, top)
    return Markup(
        '<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}" rx="2"><title>{}</title></rect>'
    ).format(
        "c-late" if bar.is_open else "c1",
        x + width * (1 - SHARE) / 2,
        y,
        width * SHARE,
        round(BASE - y, 1),
        f"{bar.name} {bar.group}: {number(bar.count)}",
    )


def _name(bar: Bar, place: int, x: float, width: float) -> Markup:
    """On a small screen every third stays."""
    hidden = Markup(' class="minor"') if place % 3 else ""
    return Markup('<text{} x="{:.2f}%" y="{}" text-anchor="middle">{}</text>').format(
        hidden, x + width / 2, BASE + 16, bar.name
    )


def _group(bar: Bar, x: float) -> Markup:
    return Markup('<text class="hi" x="{:.2f}%" y="{}" text-anchor="start">{}</text>').format(x, BASE + 33, bar.group)


def _begins_group(bars: Sequence[Bar], place: int) -> bool:
    return place == 0 or bars[place].group != bars[place - 1].group


def _largest(bars: Sequence[Bar], width: float, top: int) -> Markup:
    if not bars or not any(bar.count for bar in bars):
        return Markup("")
    place = max(range(len(bars)), key=lambda one: bars[one].count)
    return Markup('<text class="hi" x="{:.2f}%" y="{}" text-anchor="middle">{}</text>').format(
        FIRST + width * (place + 0.5), _down(bars[place].count, top) - 6, number(bars[place].count)
    )
