"""Makes catalogue/vocabularies/words.tsv.gz anew: `python -m tests.word_list WHEEL GOVERNMENT`.

WHEEL is wordfreq-3.1.1-py3-none-any.whl (`pip download --no-deps wordfreq==3.1.1`), GOVERNMENT the Persian government
works of ../shared/data/scale/scale-fa (minutes, law articles, titles of votes). Both are known by their SHA-256.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
from pathlib import Path

from tests.word_list.making import make_list
from tests.word_list.sources import government_words, wordfreq_words

TARGET = Path(__file__).parents[2] / "catalogue" / "vocabularies" / "words.tsv.gz"
SHA256 = {
    "WHEEL": "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473",
    "GOVERNMENT": "bbf5424933948d1c106ab29e600c03e40d40dc497ee4e4a625c5c8da6b13a5e9",
}


def main() -> int:
    """The list in its place, unless a source is another one than it was made of."""
    parser = argparse.ArgumentParser(prog="python -m tests.word_list", description=__doc__)
    for name in SHA256:
        parser.add_argument(name, type=Path)
    given = vars(parser.parse_args())
    for name, path in given.items():
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[name]:
            sys.stderr.write(f"{path} is not the file that the list is made of\n")
            return 1
    text = make_list(wordfreq_words(given["WHEEL"]), government_words(given["GOVERNMENT"]))
    TARGET.write_bytes(gzip.compress(text.encode(), mtime=0))
    sys.stdout.write(f"{text.count(chr(10)):,} words, {TARGET.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
