"""What changed between two records: each field on its own, title and texts word by word. Pure.

Left out is what shifts with every edit: `structure`, and the spans of masks and of the evidence of relations.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from catalogue.diff.sequences import Work, stays
from catalogue.diff.texts import TextDiff, are_same_letters, compare_texts

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`old` or `new` is None where the field, or the item of a list, was not there.

    `path` («dates.adopted.iso», «tags[2]») counts in the new record, of what is gone in the old one.
    """

    path: str
    old: Any
    new: Any

    @property
    def letters_only(self) -> bool:
        """Whether both are texts that a reader would take for the same."""
        return isinstance(self.old, str) and isinstance(self.new, str) and are_same_letters(self.old, self.new)


@dataclass(frozen=True, slots=True)
class TextChange:
    """`role` is title, body or description; `lang` that of the new text, if it says so."""

    path: str
    role: str
    lang: str | None
    text: TextDiff


@dataclass(frozen=True, slots=True)
class Diff:
    """Every change stands once: that of a title or text in `texts`, all others in `fields`."""

    fields: tuple[FieldChange, ...]
    texts: tuple[TextChange, ...]

    @property
    def letters_only(self) -> bool:
        """Whether something changed, and nothing but forms of letters and digits, marks, joiners and blanks."""
        changes = [*(one.letters_only for one in self.fields), *(one.text.letters_only for one in self.texts)]
        return bool(changes) and all(changes)

    @property
    def truncated(self) -> bool:
        """Whether some of a text was too much to be compared word by word."""
        return any(change.text.truncated for change in self.texts)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a record, where it stands, and what stands beside it there."""

    path: str
    role: str
    text: str
    beside: Record

    @property
    def lang(self) -> str | None:
        return self.beside.get("lang")


_Pair = tuple[_Text | None, _Text | None]


def compare(old: Record, new: Record) -> Diff:
    """The change from one canonical record to another of the same kind."""
    work = Work()
    texts: list[TextChange] = []
    fields: list[FieldChange] = []
    for before, after in _paired(_texts_of(old), _texts_of(new)):
        if before and after:
            fields += _of_value(after.path.removesuffix(".text"), before.beside, after.beside, work)
        texts += _of_text(before, after, work)
    fields += _of_value("", _rest(old), _rest(new), work)
    return Diff(tuple(fields), tuple(texts))


def _of_text(before: _Text | None, after: _Text | None, work: Work) -> Iterator[TextChange]:
    """Where one of them is missing, all of the other has come or gone."""
    old, new = before.text if before else "", after.text if after else ""
    shown = after or before
    if shown and old != new:
        yield TextChange(shown.path, shown.role, shown.lang, compare_texts(old, new, work))


def _texts_of(record: Record) -> list[_Text]:
    """Its title and its texts."""
    found = [_Text("title", "title", record["title"], {})]
    for place, item in enumerate(record.get("texts", ())):
        beside = {name: part for name, part in item.items() if name != "text"}
        found.append(_Text(f"texts[{place}].text", item["role"], item["text"], beside))
    return found


def _paired(olds: Sequence[_Text], news: Sequence[_Text]) -> list[_Pair]:
    """Each text with the next one of its role and language, else of its role, else alone."""
    pairs: list[_Pair] = []
    for key in (_role_and_lang, _role):
        waiting: dict[str, deque[_Text]] = defaultdict(deque)
        for text in news:
            waiting[key(text)].append(text)
        found = [(old, waiting[key(old)].popleft()) for old in olds if waiting[key(old)]]
        taken = {id(text) for pair in found for text in pair}
        olds = [text for text in olds if id(text) not in taken]
        news = [text for text in news if id(text) not in taken]
        pairs += found
    return [*pairs, *((text, None) for text in olds), *((None, text) for text in news)]


def _role_and_lang(text: _Text) -> str:
    return f"{text.role} {text.lang}"


def _role(text: _Text) -> str:
    return text.role


def _rest(record: Record) -> Record:
    """All but texts and what shifts with them."""
    rest = {name: part for name, part in record.items() if name not in ("title", "texts", "structure")}
    return rest | {name: _without_spans(rest[name]) for name in ("masks", "relations") if name in rest}


def _without_spans(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_spans(part) for name, part in value.items() if name != "span"}
    return [_without_spans(part) for part in value] if isinstance(value, list) else value


def _of_value(path: str, old: Any, new: Any, work: Work) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted({*old, *new}):
            yield from _of_value(f"{path}.{name}" if path else name, old.get(name), new.get(name), work)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_list(path, old, new, work)
    else:
        yield FieldChange(path, old, new)


def _of_list(path: str, old: list[Any], new: list[Any], work: Work) -> Iterator[FieldChange]:
    """Items that stay are found wherever they moved to; between them the first that came stands for the first gone."""
    places = stays(list(map(_key, old)), list(map(_key, new)), work) or []
    here, there = 0, 0
    for place, its in [*places, (len(old), len(new))]:
        for one, other in zip_longest(range(here, place), range(there, its)):
            if one is None:
                yield FieldChange(f"{path}[{other}]", None, new[other])
            elif other is None:
                yield FieldChange(f"{path}[{one}]", old[one], None)
            else:
                yield from _of_value(f"{path}[{other}]", old[one], new[other], work)
        here, there = place + 1, its + 1


def _key(item: Any) -> str:
    """Equal for equal items."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
