"""Faults of a listing, by name: each changes what a source publishes, or the way it pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.faults.source.answer import Answer
from tests.faults.source.contents import Act, Decisions, as_page
from tests.faults.source.server import Asked, Rule

LOGIN = as_page("<h1>ورود</h1><form method=post><input name=user><input type=password name=word></form>")


def emptied(acts: Decisions) -> None:
    """The list is there, and nothing in it."""
    acts.keys = []


def halved(acts: Decisions) -> None:
    """Every second id is missing."""
    acts.keys = acts.all_keys()[::2]


def all_ids_changed(acts: Decisions) -> None:
    """New software: the same things under other ids."""
    acts.keys = [f"new{key}" for key in acts.all_keys()]


def total_above_the_rows(acts: Decisions) -> None:
    """The list says there are more than it shows: half of it is missing."""
    acts.total = len(acts.all_keys())
    halved(acts)


def total_below_the_rows(acts: Decisions) -> None:
    """The list says there are fewer than it shows."""
    acts.total = len(acts.all_keys()) // 2


def page_three_for_ever(acts: Decisions) -> None:
    """Each page after the third is the third."""
    keys, size = acts.all_keys(), acts.per_page
    acts.keys = [*keys[: 3 * size], *keys[2 * size : 3 * size] * 500]


def two_pages_for_ever(acts: Decisions) -> None:
    """A, B, A, B …"""
    acts.keys = acts.all_keys()[: 2 * acts.per_page] * 250


def links_in_a_circle(acts: Decisions) -> None:
    """The link of page two leads to page one; for sources paged by links."""
    acts.following = lambda page: f"list?page={page % 2 + 1}"


def link_to_another_host(acts: Decisions) -> None:
    """The second page is elsewhere; for sources paged by links."""
    acts.following = lambda _page: "http://10.0.0.1/list?page=2"


def row_added_while_it_is_read(acts: Decisions) -> None:
    """A new decision pushes the last row of page one to page two."""
    _while_it_is_read(acts, lambda keys: ["999", *keys])


def row_removed_while_it_is_read(acts: Decisions) -> None:
    """The first decision goes, and the first row of page two moves to page one, where nobody looks again."""
    _while_it_is_read(acts, lambda keys: keys[1:])


def row_moved_while_it_is_read(acts: Decisions) -> None:
    """The last decision moves to the top."""
    _while_it_is_read(acts, lambda keys: [keys[-1], *keys[:-1]])


def doubled_ids(acts: Decisions) -> None:
    """The first three stand there twice."""
    keys = acts.all_keys()
    acts.keys = [*keys, *keys[:3]]


def id_of_another_thing(acts: Decisions) -> None:
    """What was one decision is now another."""
    first = acts.all_keys()[0]
    acts.acts[first] = Act(title="چیزی دیگر", number="۹۹۹/الف", adopted="۱۳۹۰/۰۱/۰۱", text="متنی دیگر.")


def endless(acts: Decisions) -> None:
    """There is always a next page, with rows nobody has seen."""
    acts.endless = True


def reversed_order(acts: Decisions) -> None:
    """The same rows, the last first."""
    acts.keys = acts.all_keys()[::-1]


FAULTS: Mapping[str, Callable[[Decisions], None]] = {
    fault.__name__: fault
    for fault in (
        emptied,
        halved,
        all_ids_changed,
        total_above_the_rows,
        total_below_the_rows,
        page_three_for_ever,
        two_pages_for_ever,
        links_in_a_circle,
        link_to_another_host,
        row_added_while_it_is_read,
        row_removed_while_it_is_read,
        row_moved_while_it_is_read,
        doubled_ids,
        id_of_another_thing,
        endless,
        reversed_order,
    )
}


def login_page(prefix: str = "/") -> Rule:
    """A rule: 200 and a login page, whatever is asked that begins so."""

    def rule(asked: Asked) -> Answer | None:
        return Answer(LOGIN) if asked.path.startswith(prefix) and asked.path != "/robots.txt" else None

    return rule


def _while_it_is_read(acts: Decisions, change: Callable[[list[str]], list[str]]) -> None:
    def turned(page: int) -> None:
        if page == 2:
            acts.keys, acts.turned = change(acts.all_keys()), None

    acts.turned = turned
