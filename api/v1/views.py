"""The routes of /api/v1: each loads its arguments, asks the catalogue one thing and splices the answer."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, request

from api.arguments import asked
from api.queries import address, job_query, older_jobs
from api.v1.answers import (
    agency_fields,
    answer,
    dumps,
    job_fields,
    job_record_fields,
    listing,
    page_json,
    record_json,
    source_fields,
    suggestion_fields,
)
from api.v1.relations import relations_json
from catalogue.identity import sha256_hex
from catalogue.relation_pages import RelationQuery
from catalogue.reports import RecordsQuery
from catalogue.service import Catalogue
from catalogue.vocab import Direction, JobOutcome
from schemas.arguments import (
    Arguments,
    IssuesArguments,
    JobRecordsArguments,
    JobsArguments,
    RelationsArguments,
    SourcesArguments,
    SuggestArguments,
    VersionArguments,
)
from schemas.search import SearchParameters

api = Blueprint("api", __name__, url_prefix="/api/v1")

NONE = Arguments()
SEARCH = SearchParameters()
VERSION = VersionArguments()
RELATIONS = RelationsArguments()
JOBS = JobsArguments()
JOB_RECORDS = JobRecordsArguments()
ISSUES = IssuesArguments()
SOURCES = SourcesArguments()
SUGGEST = SuggestArguments()


def catalogue() -> Catalogue:
    """The catalogue that create_app was given."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found


@api.get("/search")
def search() -> Response:
    """A page of cards with facets. The validator is made before any search, so a conditional request costs none.

    While the index does not answer, it is made of the answer's own bytes: its state tells nothing then.
    """
    parameters = asked(SEARCH)
    mark = catalogue().mark()
    state = f"{current_app.extensions['build']}|{request.full_path}|{mark}"
    etag = sha256_hex(state)[:32] if mark else None
    if etag and request.if_none_match.contains(etag):
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


@api.get("/records/<record_id>")
def record(record_id: str) -> Response:
    """The current version of a record."""
    asked(NONE)
    return answer(record_json(catalogue().get(record_id)))


@api.get("/records/<record_id>/versions")
def versions(record_id: str) -> Response:
    """The history of a record, newest first."""
    asked(NONE)
    lines = catalogue().versions(record_id)
    return answer(listing(map(asdict, lines), total=len(lines)))


@api.get("/records/<record_id>/versions/<int:version_no>")
def version(record_id: str, version_no: int) -> Response:
    """One version of a record."""
    asked(NONE)
    return answer(record_json(catalogue().get(record_id, version_no)))


@api.get("/records/<record_id>/versions/<int:version_no>/canonical")
def canonical(record_id: str, version_no: int) -> Response:
    """The exact bytes that were hashed; their SHA-256 is the validator."""
    asked(NONE)
    view = catalogue().get(record_id, version_no)
    return answer(view.canonical, etag=view.sha256)


@api.get("/records/<record_id>/provenance")
def provenance(record_id: str) -> Response:
    """The chain from a version to the bytes it was read from."""
    arguments = asked(VERSION)
    return answer(dumps(asdict(catalogue().provenance(record_id, arguments.get("version")))))


@api.get("/records/<record_id>/relations")
def relations(record_id: str) -> Response:
    """What a record says of others and they of it, in the order it was first met; `next` asks for the later ones."""
    arguments = asked(RELATIONS)
    direction = Direction(arguments["direction"])
    page = catalogue().relations(record_id, RelationQuery(arguments.get("type"), direction, arguments["after"]))
    return answer(relations_json(record_id, arguments, page))


@api.get("/agencies")
def agencies() -> Response:
    """All agencies in the order of the Persian alphabet."""
    asked(NONE)
    found = catalogue().agencies()
    return answer(listing(map(agency_fields, found), total=len(found)))


@api.get("/agencies/<key>")
def agency(key: str) -> Response:
    """One agency by public id or slug."""
    asked(NONE)
    return answer(dumps(agency_fields(catalogue().agency(key))))


@api.get("/sources")
def sources() -> Response:
    """What is harvested, with each source's health and last job."""
    arguments = asked(SOURCES)
    found = catalogue().sources(**arguments)
    return answer(listing(map(source_fields, found), total=len(found)))


@api.get("/sources/<source_id>")
def source(source_id: str) -> Response:
    """One source with its schedule, its health and its last job."""
    asked(NONE)
    return answer(dumps(source_fields(catalogue().source(source_id))))


@api.get("/jobs")
def jobs() -> Response:
    """Jobs, newest first; `next` asks for the older ones."""
    arguments = asked(JOBS)
    page = catalogue().jobs(job_query(arguments))
    pairs = older_jobs(arguments, page)
    following = address("/api/v1/jobs", pairs) if pairs else None
    return answer(listing(map(job_fields, page.jobs), total=page.total, following=following))


@api.get("/jobs/<int:number>")
def job(number: int) -> Response:
    """One job: what it did, in which stages, and where its lists are."""
    asked(NONE)
    return answer(dumps(job_fields(catalogue().job(number))))


@api.get("/jobs/<int:number>/records")
def job_records(number: int) -> Response:
    """Every record of a job by name of which this became; `truncated` when more were refused than are named."""
    arguments = asked(JOB_RECORDS)
    query = RecordsQuery(JobOutcome(arguments["outcome"]), arguments["after"])
    found = catalogue().job_records(number, query)
    pairs = [("outcome", query.outcome), ("after", str(found.next_after))]
    following = address(f"/api/v1/jobs/{number}/records", pairs) if found.next_after else None
    lines = map(job_record_fields, found.records)
    return answer(listing(lines, total=found.total, truncated=found.truncated, following=following))


@api.get("/jobs/<int:number>/issues")
def issues(number: int) -> Response:
    """What a job found to look at; beyond 1,000 issues are counted only, and `truncated` says so."""
    code = asked(ISSUES).get("code")
    found, counted = catalogue().issues(number), catalogue().job(number).counts.get("issues", 0)
    hidden = max(0, counted - sum(issue.count for issue in found))
    shown = [issue for issue in found if code in (None, issue.code)]
    total = len(shown) + (hidden if code is None else 0)  # of which code the others are is not known
    return answer(listing(map(asdict, shown), total=total, truncated=hidden > 0))
