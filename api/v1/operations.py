"""The one table of what /api/v1 can be asked; the description (openapi.py) and its page are made of it.

The arguments are those that the views load, and every route has a line here: tests hold them against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.answers import export, harvest, log, page, record
from schemas.answers.description import Description
from schemas.answers.shape import Shape
from schemas.arguments import (
    AgenciesArguments,
    AgencyArguments,
    Arguments,
    AsOfArguments,
    ChangesArguments,
    CitationArguments,
    CorrectionsArguments,
    DiffArguments,
    EntriesArguments,
    IssuesArguments,
    JobRecordsArguments,
    JobsArguments,
    RelationsArguments,
    SourcesArguments,
    SuggestArguments,
    VersionArguments,
    VersionsArguments,
)
from schemas.exports import ExportParameters, LoggedParameters, TableParameters
from schemas.search import SearchParameters
from schemas.wording import Message

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked by GET. `answer` is the shape of its JSON, `others` are its other media types.

    `statuses` are what it can answer besides what every operation can; 206 is for a Range, which stands in no schema:
    whether a document has such a part nobody can say before. `examples` are values of parameters, or in braces names of
    those that the store fills; the parameters of the path are always filled so. `headers` are those of 200 that no
    other operation has.
    """

    path: str
    words: Message
    answer: type[Shape] | type[page.AnyRecord] | None
    arguments: type[Arguments] = Arguments
    others: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    examples: tuple[Mapping[str, str], ...] = ({},)
    headers: tuple[str, ...] = ()


