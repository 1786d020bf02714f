"""A mistake in a source or agency file, as it is printed: `file:line: key: Persian | English`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schemas.errors import FieldError
from schemas.messages import message

Path = tuple[str | int, ...]
Lines = Mapping[Path, int]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a file is wrong, and why in both languages."""

    file: str
    line: int
    path: str
    fa: str
    en: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: "
        return place + (f"{self.path}: " if self.path else "") + f"{self.fa} | {self.en}"


def mistakes_of(file: str, errors: Iterable[FieldError], lines: Lines) -> list[Mistake]:
    """Errors of a schema with the lines of the file, in the order of the file."""
    found = []
    for error in errors:
        fa, en = error.say()
        found.append(Mistake(file, line_of(error.path, lines), error.name, fa, en))
    return sorted(found, key=lambda mistake: (mistake.line, mistake.path))


def mistake(file: str, line: int, path: str, code: str, /, **facts: object) -> Mistake:
    """One mistake by its code in schemas.messages."""
    fa, en = message(code, facts)
    return Mistake(file, line, path, fa, en)


def line_of(path: Path, lines: Lines) -> int:
    """The line of a key, or of the nearest one above it when it is missing."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)
