"""What costs so much where a bar is missed: found with `python -m tests.bench.profiling`, told by the report."""

from __future__ import annotations

SNIPPETS = (
    "snippets: each of 20 hits has a window of its text analysed, with the joined forms of neighbours; "
    "about half of a search"
)
COSTS = {
    ("size", "a record"): "joined forms: every two neighbours are a token of the stem field, most of them met once",
    ("load", "searches"): SNIPPETS,
    ("search", "mid word, 4 facets"): SNIPPETS,
    ("search", "common AND, 4 facets"): SNIPPETS,
}
"""(part, figure) -> why its bar is missed."""
