"""Sizes and names (house.md sections 5 and 6). A docstring explains and is not counted as size of a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from statistics import median, quantiles

import pytest

from tests.house.reading import Function, Module, functions, modules_of_tests, product

BANNED = {"util", "utils", "helper", "helpers", "manager", "handler", "misc", "common", "data", "info"}
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)

HOUSES = pytest.mark.parametrize("modules", [product(), modules_of_tests()], ids=["product", "tests"])


@HOUSES
def test_functions_are_short(modules: tuple[Module, ...]) -> None:
    lengths = {name: _length(f) for module in modules if not _is_migration(module) for name, f in functions(module)}
    assert not {name: length for name, length in lengths.items() if length > 60}
    assert _ninety_fifth(lengths.values()) <= 40
    assert median(lengths.values()) <= 10


@HOUSES
def test_files_are_short(modules: tuple[Module, ...]) -> None:
    lengths = {str(module.path): module.lines for module in modules}
    assert not {name: lines for name, lines in lengths.items() if lines > 400}
    assert _ninety_fifth(lengths.values()) <= 350


@HOUSES
def test_functions_take_at_most_five_parameters(modules: tuple[Module, ...]) -> None:
    taken = {name: _parameters(function) for module in modules for name, function in functions(module)}
    assert not {name: count for name, count in taken.items() if count > 5}


@HOUSES
def test_code_nests_at_most_three_deep(modules: tuple[Module, ...]) -> None:
    depths = {name: _depth(function.body) for module in modules for name, function in functions(module)}
    assert not {name: depth for name, depth in depths.items() if depth > 3}


@HOUSES
def test_no_module_and_no_class_has_an_empty_name(modules: tuple[Module, ...]) -> None:
    names = [part for module in modules for part in module.name.split(".")]
    names += [node.name for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    assert not {name for name in names if BANNED & set(re.findall(r"[A-Z]?[a-z]+", name.lower().replace("_", " ")))}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [str(module.path) for module in product() if not ast.get_docstring(module.tree)]
    assert not silent


def test_names_of_tests_are_sentences() -> None:
    short = [
        name
        for module in modules_of_tests()
        for name, function in functions(module)
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    assert not short


def _is_migration(module: Module) -> bool:
    """A step of the store's history is one list of tables, written once and never touched again."""
    return module.name.startswith("deploy.migrations.versions.")


def _length(function: Function) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _parameters(function: Function) -> int:
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def _depth(body: Iterable[ast.AST]) -> int:
    """How many blocks stand inside one another; `elif` counts as the `if` it belongs to."""
    return max((_depth_of(node) for node in body), default=0)


def _depth_of(node: ast.AST) -> int:
    if not isinstance(node, BLOCKS):
        return _depth(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))
    inner = _depth(child for child in ast.iter_child_nodes(node) if not _is_elif(node, child))
    chained = _depth(child for child in ast.iter_child_nodes(node) if _is_elif(node, child))
    return max(1 + inner, chained)


def _is_elif(node: ast.AST, child: ast.AST) -> bool:
    return isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)


def _ninety_fifth(values: Iterable[int]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]
