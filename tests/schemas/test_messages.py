"""The table of messages: every line in two languages, every code that the house uses has its line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from catalogue.persian.knowledge import Knowledge
from catalogue.persian.query import read_query
from harvesters.errors import HarvestError
from harvesters.issues import INCOMPLETE
from schemas.errors import FieldError
from schemas.messages import MESSAGES, message
from schemas.reasons import REASONS, reason
from schemas.wording import Message
from tests.catalogue.persian.matching import Shelf
from tests.house.reading import Module, product

PERSIAN = re.compile(r"[آ-ی]")
FOREIGN = re.compile(r"[يك٠-٩0-9]")
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
SAYING = {
    "refuse",
    "QueryRefused",
    "FieldError",
    "Issue",
    "MirrorStopped",
    "StructureBroken",
    "mistake",
    "message",
    "_missed",
    "BackupRefused",
}
"""What is called with a code; see `codes`."""
PLACE = {"Issue": 1, "FieldError": 1, "mistake": 3}
"""Where the code stands among the arguments, when it is not the first."""


def placeholders(text: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def constants(node: ast.expr) -> Iterator[str]:
    """The codes that an argument can be: a constant, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))


def codes(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """(code, call) of everything that is refused, noted or said in a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (name := called(node)) in SAYING:
            place = PLACE.get(name, 0)
            if len(node.args) > place:
                yield from ((code, node) for code in constants(node.args[place]))


def pairs(module: Module) -> Iterator[tuple[str, ast.Dict]]:
    """(code, facts) as they stand without a call: `("only-with", {"key": …})`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
            yield from ((code, node.elts[1]) for code in constants(node.elts[0]))


def errors_of(kind: type[HarvestError]) -> Iterator[type[HarvestError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from errors_of(below)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_line_speaks_both_languages(code: str) -> None:
    line = MESSAGES[code]
    assert CODE.fullmatch(code)
    assert PERSIAN.search(line.fa) and not PERSIAN.search(line.en)
    assert re.search(r"[A-Za-z]", line.en)
    assert line.fa == line.fa.strip() and line.en == line.en.strip()


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_tell_the_same_facts(code: str) -> None:
    line = MESSAGES[code]
    persian, english = placeholders(line.fa), placeholders(line.en)
    assert {name.removesuffix("_fa") for name in persian} == {name.removesuffix("_en") for name in english}


@pytest.mark.parametrize("code", MESSAGES)
def test_persian_lines_are_written_in_persian_letters_and_digits(code: str) -> None:
    plain = re.sub(r"\{[^}]*\}|[0-9]{4}-[0-9]{2}-[0-9]{2}|UTF-8", "", MESSAGES[code].fa)
    assert not FOREIGN.search(plain)


def test_every_code_that_is_used_has_its_line() -> None:
    found = [(code, f"{module.path}:{call.lineno}") for module in product() for code, call in codes(module)]
    assert len(found) > 60
    assert [pair for pair in found if pair[0] not in MESSAGES] == []


def test_every_error_of_a_harvest_has_its_line() -> None:
    own = {kind.code for kind in errors_of(HarvestError)}
    assert own - set(MESSAGES) <= {"source-invalid"}  # its mistakes are printed instead


def test_every_reason_of_a_job_is_told_in_a_sentence_without_facts() -> None:
    broken = {code for module in product() for code, call in codes(module) if called(call) == "StructureBroken"}
    missed = {code for module in product() for code, call in codes(module) if called(call) == "_missed"}
    ended = {"worker-lost", "source-file-missing", "source-file-broken", "by-operator", "interrupted"}
    own = {kind.code for kind in errors_of(HarvestError)} - {"source-invalid"}
    reasons = broken | missed | ended | own | INCOMPLETE
    assert len(reasons) > 20
    assert reasons == set(REASONS)
    assert all(placeholders(line.fa + line.en) == set() for line in REASONS.values())
    assert all(PERSIAN.search(line.fa) and not PERSIAN.search(line.en) for line in REASONS.values())
    assert reason("unreachable")[1] == "The source could not be reached." and "x-y" in reason("x-y")[0]


def test_every_refusal_of_a_query_has_a_title() -> None:
    refused = {code for module in product() for code, call in codes(module) if called(call) == "QueryRefused"}
    assert {"query-too-long", "no-words", "too-deep", "facet-too-large"} <= refused
    assert [code for code in sorted(refused) if f"title-{code}" not in MESSAGES] == []


def test_every_title_has_its_detail() -> None:
    titled = {code.removeprefix("title-") for code in MESSAGES if code.startswith("title-")}
    wanting = {name for name in titled if f"detail-{name}" not in MESSAGES and name not in MESSAGES}
    assert wanting == {"invalid-value"}  # told by the first of its mistakes


def test_every_fact_of_a_line_is_given_where_a_field_is_refused() -> None:
    """`refuse(code, **facts)` gives every placeholder; the last part of the path is always told as `name`."""
    for module in product():
        for code, call in codes(module):
            plain = called(call) in ("refuse", "mistake", "BackupRefused")
            if plain and not any(keyword.arg is None for keyword in call.keywords):
                given = {keyword.arg for keyword in call.keywords} | {"name"}
                assert wanted(code) <= given, f"{module.path}:{call.lineno} {code}"


def test_every_fact_of_a_line_is_given_where_code_and_facts_stand_as_a_pair() -> None:
    for module in product():
        for code, facts in pairs(module):
            if code in MESSAGES and None not in facts.keys:
                given = {key.value for key in facts.keys if isinstance(key, ast.Constant)} | {"name"}
                assert wanted(code) <= given, f"{module.path}:{facts.lineno} {code}"


def test_a_refused_query_can_tell_no_more_than_its_three_facts() -> None:
    for module in product():
        for code, call in codes(module):
            if called(call) == "QueryRefused":
                assert wanted(code) <= {"limit", "allowed", "given"}, code


def test_the_facts_of_an_issue_are_given() -> None:
    for module in product():
        for code, call in codes(module):
            facts = next((part.value for part in call.keywords if part.arg == "facts"), None)
            if called(call) == "Issue" and isinstance(facts, ast.Dict) and None not in facts.keys:
                given = {key.value for key in facts.keys if isinstance(key, ast.Constant)}
                assert wanted(code) <= given, f"{module.path}:{call.lineno} {code}"


def wanted(code: str) -> set[str]:
    """The facts that a line cannot be said without."""
    return placeholders(MESSAGES[code].fa) | placeholders(MESSAGES[code].en)


def test_no_line_is_there_for_nothing() -> None:
    """Every code stands somewhere in the house as a constant, or is made of a status, a name and a nearest name."""
    said = {
        node.value
        for module in product()
        if module.name != "schemas.messages"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made_of = {code: re.sub(r"^(title|detail)-|-near$", "", code) for code in MESSAGES}
    assert [code for code in MESSAGES if code not in said and made_of[code] not in said] == []


@pytest.mark.parametrize("words", ["آب: راه", "«آب راه", '"آب', "(آب", "آب AND", "OR", "NOT", "-"])
def test_every_note_on_a_query_has_its_line(words: str) -> None:
    for code in read_query(f"آب {words}", Knowledge(Shelf(["آب"]))).notes:
        assert all(message(code))


def test_facts_are_told_as_they_are_and_never_read_as_places() -> None:
    assert Message("«{given}»", "{given!r}").say({"given": "{allowed}"}) == ("«{allowed}»", "'{allowed}'")
    persian, english = FieldError(("a", 3), "too-long", {"allowed": 5}).say()
    assert "5" in persian and "5" in english


def test_a_code_without_a_line_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        message("no-such-code")


def test_a_mistake_of_the_whole_has_no_name() -> None:
    assert FieldError((), "unknown").name == ""
    assert FieldError(("dates", "adopted"), "bad-date").name == "dates.adopted"
