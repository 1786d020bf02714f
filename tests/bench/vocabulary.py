"""`python -m tests.bench.vocabulary`: what the vocabulary costs on the disk, the follower and a process that reads.

Words are invented and drawn by Zipf's law from a fixed seed. A missed bar is told and changes nothing; a wrong count
ends with exit code 1.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random

from catalogue.identity import new_id
from catalogue.search.folder import point_to
from catalogue.search.index import IndexDocument
from catalogue.search.vocabulary import FILE, Vocabulary
from catalogue.search.vocabulary_writing import VocabularyWriter, create_vocabulary
from tests.bench import machine
from tests.making import Store, a_decision, new_record, open_fresh
from tests.running import ROOT

SEED = 1404
LETTERS = "ابپتجچخدرزسشفقکگلمنوهی"
WORDS_PER_RECORD = 130
BATCH = 1000
SIZES = (50_000, 500_000)
TIMES = 200
SUGGESTIONS = ("بو", "من", "شهر", "رسان")


def main() -> int:
    """Build, measure, report; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.vocabulary", description=__doc__)
    parser.add_argument("--records", type=int, default=50_000, help="so many (50,000)")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        print(json.dumps(read(arguments.read)))
        return 0
    print("\n".join(machine.describe()))
    is_right = True
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            is_right = measure(Path(folder), size, arguments.records) and is_right
    with tempfile.TemporaryDirectory() as folder:
        measure_suggestions(Path(folder), arguments.records)
    return 0 if is_right else 1


def measure(folder: Path, size: int, records: int) -> bool:
    """One vocabulary of so many words; whether its counts are right."""
    words = invent(size)
    create_vocabulary(folder / "1")
    point_to(folder, "1")
    writer = VocabularyWriter(folder / "1")
    counted: Counter[str] = Counter()
    spent = processor = 0.0
    for batch in batches(words, records):
        counted.update(word for one in batch for word in {*one.title, *one.text})
        began, began_cpu = time.perf_counter(), time.process_time()
        writer.apply(batch, ())
        spent += time.perf_counter() - began
        processor += time.process_time() - began_cpu
    writer.close()
    tell(f"{size:,} words", f"{records:,} records")
    tell("disk", f"{(folder / '1' / FILE).stat().st_size / records:.0f} bytes a record")
    each = processor / records * 1000
    tell(
        "new records",
        f"{each:.3f} ms each of the processor, {spent / records * 1000:.3f} ms in all",
        "0.25 ms",
        each <= 0.25,
    )
    report_reading(folder)
    with_few = words[:: max(1, size // 300)]
    return dict(Vocabulary(folder).records(with_few)) == {word: counted[word] for word in with_few}


def report_reading(folder: Path) -> None:
    """A process of its own, as a web worker is."""
    command = [sys.executable, "-m", "tests.bench.vocabulary", "--read", str(folder)]
    found = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    tell("opened and first answer", f"{found['start']:.1f} ms", "300 ms", found["start"] <= 300)
    tell("memory of reading", f"{found['megabytes']:.1f} MB", "40 MB", found["megabytes"] <= 40)
    tell("30 words of any kind", f"{found['some']:.3f} ms")
    tell("600 words near to one", f"{found['near']:.3f} ms", "0.6 ms", found["near"] <= 0.6)


def read(folder: Path) -> dict[str, float]:
    """Milliseconds and megabytes of a process that only reads."""
    random = Random(SEED)
    words = invent(SIZES[0])
    some = [
        [one + random.choice(LETTERS) * (i % 2) for i, one in enumerate(random.sample(words, 30))] for _ in range(TIMES)
    ]
    near = [neighbours(random.choice(words)) for _ in range(TIMES)]
    before = resident_bytes()
    vocabulary = Vocabulary(folder)
    start = median(partial(vocabulary.records, words[:1]), 1)
    spent = {"some": median(partial(_ask_next, vocabulary, iter(some)), TIMES)}
    spent["near"] = median(partial(_ask_next, vocabulary, iter(near)), TIMES)
    for at in range(0, len(words), BATCH):
        vocabulary.records(words[at : at + BATCH])
    return {"start": start, "megabytes": (resident_bytes() - before) / machine.MEGABYTE, **spent}


def resident_bytes() -> int:
    """Of this process, now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def neighbours(words: Sequence[str]) -> list[str]:
    """600 that a slip may have made of these, or these of them, as a repair asks for."""
    made = (
        word[:at] + letter + word[at + cut :]
        for word in words
        for cut in (1, 0)
        for at in range(len(word) + 1)
        for letter in LETTERS
    )
    return list(dict.fromkeys(made))[:600]


def _ask_next(vocabulary: Vocabulary, asked: Iterator[list[str]]) -> None:
    vocabulary.records(next(asked))


def measure_suggestions(folder: Path, records: int) -> None:
    """Suggestions out of so many titles, of the whole catalogue in process."""
    store = filled(folder, records)
    for typed in SUGGESTIONS:
        spent = median(partial(store.catalogue.suggest, typed, 10), 50)
        tell(f"suggest «{typed}»", f"{spent:.1f} ms", "20 ms", spent <= 20)
    store.close()


def filled(folder: Path, records: int) -> Store:
    """A catalogue of decisions with invented titles."""
    random = Random(SEED)
    words = invent(20_000)
    store = open_fresh(folder / "data")
    job = store.begin()
    for start in range(0, records, BATCH):
        made = [a_decision(" ".join(random.choices(words, k=8)), tags=random.sample(words, 3)) for _ in range(BATCH)]
        store.intake.put_records(job, [new_record(str(start + i), one) for i, one in enumerate(made)])
    store.kill(job)
    store.follower.rebuild()
    return store


def batches(words: list[str], records: int) -> Iterator[list[IndexDocument]]:
    """New records; each word stands in at least one of them."""
    random = Random(SEED)
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(words))))
    own = -(-len(words) // records)
    for start in range(0, records, BATCH):
        batch = []
        for number in range(start, min(start + BATCH, records)):
            drawn = random.choices(words, cum_weights=weights, k=WORDS_PER_RECORD - own)
            batch.append(
                document(new_id("decision", random.randbytes), [*words[number * own : (number + 1) * own], *drawn])
            )
        yield batch


def document(record_id: str, words: Sequence[str]) -> IndexDocument:
    """A published one, of which eight words are its title."""
    return IndexDocument(record_id, 1, 0, words[:8], words[8:], (), (), {}, None, None, {}, 0, 0, 0)


def invent(size: int) -> list[str]:
    """So many different words of three to nine letters."""
    random = Random(SEED)
    made: dict[str, None] = {}
    while len(made) < size:
        made["".join(random.choices(LETTERS, k=random.randint(3, 9)))] = None
    return list(made)


def median(ask: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent)[times // 2]


def tell(name: str, figure: str, bar: str = "", met: bool = True) -> None:
    """One figure, with its bar where it has one."""
    print(f"{name:<26} {figure}{f'   bar <= {bar}: ' + ('met' if met else 'MISSED') if bar else ''}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
