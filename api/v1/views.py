"""The routes of /api/v1: each loads its arguments, asks the catalogue one thing and splices the answer.

Those of one record stand in record_views.py.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app

from api.arguments import asked
from api.conditional import state_of
from api.delivery import known_validator
from api.given import catalogue
from api.queries import job_query
from api.v1 import record_views
from api.v1.answers import (
    answer,
    dumps,
    job_fields,
    job_record_fields,
    page_json,
    suggestion_fields,
)
from api.v1.lists import Asked, Listed, list_json
from api.v1.openapi import describe
from api.v1.samples import samples_of
from catalogue.reports import RecordsQuery
from catalogue.vocab import JobOutcome
from schemas.arguments import (
    Arguments,
    IssuesArguments,
    JobRecordsArguments,
    JobsArguments,
    SuggestArguments,
)
from schemas.search import SearchParameters

api = Blueprint("api", __name__, url_prefix="/api/v1")
record_views.add_routes(api)

NONE = Arguments()
SEARCH = SearchParameters()
JOBS = JobsArguments()
JOB_RECORDS = JobRecordsArguments()
ISSUES = IssuesArguments()
SUGGEST = SuggestArguments()


@api.get("/search")
def search() -> Response:
    """A page of cards with facets. The validator is made before any search, so a conditional request costs none.

    While the index does not answer, it is made of the answer's own bytes: its state tells nothing then.
    """
    parameters = asked(SEARCH)
    mark = catalogue().mark()
    etag = state_of(mark) if mark else None
    if etag and known_validator(etag):
        return answer("", etag=etag)
    page = catalogue().find(parameters, from_store=mark is None)
    return answer(page_json(page), etag=etag if page.is_whole else None)


@api.get("/suggest")
def suggest() -> Response:
    """What a reader may mean who has typed a beginning: agencies, types, tags, titles."""
    arguments = asked(SUGGEST)
    found = catalogue().suggest(arguments["q"], arguments["limit"])
    return answer(dumps({"items": list(map(suggestion_fields, found.items)), "truncated": found.truncated}))


@api.get("/status")
def status() -> Response:
    """Counts, the head of the log, how far the index has read, and the running build."""
    asked(NONE)
    return answer(dumps({**asdict(catalogue().status()), "build": current_app.extensions["build"]}))


@api.get("/openapi.json")
def openapi() -> Response:
    """This API described for programs; the ids in its examples are of this store."""
    asked(NONE)
    return answer(dumps(describe(samples_of(catalogue()))))


@api.get("/jobs")
def jobs() -> Response:
    """Jobs, newest first; `next` asks for the older ones."""
    query = Asked("/api/v1/jobs", asked(JOBS))
    head = catalogue().as_of()
    page = catalogue().jobs(job_query(query.arguments))
    following = query.following("before", page.next_before)
    return answer(list_json(query, Listed(map(job_fields, page.jobs), page.total, head, following)))


@api.get("/jobs/<int:number>")
def job(number: int) -> Response:
    """One job: what it did, in which stages, and where its lists are."""
    asked(NONE)
    return answer(dumps(job_fields(catalogue().job(number))))


@api.get("/jobs/<int:number>/records")
def job_records(number: int) -> Response:
    """Every record of a job by name of which this became; `truncated` when more were refused than are named."""
    query = Asked(f"/api/v1/jobs/{number}/records", asked(JOB_RECORDS))
    head = catalogue().as_of()
    wanted = RecordsQuery(JobOutcome(query.arguments["outcome"]), query.arguments["after"])
    found = catalogue().job_records(number, wanted)
    following = query.following("after", found.next_after)
    lines = map(job_record_fields, found.records)
    return answer(list_json(query, Listed(lines, found.total, head, following, found.truncated)))


@api.get("/jobs/<int:number>/issues")
def issues(number: int) -> Response:
    """What a job found to look at; beyond 1,000 issues are counted only, and `truncated` says so."""
    query = Asked(f"/api/v1/jobs/{number}/issues", asked(ISSUES))
    code, head = query.arguments.get("code"), catalogue().as_of()
    found, counted = catalogue().issues(number), catalogue().job(number).counts.get("issues", 0)
    hidden = max(0, counted - sum(issue.count for issue in found))
    shown = [issue for issue in found if code in (None, issue.code)]
    total = len(shown) + (hidden if code is None else 0)  # of which code the others are is not known
    return answer(list_json(query, Listed(map(asdict, shown), total, head, truncated=hidden > 0)))
