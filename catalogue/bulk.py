"""Many rows at once, in the fastest way that each store has: written, or asked for by their keys. Never commits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Dialect, Insert, Table, Text, TypeDecorator, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from catalogue.models import without_nul

Row = Mapping[str, Any]
"""Column -> what stands in it."""
Processors = Sequence[tuple[int, Callable[[Any], Any]]]


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Write rows that all name the same columns in the same order; what they leave out is for the database to say.

    Raises what an INSERT raises. PostgreSQL takes them as COPY: half the work of statements of its own for each.
    """
    connection = session.connection()
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(_insert(table), list(rows))
    else:
        _copy(connection, table, rows)


@cache
def _insert(table: Table) -> Insert:
    """Made once: building an INSERT costs more than running it."""
    return table.insert()


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    processors = _processors(connection, table, names)
    error_of_driver = connection.dialect.loaded_dbapi.Error
    try:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(_processed(row, processors))
    except error_of_driver as error:
        raise DBAPIError.instance(statement, None, error, error_of_driver, hide_parameters=True) from error


def _processed(row: Row, processors: Processors) -> list[Any]:
    values = list(row.values())
    for place, process in processors:
        values[place] = process(values[place])
    return values


def _processors(connection: Connection, table: Table, names: Sequence[str]) -> Processors:
    """(place, what its type does to a value) of the columns whose type does anything."""
    dialect = connection.dialect
    types = [table.c[name].type.dialect_impl(dialect) for name in names]
    found = [(place, one.bind_processor(dialect)) for place, one in enumerate(types)]
    return [(place, process) for place, process in found if process]


# ---------- asked for ----------


class _Texts(TypeDecorator[Iterable[str]]):
    """Any number of texts as one parameter: an array of PostgreSQL, JSON for SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "sqlite" else ARRAY(Text())

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        texts = [without_nul(text) for text in value or ()]
        return json.dumps(texts) if dialect.name == "sqlite" else texts


class _OneOf(FunctionElement[bool]):
    inherit_cache = True


def is_one_of(column: ColumnElement[str] | InstrumentedAttribute[str], name: str) -> ColumnElement[bool]:
    """Whether a column holds one of the texts that the parameter of this name brings.

    Unlike IN it is the same statement however many there are, built and prepared once: of 600 keys that took longer
    than finding them.
    """
    return _OneOf(column, bindparam(name, type_=_Texts()))


@compiles(_OneOf)
def _any_of_array(element: _OneOf, compiler: SQLCompiler, **rest: Any) -> str:
    column, texts = (compiler.process(part, **rest) for part in element.clauses)
    return f"{column} = ANY ({texts})"


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: SQLCompiler, **rest: Any) -> str:
    column, texts = (compiler.process(part, **rest) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"
