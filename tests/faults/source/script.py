"""A script of the faulty source as a file, for people and other programs.

    {"sources": {"acts": {"count": 40, "per_page": 10, "faults": ["doubled_ids"]}},
     "answers": {"/acts/acts/3": [{"fault": "drip_of_body"}, {"status": 503, "headers": {"Retry-After": "7"}}]},
     "repeat": ["/acts/acts/3"],
     "every": [{"step": 2, "prefix": "/acts/list", "answer": {"status": 500}}],
     "robots": "forbids_all", "validators": "frozen", "login": "/acts/list", "tls": "expired"}

`faults` of a source are those of listings.py and records.py; a `fault` of an answer is one of transport.py,
statuses.py and octets.py; the rest of an answer are the fields of Answer. An odd `tls` may be `silent` or `drip`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.faults.source import listings, octets, records, robots, statuses, transport, validators
from tests.faults.source.answer import Answer
from tests.faults.source.contents import Decisions
from tests.faults.source.server import Publisher, every
from tests.faults.source.tls import Handshake, certificates

ANSWERS: Mapping[str, Callable[[str, str], Answer]] = {
    **{fault.__name__: fault for fault in (*transport.FAULTS, *octets.FAULTS)},
    **statuses.FAULTS,
}
CONTENTS: Mapping[str, Callable[[Decisions], None]] = {**listings.FAULTS, **records.FAULTS}


def read_script(script: Mapping[str, Any], folder: Path) -> Publisher:
    """The source of a script; certificates are made in `folder`. Raises KeyError or TypeError for unknown words."""
    sources = {name: _decisions(**given) for name, given in script["sources"].items()}
    source = Publisher(sources, _handshake(script.get("tls"), folder))
    for path, answers in script.get("answers", {}).items():
        made = [_answer(source, path, given) for given in answers]
        source.script(path, *made, repeat=path in script.get("repeat", ()))
    if "robots" in script:
        source.script("/robots.txt", robots.ANSWERS[script["robots"]], repeat=True)
    if "login" in script:
        source.rules.append(listings.login_page(script["login"]))
    for rule in script.get("every", ()):
        answer = _answer(source, rule["prefix"], rule["answer"])
        source.rules.append(every(rule["step"], rule["prefix"], answer))
    if "validators" in script:
        source.rules.append(validators.with_validators(source, validators.TAGGINGS[script["validators"]]))
    return source


def fault(source: Publisher, path: str, name: str, *, repeat: bool = False) -> None:
    """Script a fault by its name at a path, made of the page that stands there."""
    source.script(path, ANSWERS[name](path, source.page(path) or ""), repeat=repeat)


def _decisions(faults: tuple[str, ...] = (), **given: Any) -> Decisions:
    made = Decisions(**given)
    for name in faults:
        CONTENTS[name](made)
    return made


def _answer(source: Publisher, path: str, given: Mapping[str, Any]) -> Answer:
    if "fault" in given:
        return ANSWERS[given["fault"]](path, source.page(path) or "")
    return Answer(**given)


def _handshake(name: str | None, folder: Path) -> Handshake | None:
    if name is None:
        return None
    if name in ("silent", "drip"):
        return Handshake(odd="silent" if name == "silent" else "drip")
    return Handshake(certificates(folder)[name])
