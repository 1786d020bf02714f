"""Reads the source code of the house for the house tests: modules, functions, imports. Judges nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("catalogue", "schemas", "harvesters", "api", "deploy")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python: its place below the root, its dotted name, its syntax tree."""

    path: Path
    lines: int
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def room(self) -> str:
        return self.path.parts[0]


@cache
def product() -> tuple[Module, ...]:
    """Every module of the five rooms."""
    return tuple(module for room in ROOMS for module in _modules(room))


@cache
def modules_of_tests() -> tuple[Module, ...]:
    """Every module of tests/."""
    return tuple(_modules("tests"))


def functions(module: Module) -> Iterator[tuple[str, Function]]:
    """Every function and method with a name to show."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield f"{module.path}:{node.lineno} {node.name}", node


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of every import; `from a import b` counts as a."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _modules(folder: str) -> Iterator[Module]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield Module(path.relative_to(ROOT), len(text.splitlines()), ast.parse(text))
