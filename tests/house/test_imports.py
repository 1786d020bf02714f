"""Imports go one way, stand at the top, and every package has one home (house.md section 2)."""

from __future__ import annotations

import ast
import configparser
import re
import sys

from tests.house.reading import ROOMS, ROOT, Module, imported, modules_of_tests, product

BELOW = {
    "catalogue": {"catalogue"},
    "schemas": {"schemas", "catalogue"},
    "harvesters": {"harvesters", "schemas", "catalogue"},
    "api": {"api", "schemas", "catalogue"},
    "deploy": set(ROOMS),
}
HOMES = {
    "catalogue": {"elasticsearch", "persiantools", "sqlalchemy", "tantivy"},
    "schemas": {"marshmallow"},
    "harvesters": {
        "ckanapi",
        "croniter",
        "feedparser",
        "lxml",
        "protego",
        "pyoxigraph",
        "python_calamine",
        "regex",
        "requests",
        "resiliparse",
        "ruamel",
        "selectolax",
        "urllib3",
    },
    "api": {"babel", "flask", "flask_compress", "jinja2", "markupsafe", "segno", "werkzeug", "xlsxwriter"},
    "deploy": {"alembic", "click", "gunicorn", "rich"},
}
WITHOUT_IMPORT = {"tzdata", "psycopg"}
"""Read by another package (zoneinfo, sqlalchemy), never by us."""
VISITS = {("deploy.migrations", "sqlalchemy"): "a migration is written in the words of the store"}


def test_imports_go_one_way() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        for line, name in imported(module)
        if (room := name.partition(".")[0]) in ROOMS and room not in BELOW[module.room]
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_stand_at_the_top() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in (*product(), *modules_of_tests())
        for node in _imports_below_top(module)
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_are_absolute() -> None:
    wrong = [
        f"{m.path}:{line}"
        for m in (*product(), *modules_of_tests())
        for line, name in imported(m)
        if name.startswith(".")
    ]
    assert not wrong, "\n".join(wrong)


def test_every_package_is_imported_in_its_home_only() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in product()
        for line, name in imported(module)
        if _is_foreign(name) and not _is_at_home(module, name.partition(".")[0])
    ]
    assert not wrong, "\n".join(wrong)


def test_every_package_we_install_has_a_home() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    names = {re.split(r"[=<>\[]", line)[0].replace("-", "_").lower() for line in lines if line.strip()}
    homes = {package for packages in HOMES.values() for package in packages}
    assert {name.partition(".")[0] for name in names} - homes - WITHOUT_IMPORT == set()


def test_tests_import_nobody_who_is_not_there() -> None:
    """Tests may import every room and every package, but other tests only by their full name."""
    known = {*ROOMS, "tests"}
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules_of_tests()
        for line, name in imported(module)
        if (ROOT / name.partition(".")[0]).is_dir() and name.partition(".")[0] not in known
    ]
    assert not wrong, "\n".join(wrong)


def _imports_below_top(module: Module) -> list[ast.stmt]:
    top = {id(node) for node in module.tree.body}
    for node in module.tree.body:  # `if TYPE_CHECKING:` and a version switch are still the top
        if isinstance(node, ast.If | ast.Try):
            top |= {id(inner) for inner in ast.walk(node)}
    return [n for n in ast.walk(module.tree) if isinstance(n, ast.Import | ast.ImportFrom) and id(n) not in top]


def _is_foreign(name: str) -> bool:
    return name.partition(".")[0] not in {*ROOMS, *sys.stdlib_module_names, "", "tests"}


def _is_at_home(module: Module, package: str) -> bool:
    visiting = any(module.name.startswith(place) and package == guest for place, guest in VISITS)
    return package in HOMES[module.room] or visiting
