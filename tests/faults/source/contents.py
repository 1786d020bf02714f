"""What a source publishes: decisions in a listing of pages, a page for each, and the source files that harvest them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

AGENCY = """\
slug: azmayeshgah
names: [{text: شورای شهر آزمایشگاه, lang: fa}]
type: municipal
"""

SOURCE = """\
format: 1
id: ID
name: مصوبات آزمایشگاه (ID)
agency: azmayeshgah
kind: decision
protocol: html
contact: publisher@example.org
url: "ROOT/ID/list?page={page}"
polite: {gap_seconds: 0}
paging: {style: page, start: 1, max_pages: 200}
list:
  rows: "table tr.row"
  detail: {css: a, attr: href}
  native_id: {css: a, attr: href, match: 'acts/(\\w+)'}
detail: {must_contain: شماره مصوبه}
fields:
  title: {css: h1}
  type: {const: resolution}
  number: {label: شماره مصوبه}
  adopted_on: {label: تاریخ تصویب}
  text: {css: div.body}
ignore: [عنوان]
"""

ROWS_ONLY = SOURCE.replace("detail: {must_contain: شماره مصوبه}\n", "").replace(
    SOURCE[SOURCE.index("fields:") : SOURCE.index("ignore:")],
    "fields:\n  title: {column: عنوان}\n  type: {const: resolution}\n",
)
"""The same without pages of the decisions: one request for many records."""

FOLLOWING = SOURCE.replace("?page={page}", "").replace("style: page, start: 1", "style: next, next: {css: a.next}")
"""The same, paged by the link to the next page."""

RICH = SOURCE.replace("  text: {css: div.body}\n", "  text: {css: div.body}\n  tags: {css: .tag, many: true}\n")
"""The same with tags."""

DATASETS = (
    SOURCE.replace("kind: decision", "kind: dataset")
    .replace("  type: {const: resolution}\n  number: {label: شماره مصوبه}\n  adopted_on: {label: تاریخ تصویب}\n", "")
    .replace("  text: {css: div.body}\n", "  distributions[].access_url: {css: a.file, attr: href, many: true}\n")
    .replace("ignore: [عنوان]", "ignore: [عنوان, شماره مصوبه, تاریخ تصویب]")
)
"""The pages read as datasets, whose files are distributions."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the page of a decision shows instead of what it would show; `more` comes last, and is HTML as it is."""

    title: str | None = None
    number: str | None = None
    adopted: str | None = None
    text: str | None = None
    more: str = ""


@dataclass(slots=True)
class Decisions:
    """What a source publishes: keys `1` to `count`, so many on a page; `endless` is a listing without a last page.

    `keys` are the keys of the listing in their order, when it shows others; `total` is a number that it states; `acts`
    are odd pages by their key; `following` gives the link to the page after this one; `turned` is called before a page
    of the listing is made; `visits` counts the readers of pages, when it is wanted.
    """

    count: int
    per_page: int = 10
    endless: bool = False
    edited: Counter[str] = field(default_factory=Counter)  # key -> how often its text was changed
    keys: Sequence[str] | None = None
    total: int | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    following: Callable[[int], str | None] | None = None
    turned: Callable[[int], None] | None = None
    visits: int | None = None

    def all_keys(self) -> list[str]:
        """The keys of the listing, in their order."""
        return [str(key) for key in range(1, self.count + 1)] if self.keys is None else list(self.keys)

    def listing(self, page: int) -> str:
        """The page with this number; one after the last has the table and no rows."""
        if self.turned is not None:
            self.turned(page)
        total = "" if self.total is None else f"<p class=total>{self.total} مصوبه</p>"
        link = self.following(page) if self.following is not None else None
        after = "" if link is None else f'<a class=next href="{link}">صفحهٔ بعد</a>'
        rows = "".join(self._row(key) for key in self._keys_of(page))
        return as_page(f"{total}<table><tr><th>عنوان</th></tr>{rows}</table>{after}")

    def act(self, key: str) -> str:
        """The page of one decision."""
        odd = self.acts.get(key, Act())
        title = _title(key) if odd.title is None else odd.title
        number = f"{key}/ش" if odd.number is None else odd.number
        adopted = f"۱۴۰۲/۰۵/{_number(key) % 29 + 1:02}" if odd.adopted is None else odd.adopted
        text = f"متن مصوبهٔ {key}، بازنگری {self.edited[key]}." if odd.text is None else odd.text
        return as_page(
            f"<h1>{title}</h1><dl><dt>شماره مصوبه</dt><dd>{number}</dd>"
            f"<dt>تاریخ تصویب</dt><dd>{adopted}</dd>{self._visit()}</dl>"
            f"<div class=body><p>{text}</p></div>{odd.more}"
        )

    def _keys_of(self, page: int) -> list[str]:
        first = (page - 1) * self.per_page
        if self.endless:
            return [str(key) for key in range(first + 1, first + self.per_page + 1)]
        return self.all_keys()[first : first + self.per_page]

    def _row(self, key: str) -> str:
        odd = self.acts.get(key, Act())
        title = _title(key) if odd.title is None else odd.title
        return f'<tr class=row><td><a href="acts/{key}">{title}</a></td></tr>'

    def _visit(self) -> str:
        if self.visits is None:
            return ""
        self.visits += 1
        return f"<dt>تعداد بازدید</dt><dd>{self.visits}</dd>"


def as_page(body: str) -> str:
    """A whole page around a body."""
    return f'<!doctype html><html lang=fa><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _title(key: str) -> str:
    return f"مصوبهٔ آزمایشی شمارهٔ {key}"


def _number(key: str) -> int:
    return int("".join(filter(str.isdigit, key)) or "0")
