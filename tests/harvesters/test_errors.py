from __future__ import annotations

import re
from pathlib import Path

import harvesters
from harvesters.errors import HarvestError
from harvesters.issues import INCOMPLETE, ONCE_PER_JOB
from schemas.messages import MESSAGES

CODES = re.compile(
    r'Issue\(\s*"\w+", "([a-z-]+)"'  # issues of the protocols and of the job
    r'|(?:StructureBroken|append)\(\(?"([a-z]+-[a-z-]+)"'  # what breaks a listing; problems of a record
    r'|\("([a-z]+-[a-z-]+)",\)'  # problems of a value
    r'|mistake\([^"]*(?:"\w*", )?"([a-z]+-[a-z0-9-]+)"'  # mistakes of files
)


def all_errors(error: type[HarvestError] = HarvestError) -> list[type[HarvestError]]:
    return [error, *(inner for child in error.__subclasses__() for inner in all_errors(child))]


def test_every_error_and_every_issue_has_its_words_in_both_languages() -> None:
    codes = {error.code for error in all_errors() if error.__name__ != "SourceInvalid"} | INCOMPLETE | ONCE_PER_JOB
    for path in Path(harvesters.__path__[0]).rglob("*.py"):
        codes |= {code for found in CODES.findall(path.read_text(encoding="utf-8")) for code in found if code}
    assert len(codes) > 40
    assert not sorted(codes - set(MESSAGES))