OF_A_SET = ("Dastras-Total", "Dastras-As-Of")
OF_A_FILE = (*OF_A_SET, "Content-Disposition")

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "/search",
        Message("جست‌وجو و فهرست رکوردها، با شمارش صافی‌ها", "Search and list records, with facets"),
        page.Page,
        SearchParameters,
        examples=(
            {"q": "بودجه", "limit": "3"},
            {"q": "«کیفیت هوا» یا آب", "sort": "-date", "facets": "kind,jalali_year"},
            {"kind": "decision", "agency": "{key}", "jalali_year": "1402"},
            {"date": "published", "from": "۱۴۰۳/۱", "to": "2025-03-20", "limit": "0"},
        ),
    ),
    Operation(
        "/exports/search.jsonl",
        Message("همهٔ رکوردهای یک جست‌وجو، هر سطر یک رکورد کامل", "All records of a query, whole, one a line"),
        None,
        ExportParameters,
        others=("application/jsonl",),
        examples=({"q": "بودجه"}, {"kind": "decision", "jalali_year": "1402"}),
        headers=OF_A_FILE,
    ),
    Operation(
        "/exports/search.csv",
        Message("همهٔ رکوردهای یک جست‌وجو، جدول برای صفحه‌گسترده", "All records of a query as a table that Excel opens"),
        None,
        TableParameters,
        others=("text/csv",),
        examples=({"q": "بودجه"}, {"q": "بودجه", "labels": "fa"}),
        headers=OF_A_FILE,
    ),
    Operation(
        "/exports/search.xlsx",
        Message("همهٔ رکوردهای یک جست‌وجو، فایل اکسل راست‌به‌چپ", "All records of a query as a spreadsheet, right to left"),
        None,
        TableParameters,
        others=("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        examples=({"q": "بودجه"},),
        headers=OF_A_FILE,
    ),
    Operation(
        "/exports/search.manifest.json",
        Message("شمار و اثر انگشت همین مجموعه، برای سنجیدن فایل", "Count and hash of the set, to check a file by"),
        export.Manifest,
        ExportParameters,
        examples=({"q": "بودجه"},),
        headers=OF_A_SET,
    ),
    Operation(
        "/exports",
        Message("رونوشت‌های کامل فهرست، هر شب یکی", "Whole copies of the catalogue, one each night"),
        export.Dumps,
    ),
    Operation(
        "/exports/dumps/{log_index}/{file}",
        Message("یک فایل از رونوشتی کامل", "A file of a whole copy"),
        None,
        others=("application/gzip",),
        statuses=(206, 404, 416),
        headers=("Content-Disposition",),
    ),
    Operation(
        "/suggest",
        Message("پیشنهاد برای آغاز یک جست‌وجو", "What a reader may mean who has typed a beginning"),
        page.Suggestions,
        SuggestArguments,
        examples=({"q": "بود"},),
    ),
    Operation(
        "/records/{record_id}",
        Message("یک رکورد، اکنون یا در زمانی دیگر", "A record as it stands, or as it stood then"),
        record.RecordVersion,
        AsOfArguments,
        statuses=(404, 410),
        examples=({}, {"as_of": "v1"}),
    ),
    Operation(
        "/records/{record_id}/versions",
        Message("همهٔ نسخه‌های یک رکورد، از تازه به کهنه", "The history of a record, newest first"),
        record.History,
        VersionsArguments,
        statuses=(404, 410),
    ),
    Operation(
        "/records/{record_id}/versions/{version_no}",
        Message("یک نسخهٔ رکورد", "One version of a record"),
        record.RecordVersion,
        statuses=(404, 410),
    ),
    Operation(
        "/records/{record_id}/versions/{version_no}/canonical",
        Message("همان بایت‌هایی که اثر انگشتشان sha256 است", "The exact bytes whose SHA-256 is `sha256`"),
        page.AnyRecord,
        statuses=(404, 410),
    ),
    Operation(
        "/records/{record_id}/provenance",
        Message("خاستگاه: از نسخه تا سند خامی که از آن خوانده شد", "From a version to the bytes it was read from"),
        record.Provenance,
        VersionArguments,
        statuses=(404, 410),
        examples=({}, {"version": "{version_no}"}),
    ),
    Operation(
        "/records/{record_id}/diff",
        Message("آنچه میان دو زمان یا دو نسخه عوض شد", "What changed between two points in time"),
        record.RecordDiff,
        DiffArguments,
        others=("text/plain", "text/html"),
        statuses=(404, 410),
        examples=({"from": "v1"}, {"from": "v1", "form": "text"}),
    ),
    Operation(
        "/records/{record_id}/relations",
        Message("پیوندها با رکوردهای دیگر، از هر دو سو", "Relations with other records, both ways"),
        record.Edges,
        RelationsArguments,
        statuses=(404, 410),
        examples=({}, {"type": "amends", "direction": "out"}),
    ),
    Operation(
        "/records/{record_id}/citation",
        Message("چگونه به یک نسخه استناد شود", "How a version is cited"),
        None,
        CitationArguments,
        others=("text/plain", "application/x-bibtex"),
        statuses=(404, 410),
        examples=({}, {"style": "bibtex", "lang": "en"}),
    ),
    Operation(
        "/agencies",
        Message("دستگاه‌ها به ترتیب الفبای فارسی", "All agencies in the order of the Persian alphabet"),
        harvest.Agencies,
        AgenciesArguments,
        examples=({}, {"q": "شهر"}),
    ),
    Operation(
        "/agencies/{key}",
        Message("یک دستگاه", "One agency, by id or slug"),
        harvest.Agency,
        AgencyArguments,
        statuses=(404,),
        examples=({}, {"tree": "1"}),
    ),
    Operation(
        "/sources",
        Message("منبع‌هایی که گردآوری می‌شوند، با سلامت هر یک", "What is harvested, with the health of each source"),
        harvest.Sources,
        SourcesArguments,
        examples=({}, {"agency": "{key}", "health": "fine"}),
    ),
    Operation("/sources/{source_id}", Message("یک منبع", "One source"), harvest.Source, statuses=(404,)),
    Operation(
        "/sources/{source_id}/coverage",
        Message("پوشش یک منبع، ماه به ماه", "The coverage of a source by month, with its gaps"),
        harvest.SourceCoverage,
        statuses=(404,),
    ),
    Operation(
        "/jobs",
        Message("کارهای گردآوری، از تازه به کهنه", "Jobs, newest first"),
        harvest.Jobs,
        JobsArguments,
        examples=({}, {"source": "{source_id}", "state": "succeeded", "from": "1402"}),
    ),
    Operation("/jobs/{number}", Message("یک کار", "One job"), harvest.Job, statuses=(404,)),
    Operation(
        "/jobs/{number}/records",
        Message("نام یکایک رکوردهای یک کار", "Every record of a job by name"),
        harvest.JobRecords,
        JobRecordsArguments,
        statuses=(404,),
        examples=({"outcome": "added"},),
    ),
    Operation(
        "/jobs/{number}/issues",
        Message("آنچه کار یافت و باید دید", "What a job found to look at"),
        harvest.Issues,
        IssuesArguments,
        statuses=(404,),
    ),
    Operation(
        "/changes",
        Message("هر تغییر رکوردها به ترتیب دفتر", "Every change of a record in the order of the log"),
        log.Changes,
        ChangesArguments,
        statuses=(404,),
        examples=(
            {"limit": "5"},
            {"since": "1", "kind": "decision", "change_kind": "first"},
            {"record": "{record_id}"},
        ),
    ),
    Operation(
        "/changes.jsonl",
        Message("دفتر با متن هر نسخه، برای نگه‌داشتن یک رونوشت", "The log with all texts, to keep a copy by"),
        None,
        LoggedParameters,
        others=("application/jsonl",),
        statuses=(404,),
        examples=({"limit": "2"}, {"since": "2", "limit": "2"}),
        headers=OF_A_FILE,
    ),
    Operation(
        "/corrections",
        Message("اصلاح‌ها، پاک‌کردن‌ها، برداشتن‌ها و بازگشت‌ها", "Corrections, redactions, withdrawals and returns"),
        log.Changes,
        CorrectionsArguments,
        statuses=(404,),
    ),
    Operation(
        "/log/entries",
        Message("ردیف‌های دفتر با تعهد هر یک", "The entries of the log with their commitments"),
        log.LogEntries,
        EntriesArguments,
        examples=({"start": "1", "end": "3"},),
    ),
    Operation(
        "/files/{sha256}",
        Message("بایت‌های سندی که نگه داشته‌ایم، یا بخشی (Range)", "The bytes of a kept document, or a `Range` of them"),
        None,
        others=("*/*",),
        statuses=(206, 404, 410, 416),
    ),
    Operation(
        "/vocabularies",
        Message("واژه‌نامه‌هایی که کدهایشان در رکوردهاست", "The vocabularies whose codes stand in records"),
        harvest.Vocabularies,
    ),
    Operation(
        "/vocabularies/{name}",
        Message("واژه‌های یک واژه‌نامه", "The terms of a vocabulary"),
        harvest.Terms,
        statuses=(404,),
    ),
    Operation(
        "/status",
        Message("شمار رکوردها، سر دفتر و جای نمایه", "Counts of records, the head of the log, the state of the index"),
        harvest.CatalogueStatus,
    ),
    Operation("/openapi.json", Message("همین شرح، برای برنامه‌ها", "This description, for programs"), Description),
    Operation("/docs", Message("همین شرح، برای مردم", "This description, for people"), None, others=("text/html",)),
)
