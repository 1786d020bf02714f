"""A record that somebody remembers, asked for by words of its title; and words in their four spellings.

The records are those of the shared corpus of Iranian government texts and news, without the turns of debates: nobody
remembers one by its title, which names a session and a speaker.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from random import Random

from catalogue.persian.letters import ZWNJ, fold_search
from tests.bench.persian_ir.analyses import LUCENE, LUCENE_STEMS
from tests.bench.persian_ir.asking import ask_all, typed
from tests.bench.persian_ir.bench import OURS, Bench
from tests.bench.persian_ir.measures import Score, Scores, mean_score
from tests.bench.persian_ir.noise import spoil
from tests.bench.persian_ir.shared_set import DATA, Paper, Query, lines
from tests.bench.persian_ir.sheet import Bar

FOLDER = DATA / "scale" / "scale-fa"
PARTS = ("government", "news")
DEBATE = "debate_turn"
ITEMS, SPELLINGS = 400, 50
TITLE_WORDS = (3, 4)
ONE_SLIP = ("one typo", "missing space", "extra space")
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|{ZWNJ})+[^\W\d_]")
_PAIR = re.compile(rf"(?<!\S)([آ-ی]+{ZWNJ}[آ-ی]+) ([آ-ی]{{3,}})(?!\S)")


def measure_known_items(bench: Bench) -> None:
    """Words of titles, clean and with one slip."""
    papers = corpus()
    if not papers:
        print(f"{FOLDER} is missing: nothing to measure")
        return
    queries = list(_items(papers))
    spoilt = [(query, _with_one_slip(query)) for query in queries]
    others = bench.others(papers)
    chosen = [name for name in (LUCENE, LUCENE_STEMS) if name in others.names]
    with bench.door("known-items", papers) as door:
        for title, asked in (("as it stands", typed(queries)), ("with one slip", spoilt)):
            rows: dict[str, Scores] = {name: others.ask_all(name, asked) for name in chosen}
            rows[OURS] = bench.sheet.runs[f"known items, {title}"] = ask_all(door.ask, asked)
            _show(bench, f"{len(asked)} records by words of their titles, {title}", rows)


def measure_spellings(bench: Bench) -> None:
    """Whether a word with its neighbour finds the same records however the two are joined."""
    papers = corpus()
    if not papers:
        print(f"{FOLDER} is missing: nothing to measure")
        return
    bench.sheet.head("the four spellings: records found with ZWNJ, a blank, glued, glued to the neighbour")
    with bench.door("known-items", papers) as door:
        found = {pair: [door.matches(text) for text in spellings(*pair)] for pair in _pairs(papers)}
    differing = {pair: sets for pair, sets in found.items() if any(one != sets[0] for one in sets)}
    for pair, sets in differing.items():
        bench.sheet.tell(" ".join(pair), [str(total) for total, _ in sets])
    same = len(found) - len(differing)
    bench.sheet.bar(Bar("four spellings find the same", "all", "", f"{same} of {len(found)}", not differing))


@cache
def corpus() -> Sequence[Paper]:
    """The texts; none where the folder is missing."""
    files = [FOLDER / f"scale-fa-{part}.jsonl.gz" for part in PARTS]
    return [Paper(line["id"], line["title"], line["body"]) for path in files if path.is_file() for line in lines(path)]


def spellings(word: str, neighbour: str) -> tuple[str, str, str, str]:
    """With ZWNJ, with a blank, without, and without even the blank behind it."""
    glued = word.replace(ZWNJ, "")
    return (
        f"{word} {neighbour}",
        f"{word.replace(ZWNJ, ' ')} {neighbour}",
        f"{glued} {neighbour}",
        f"{glued}{neighbour}",
    )


def _items(papers: Sequence[Paper]) -> Iterator[Query]:
    """Neighbouring words of titles; only where no other title holds them all."""
    random = Random(1404)
    titles = {paper.id: frozenset(_words(paper.title)) for paper in papers}
    holders: dict[str, list[str]] = defaultdict(list)
    for name, words in titles.items():
        for word in words:
            holders[word].append(name)
    made = 0
    for paper in random.sample(papers, len(papers)):
        asked = _some_words(paper.title, random)
        rarest = min((holders[word] for word in asked), key=len, default=[])
        if made < ITEMS and [other for other in rarest if titles[other].issuperset(asked)] == [paper.id]:
            made += 1
            yield Query(f"item {paper.id}", "title words", " ".join(asked), frozenset((paper.id,)))


def _some_words(title: str, random: Random) -> list[str]:
    """Three or four neighbouring ones; none of a shorter title."""
    words = _words(title)
    count = random.choice(TITLE_WORDS)
    place = random.randint(0, max(0, len(words) - count))
    return words[place : place + count] if len(words) >= count else []


def _words(title: str) -> list[str]:
    return _WORD.findall(fold_search(title))


def _with_one_slip(query: Query) -> str:
    """The first of the slips that it can have, in an order drawn for the query."""
    for slip in Random(query.id).sample(ONE_SLIP, len(ONE_SLIP)):
        if spoilt := spoil(slip, query.id, query.text):
            return spoilt
    return query.text


def _pairs(papers: Iterable[Paper]) -> list[tuple[str, str]]:
    """Words with ZWNJ and their neighbours, met in three to sixty texts, one pair to a word."""
    met: Counter[tuple[str, str]] = Counter()
    for paper in papers:
        met.update(set(_PAIR.findall(fold_search(paper.text))))
    usual = sorted(pair for pair, count in met.items() if 3 <= count <= 60)
    one_each: Mapping[str, tuple[str, str]] = {pair[0]: pair for pair in usual}
    return Random(50).sample(sorted(one_each.values()), min(SPELLINGS, len(one_each)))


def _show(bench: Bench, title: str, rows: Mapping[str, Scores]) -> None:
    bench.sheet.head(title)
    bench.sheet.tell("", Score._fields)
    means = {name: mean_score(scores.values()) for name, scores in rows.items()}
    for name, mean in means.items():
        bench.sheet.tell(name, [f"{one:.3f}" for one in mean])
    best = max((mean.mrr for name, mean in means.items() if name != OURS), default=0.0)
    ours = means[OURS].mrr
    bench.sheet.bar(
        Bar(
            f"known items, {title.rpartition(', ')[2]}: MRR@10", ">= Lucene", f"{best:.3f}", f"{ours:.3f}", ours >= best
        )
    )
