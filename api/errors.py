"""One table: error type -> status and problem type; problem+json for programs, a page for people (RFC 9457)."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from api.delivery import FOR_PROGRAMS
from api.queries import both_calendars
from api.v1.answers import dumps
from catalogue import errors
from catalogue.persian.calendar import TEHRAN
from schemas.errors import InvalidInput
from schemas.messages import message

LOG = logging.getLogger(__name__)

RETRY_SECONDS = 5

TABLE: Mapping[type[Exception], tuple[int, str]] = {
    errors.BadId: (404, "bad-id"),
    errors.NotFound: (404, "not-found"),
    errors.NothingBefore: (404, "nothing-before"),
    errors.BeforeFirst: (404, "before-first"),
    errors.Withdrawn: (410, "withdrawn"),
    errors.Sealed: (410, "sealed"),
    errors.Withheld: (410, "withheld"),
    errors.NothingWithheld: (409, "conflict"),
    errors.NothingToRedact: (409, "conflict"),
    errors.InvalidCursor: (400, "bad-cursor"),
    errors.QueryRefused: (422, "query-refused"),
    errors.IndexUnavailable: (503, "busy"),
    errors.SearchTooSlow: (503, "busy"),
    errors.FollowerBusy: (503, "busy"),
    errors.DumpStale: (503, "dump-stale"),
    errors.SourceBusy: (409, "conflict"),
    errors.SourcePaused: (409, "conflict"),
    errors.JobInterrupted: (409, "conflict"),
    errors.StoreUnusable: (503, "store-away"),
    errors.InvalidRecord: (422, "invalid-record"),
    InvalidInput: (422, "invalid-value"),
}
"""A subclass stands before its parent. The type of a QueryRefused is its own code."""

HTTP_TYPES = {
    400: "malformed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    414: "too-large",
    416: "no-such-range",
}
KEPT_HEADERS = ("Allow", "Content-Range", "Retry-After")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told of an error: `beside` are further members, `headers` further headers."""

    status: int
    type: str
    title: tuple[str, str]
    detail: tuple[str, str]
    request_id: str
    beside: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


ErrorPage = Callable[[Problem], str]


def install(app: Flask, error_page: ErrorPage) -> None:
    """Answer every error of the app; `error_page` renders a Problem for people."""

    def tell(error: Exception) -> Response:
        problem = problem_of(error)
        if problem.status == 500:
            LOG.error("%s", _log_entry(problem, error))
        if request.path.startswith(FOR_PROGRAMS):
            response = Response(problem_json(problem), problem.status, mimetype="application/problem+json")
        else:
            response = Response(error_page(problem), problem.status, mimetype="text/html")
        response.headers.update({"Cache-Control": "no-cache", **problem.headers})
        return response

    app.register_error_handler(Exception, tell)


def problem_of(error: Exception) -> Problem:
    """The facts of an error as a problem; an unknown error tells nothing but its request id."""
    request_id = secrets.token_hex(6)
    if isinstance(error, HTTPException):
        return _http_problem(error, request_id)
    known = next((kind for kind in TABLE if isinstance(error, kind)), None)
    if known is None:
        return Problem(500, "internal", message("title-internal"), message("detail-internal"), request_id)
    status, name = TABLE[known]
    status, name, detail, beside = _facts(error, status, name)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    return Problem(status, name, message(f"title-{name}", {}), detail, request_id, beside, headers)


def _log_entry(problem: Problem, error: Exception) -> str:
    """Where a request failed. The error's own text is left out: it may hold what a reader asked."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    return f"request {problem.request_id} failed on {request.url_rule}: {type(error).__name__}\n{trace}"


def problem_json(problem: Problem) -> str:
    """The problem as application/problem+json."""
    return dumps(
        {
            "type": f"/problems/{problem.type}",
            "status": problem.status,
            "title": problem.title[1],
            "title_fa": problem.title[0],
            "instance": request.path,
            "detail": problem.detail[1],
            "detail_fa": problem.detail[0],
            **problem.beside,
            "request_id": problem.request_id,
        }
    )


def _http_problem(error: HTTPException, request_id: str) -> Problem:
    status = error.code if error.code and error.code >= 400 else 500
    name = HTTP_TYPES.get(status, "malformed" if status < 500 else "internal")
    headers = {key: value for key, value in error.get_headers() if key in KEPT_HEADERS}
    return Problem(status, name, message(f"title-{name}"), message(f"detail-{name}"), request_id, {}, headers)


Facts = tuple[int, str, tuple[str, str], Mapping[str, Any]]


def _facts(error: Exception, status: int, name: str) -> Facts:
    if isinstance(error, InvalidInput):
        return _input_facts(error)
    if isinstance(error, errors.QueryRefused):
        members = {"limit": error.limit, "allowed": error.allowed, "given": error.given}
        told = {key: value for key, value in members.items() if value is not None}
        return status, error.code, message(error.code, members), told
    if isinstance(error, errors.Withdrawn):
        return status, name, message("detail-withdrawn"), {"tombstone": error.tombstone}
    if isinstance(error, errors.BeforeFirst):
        return _first_facts(error, status, name)
    if isinstance(error, errors.Withheld):
        return status, name, message("detail-withheld"), {"sha256": error.sha256, "address": error.address}
    if isinstance(error, errors.NotFound):
        return status, name, message(f"detail-{name}", {"key": error.key[:60]}), {}
    return status, name, message(f"detail-{name}"), {}


def _first_facts(error: errors.BeforeFirst, status: int, name: str) -> Facts:
    """The day is that in Tehran: `as_of` of it finds the first version."""
    day = both_calendars(datetime.fromisoformat(error.recorded_at).astimezone(TEHRAN).date())
    first = {"version_no": error.version_no, "recorded_at": error.recorded_at, "day": day}
    return status, name, message(f"detail-{name}", day), {"first": first}


def _input_facts(error: InvalidInput) -> Facts:
    mistakes = [_mistake(part.name, part.code, part.say(), part.facts) for part in error.errors]
    unknown = [part for part in error.errors if part.code.startswith("unknown-parameter")]
    if any(part.code == "doubled" for part in error.errors):
        return 400, "malformed", message("detail-doubled"), {"errors": mistakes}
    name = "unknown-parameter" if unknown else "invalid-value"
    told = (unknown or list(error.errors))[0]
    return 422, name, told.say(), {"errors": mistakes}


def _mistake(name: str, code: str, said: tuple[str, str], facts: Mapping[str, object]) -> dict[str, Any]:
    near = {"did_you_mean": facts["near"]} if facts.get("near") else {}
    return {"in": "query", "name": name, "code": code, "message": said[1], "message_fa": said[0], **near}
