from __future__ import annotations

from pathlib import Path

from catalogue.vocab import vocabularies_sha256


def test_the_digest_of_vocabularies_changes_with_any_word_and_with_nothing_else(tmp_path: Path) -> None:
    digests = []
    for name, word in (("one", "مصوبه"), ("two", "مصوبه"), ("three", "بخشنامه")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "types.toml").write_text(f"[act]\nfa = '{word}'\n", encoding="utf-8")
        (folder / "notes.txt").write_text(name, encoding="utf-8")
        digests.append(vocabularies_sha256(folder))
    assert digests[0] == digests[1] != digests[2]
