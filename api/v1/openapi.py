"""OpenAPI 3.1 of /api/v1: made of the table of operations, the arguments schemas and the shapes of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from api.queries import address
from api.v1.operations import OPERATIONS, ROOT, Operation
from schemas.answers.problem import Problem
from schemas.json_schema import DIALECT, Node, components, reference
from schemas.parameters import BLANK, parameters_of
from schemas.path_words import PATH_PARAMETERS
from schemas.wording import Message

PROBLEM = "application/problem+json"
ALWAYS = (400, 414, 422, 503)
"""What every operation can answer: an address that cannot be read, a wrong parameter, a store that is busy."""

STATUSES: Mapping[int, Message] = {
    200: Message("پاسخ", "The answer"),
    206: Message("بخشی از پاسخ", "The part of the answer that Range asks for"),
    304: Message("از آن هنگام چیزی عوض نشده است", "Nothing has changed since the answer of this ETag"),
    400: Message("نشانی خواندنی نیست، یا cursor نادرست است", "The address or a cursor cannot be read"),
    404: Message("پیدا نشد", "Not found"),
    410: Message("برداشته یا مهر شده است", "Withdrawn or sealed"),
    414: Message("نشانی بلندتر از ۸۱۹۰ بایت است", "The address is longer than 8,190 bytes"),
    416: Message("چنین بخشی نیست", "There is no such part"),
    422: Message("پارامتری ناشناخته یا نادرست است", "A parameter is unknown or wrong"),
    503: Message("اکنون نمی‌شود؛ کمی بعد", "Not now; try again after `Retry-After` seconds"),
}
HEADERS: Mapping[str, Message] = {
    "ETag": Message("نشان این پاسخ، برای If-None-Match", "strong validator of this answer, for `If-None-Match`"),
    "Cache-Control": Message("no-cache: هر بار بپرسید", "`no-cache`: ask each time, with the ETag"),
    "Retry-After": Message("پس از چند ثانیه", "seconds to wait"),
    "Dastras-Total": Message("شمار رکوردهای مجموعه", "how many records the set has"),
    "Dastras-As-Of": Message("ردیف دفتر، به شکل log:918233", "the entry of the log it is of: `log:918233`"),
    "Content-Disposition": Message("نام فایل", "the name of the file"),
}
IF_NONE_MATCH = Message("ETag پاسخی که دارید", "the ETag of the answer that you have")
ABOUT = Message(
    "خواندن کلید نمی‌خواهد و از هر سایتی شدنی است. تاریخ‌ها به هر دو تقویم و با هر رقمی پذیرفته‌اند. پارامتر ناشناخته "
    "خطاست.",
    "Reading needs no key, from any site. Dates may be of either calendar, in any digits. An unknown parameter is an "
    "error.",
)

Samples = Mapping[str, str]
"""Values of path parameters that exist in this store."""


def describe(samples: Samples) -> Node:
    """The document; examples are left out where the store has nothing for them."""
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": DIALECT,
        "info": {"title": "دسترس | Dastras", "version": "1", "description": _both(ABOUT)},
        "paths": {f"{ROOT}{operation.path}": {"get": _operation(operation, samples)} for operation in OPERATIONS},
        "components": _components(),
    }


def statuses_of(operation: Operation) -> tuple[int, ...]:
    """Every status that an operation can answer."""
    return tuple(sorted({200, 304, *ALWAYS, *operation.statuses}))


def examples_of(operation: Operation, samples: Samples) -> list[Samples]:
    """The parameters of its examples, filled; without those for which the store has nothing."""
    filled: list[Samples] = []
    for example in operation.examples:
        with suppress(KeyError):
            filled.append({name: value.format_map(samples) for name, value in example.items()})
    return filled


def _operation(operation: Operation, samples: Samples) -> Node:
    names = re.findall(r"\{(\w+)\}", operation.path)
    examples = examples_of(operation, samples) if set(names) <= set(samples) else []
    path = ROOT + operation.path.format_map({**dict.fromkeys(names, ""), **samples})
    return {
        "operationId": re.sub(r"\W+", "_", operation.path).strip("_"),
        "summary": _both(operation.words),
        "parameters": [
            *(_of_path(name, samples) for name in names),
            *(_with_examples(one, examples) for one in parameters_of(operation.arguments)),
            {"$ref": "#/components/parameters/IfNoneMatch"},
        ],
        "responses": {str(status): _response(operation, status) for status in statuses_of(operation)},
        "x-examples": [address(path, list(example.items())) for example in examples],
    }


def _of_path(name: str, samples: Samples) -> Node:
    words, schema = PATH_PARAMETERS[name]
    told = {"name": name, "in": "path", "required": True, "description": _both(words), "schema": schema}
    if name not in samples:
        return told
    return {**told, "example": int(samples[name]) if schema["type"] == "integer" else samples[name]}


def _with_examples(parameter: Node, examples: list[Samples]) -> Node:
    texts = [example[parameter["name"]] for example in examples if parameter["name"] in example]
    values: list[Any] = [text.split(",") for text in texts] if "items" in parameter["schema"] else list(texts)
    if not values:
        return parameter
    return {**parameter, "examples": {str(number): {"value": value} for number, value in enumerate(values, 1)}}


def _response(operation: Operation, status: int) -> Node:
    node: Node = {"description": _both(STATUSES[status])}
    if status < 400:
        node["headers"] = {name: _header(name) for name in ("ETag", "Cache-Control", *_beyond(operation, status))}
    elif status == 503:
        node["headers"] = {"Retry-After": _header("Retry-After")}
    if status in (200, 206):
        node["content"] = _content(operation)
    elif status == 414:
        node["content"] = {"text/html": {"schema": {"type": "string"}}}
    elif status != 304:
        node["content"] = {PROBLEM: {"schema": reference(Problem.__name__)}}
    return node


def _beyond(operation: Operation, status: int) -> tuple[str, ...]:
    return operation.headers if status == 200 else ()


def _content(operation: Operation) -> Node:
    named = {"application/json": {"schema": reference(operation.answer.__name__)}} if operation.answer else {}
    texts = {name: {"schema": {"type": "string"}} if name.startswith("text/") else {} for name in operation.others}
    return {**named, **texts}


def _header(name: str) -> Node:
    return {"$ref": f"#/components/headers/{name}"}


@cache
def _components() -> Node:
    shapes = [operation.answer for operation in OPERATIONS if operation.answer]
    return {
        "schemas": {**components([*shapes, Problem]), "Blank": BLANK},
        "headers": {
            name: {"description": _both(words), "required": True, "schema": {"type": "string"}}
            for name, words in HEADERS.items()
        },
        "parameters": {
            "IfNoneMatch": {
                "name": "If-None-Match",
                "in": "header",
                "required": False,
                "description": _both(IF_NONE_MATCH),
                "schema": {"type": "string"},
            }
        },
    }


def _both(words: Message) -> str:
    return " | ".join(words.say({}))
