"""What costs so much where a bar is missed: found with `python -m tests.bench.profiling`, told by the report."""

from __future__ import annotations

SNIPPETS = (
    "snippets: of each of 20 hits a window of 380 characters is read into words, most dearly those that the process "
    "has not met lately: two fifths of a search; names of all agencies are read again for each"
)
STATEMENTS = "16 statements of the store, built and read as objects; the template is a fifth"
COSTS = {
    (
        "size",
        "a record",
    ): (
        "joined forms: every two neighbours are a token of the stem field, and most of them stand in one record: more "
        "than half of the index (of real texts, each once: 3,132 bytes a record, 1,474 without them)"
    ),
    (
        "rebuild",
        "dastras reindex",
    ): (
        "analysis in Python, 1.8 ms of a record of 148 words; beside it vocabulary and engine with its many joined "
        "forms take 1.5 ms"
    ),
    ("follow", "change acknowledged to found"): (
        "every seventh commit merges up to 10,000 records, and the follower waits for it before it reads on"
    ),
    ("fill", "COPY and indexes of the same rows"): "the door makes canonical text, hashes, cards and log one by one",
    ("load", "searches"): SNIPPETS,
    ("search", "mid word, 4 facets"): SNIPPETS,
    ("search", "common AND, 4 facets"): SNIPPETS,
    ("search", "search page"): SNIPPETS,
    ("search", "record page"): STATEMENTS,
    ("search", "record, JSON"): (
        "three statements of the store, two of them read as objects: each takes about half a floor"
    ),
    ("memory", "web worker"): "files of the index that are mapped and shared; of its own it has less than half",
}
"""(part, figure) -> why its bar is missed."""
