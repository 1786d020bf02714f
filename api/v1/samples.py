"""What examples are filled with: ids, numbers and names that exist in this very store."""

from __future__ import annotations

from catalogue.errors import NotFound, Withheld
from catalogue.reports import JobQuery
from catalogue.service import Catalogue
from catalogue.vocab import PUBLIC
from schemas.search import load_search


def samples_of(catalogue: Catalogue) -> dict[str, str]:
    """Values by the name of the path parameter: of the newest record, its source and document, the agency with the most
    records, the newest job and dump.

    Without those that an empty store has not.
    """
    found: dict[str, str] = {"name": next(iter(PUBLIC))}
    for agency in sorted(catalogue.agencies(), key=lambda agency: sum(agency.counts.values())):
        found["key"] = agency.slug  # the last one has the most records
    newest = catalogue.find(load_search({"limit": ["1"]}), from_store=True).items
    for item in newest:
        record = catalogue.get(item.id)
        found |= {"record_id": record.id, "version_no": str(record.version_no), "source_id": record.source}
        found |= _document(catalogue, item.id)
    for job in catalogue.jobs(JobQuery(most=1)).jobs:
        found["number"] = str(job.number)
    for dump in catalogue.copies.dumps()[:1]:
        found |= {"log_index": str(dump.log_index), "file": dump.files[0].name}
    return found


def _document(catalogue: Catalogue, record_id: str) -> dict[str, str]:
    """The document that a record was read from, if it can be had."""
    sha256 = catalogue.provenance(record_id, None).document_sha256
    try:
        return {"sha256": catalogue.document(sha256)[0].sha256} if sha256 else {}
    except (NotFound, Withheld):
        return {}
