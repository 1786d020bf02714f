"""Faults of single records, by name: each changes the first decision of a source, or what all pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.faults.source.contents import Act, Decisions

MOST_KEYWORDS, MOST_DISTRIBUTIONS, LONGEST_LINE = 34_866, 10_749, 37_000
"""The largest that were ever seen."""

SCRIPT = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&gt;{{7*7}}"


def no_title(acts: Decisions) -> None:
    """A page whose heading is empty."""
    _odd(acts, Act(title=""))


def no_id(acts: Decisions) -> None:
    """A row whose link has no key."""
    keys = acts.all_keys()
    acts.keys = ["", *keys[1:]]


def thousands_of_keywords(acts: Decisions) -> None:
    """34,866 of them."""
    _odd(acts, Act(more="".join(f"<i class=tag>برچسب {number}</i>" for number in range(MOST_KEYWORDS))))


def thousands_of_distributions(acts: Decisions) -> None:
    """10,749 files."""
    files = (f'<a class=file href="https://data.example/{n}.csv">{n}</a>' for n in range(MOST_DISTRIBUTIONS))
    _odd(acts, Act(more="".join(files)))


def a_long_line(acts: Decisions) -> None:
    """37,000 characters without a break."""
    _odd(acts, Act(text="مصوبه " * (LONGEST_LINE // 6)))


def a_long_title(acts: Decisions) -> None:
    """A megabyte."""
    _odd(acts, Act(title="مصوبه " * 90_000))


def a_new_field(acts: Decisions) -> None:
    """A label that the source file does not know."""
    _odd(acts, Act(more="<dl><dt>رأی مخالف</dt><dd>۳</dd></dl>"))


def text_that_lies(acts: Decisions) -> None:
    """Overrides of direction, and Latin letters that look like others."""
    _odd(acts, Act(title="مصوبهٔ \u202eلصا\u2066 раураl", text="\u202dمتن\u2069 \u200fو \u200eهمین\u202c."))


def script_in_every_field(acts: Decisions) -> None:
    """Escaped in texts, and as it is in the page."""
    _odd(acts, Act(title=ESCAPED, number=ESCAPED, adopted=ESCAPED, text=ESCAPED, more=SCRIPT))


def an_impossible_date(acts: Decisions) -> None:
    """The 30th of Esfand of a common year."""
    _odd(acts, Act(adopted="۱۴۰۲/۱۲/۳۰"))


def a_date_of_nonsense(acts: Decisions) -> None:
    """The 31st of the thirteenth month."""
    _odd(acts, Act(adopted="۱۴۰۲/۱۳/۳۱"))


def counter_that_moves(acts: Decisions) -> None:
    """Each look is counted on the page."""
    acts.visits = 0


def blanks_everywhere(acts: Decisions) -> None:
    """The same things with other blanks, other breaks, and in another order."""
    keys = acts.all_keys()
    Random(5).shuffle(keys)
    acts.keys = keys
    for key in keys:
        text = f"\r\n  متن مصوبهٔ  {key}،\tبازنگری\u00a0 {acts.edited[key]}.  \r\n"
        acts.acts[key] = Act(title=f"  مصوبهٔ  آزمایشی\r\n شمارهٔ {key} ", number=f" {key}/ش\n", text=text)


def vanished(acts: Decisions) -> None:
    """The first decision is not listed any more; `returned` brings it back."""
    acts.keys = acts.all_keys()[1:]


def returned(acts: Decisions) -> None:
    """The list is whole again."""
    acts.keys = None


FAULTS: Mapping[str, Callable[[Decisions], None]] = {
    fault.__name__: fault
    for fault in (
        no_title,
        no_id,
        thousands_of_keywords,
        thousands_of_distributions,
        a_long_line,
        a_long_title,
        a_new_field,
        text_that_lies,
        script_in_every_field,
        an_impossible_date,
        a_date_of_nonsense,
        counter_that_moves,
        blanks_everywhere,
        vanished,
        returned,
    )
}


def _odd(acts: Decisions, act: Act) -> None:
    acts.acts[acts.all_keys()[0]] = act
