"""What `dastras check` says of files of sources, agencies and equal words: every mistake by line. Asks no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from deploy.settings import Settings
from harvesters.agencies import AgencyRegister, judge_agencies, unknown_parent
from harvesters.config import Judged, in_order, judge_source
from harvesters.drafts import to_fill_in
from harvesters.errors import HarvestError
from harvesters.grants import grants_for
from harvesters.mistakes import Mistake, line_of, mistake
from harvesters.source import Source
from harvesters.source_checks import unknown_secret
from harvesters.synonyms import judge_synonyms

AGENCIES = "agencies"
WORDS = "words"
PLACES = {
    "secret-elsewhere": ("auth", "secret"),
    "secret-in-clear": ("url",),
    "ca-root-missing": ("tls", "ca"),
    "ca-unusable": ("tls", "ca"),
}
"""What the operator does not grant -> the key that asks for it."""


class Checked:
    """The files of one command: `mistakes` of all of them, what is still a guess of a draft (`guesses`), and what was
    understood of each that has no mistake."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._registers: dict[Path, AgencyRegister] = {}
        self.mistakes: list[Mistake] = []
        self.guesses: list[Mistake] = []
        self.understood: list[str] = []

    def look_at(self, paths: Sequence[Path]) -> None:
        """Judge these files, and the agency files that they need."""
        for path in paths:
            self.guesses += guesses_in(path)
            if is_agency_file(path):
                self._agency(path)
            elif path.absolute().parent.name == WORDS:
                self._synonyms(path)
            else:
                self._source(path)

    def _agency(self, path: Path) -> None:
        register = self._register(path.parent)
        mistakes = unknown_parent(path, register)
        self.mistakes += mistakes
        if path.stem in register.files and not mistakes:
            self.understood.append(_agency_line(path, register))

    def _synonyms(self, path: Path) -> None:
        groups, mistakes = judge_synonyms(path)
        self.mistakes += mistakes
        if not mistakes:
            self.understood.append(
                f"{path}: بی‌اشکال: {len(groups)} گروه هم‌معنا | no mistakes: {len(groups)} groups of equal words"
            )

    def _source(self, path: Path) -> None:
        judged = judge_source(path, self._register(agency_folder(self._settings, path)))
        mistakes = in_order((*judged.mistakes, *_not_granted(judged, path, self._settings)))
        self.mistakes += mistakes
        if judged.source is not None and not mistakes:
            self.understood.append(_source_line(path, judged.source))

    def _register(self, folder: Path) -> AgencyRegister:
        """The agencies of a folder; their mistakes are told once."""
        if folder not in self._registers:
            self._registers[folder], mistakes = judge_agencies(folder)
            self.mistakes += mistakes
        return self._registers[folder]


def guesses_in(path: Path) -> list[Mistake]:
    """The lines of a file that still have the mark of a draft."""
    text = path.read_bytes().decode(errors="replace")
    found = []
    for line, words in to_fill_in(text):
        persian, _, english = words.partition(" | ")
        found.append(mistake(str(path), line, "", "still-a-guess", what_fa=persian, what_en=english or persian))
    return found


def is_agency_file(path: Path) -> bool:
    """Whether a file lies where agency files lie."""
    return path.absolute().parent.name == AGENCIES


def agency_folder(settings: Settings, path: Path) -> Path:
    """Where the agencies of a source file are: beside it, else in the operator's folder."""
    beside = path.parent / AGENCIES
    return beside if beside.is_dir() else settings.sources / AGENCIES


def _not_granted(judged: Judged, path: Path, settings: Settings) -> Iterator[Mistake]:
    """What the file asks for and the operator has not granted."""
    for key, code, facts in unknown_secret(judged.written, sorted(settings.secrets)):
        yield mistake(str(path), line_of(key, judged.lines), ".".join(map(str, key)), code, **facts)
    if judged.source is None:
        return
    try:
        grants_for(judged.source, settings.allow, settings.secrets, settings.files_root)
    except HarvestError as error:
        if error.code in PLACES:
            key = PLACES[error.code]
            yield mistake(str(path), line_of(key, judged.lines), ".".join(key), error.code, **error.facts)


def _source_line(path: Path, source: Source) -> str:
    """What was understood of a source, in one line."""
    names = list(dict.fromkeys(rule.path for rule in source.rules))
    where = "" if source.reachable_from == "everywhere" else source.reachable_from
    return (
        f"{path}: بی‌اشکال: پروتکل {source.protocol}، نوع {source.kind}، دستگاه {source.agency}"
        f"{f'، تنها از {where}' if where else ''}، {len(names)} فیلد | "
        f"no mistakes: protocol {source.protocol}, kind {source.kind}, agency {source.agency}"
        f"{f', only from {where}' if where else ''}, {len(names)} fields: {', '.join(names)}"
    )


def _agency_line(path: Path, register: AgencyRegister) -> str:
    agency = register.files[path.stem]
    name = register.name_of(path.stem)
    return (
        f"{path}: بی‌اشکال: دستگاه «{name}»، نوع {agency['type']} | "
        f"no mistakes: agency {path.stem}, type {agency['type']}"
    )
