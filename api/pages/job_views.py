"""The pages of jobs: the list of them, one job, and its records by name."""

from __future__ import annotations

from flask import render_template, request, url_for

from api.arguments import asked
from api.pages.site import Site
from api.queries import address, job_query, older
from catalogue.reports import RecordsQuery
from catalogue.vocab import JobOutcome
from schemas.arguments import Arguments, JobRecordsArguments, JobsArguments

NONE = Arguments()
JOBS = JobsArguments()
JOB_RECORDS = JobRecordsArguments()

LISTED_JOBS = 25
LISTED_RECORDS = 50
FIRST_RECORDS = 10
FIRST_ISSUES = 20
NAMED = (JobOutcome.ADDED, JobOutcome.CHANGED, JobOutcome.WITHDRAWN, JobOutcome.WITHHELD, JobOutcome.REFUSED)
"""Whose records the page of a job names; the unchanged ones have a page of their own only."""


def jobs(site: Site) -> str:
    """Jobs, newest first, as the form above them asks."""
    arguments = asked(JOBS)
    page = site.catalogue.jobs(job_query(arguments, LISTED_JOBS))
    following = older(arguments, page.next_before)
    return render_template(
        "jobs.html",
        page=page,
        typed=request.args,
        sources={source.id: source for source in site.catalogue.sources()},
        older=address(url_for("pages.jobs"), following) if following else None,
        json=address(url_for("api.jobs"), [pair for pair in request.args.items() if pair[1].strip()]),
    )


def job(site: Site, number: int) -> str:
    """One job: what it is and did, the first of its records and issues by name."""
    asked(NONE)
    found = site.catalogue.job(number)
    return render_template(
        "job.html",
        job=found,
        source=site.catalogue.source(found.source),
        lists={name: site.catalogue.job_records(number, RecordsQuery(name, most=FIRST_RECORDS)) for name in NAMED},
        issues=site.catalogue.issues(number),
        first_issues=FIRST_ISSUES,
    )


def job_records(site: Site, number: int) -> str:
    """The records of a job of which this became, page by page."""
    arguments = asked(JOB_RECORDS)
    query = RecordsQuery(JobOutcome(arguments["outcome"]), arguments["after"], LISTED_RECORDS)
    found = site.catalogue.job(number)
    return render_template(
        "job_records.html",
        job=found,
        source=site.catalogue.source(found.source),
        query=query,
        page=site.catalogue.job_records(number, query),
    )
