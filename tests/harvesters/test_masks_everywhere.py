"""Invented numbers of persons in everything that a source can say: nothing that anybody can ask gives one back.

The store itself keeps raw: native ids, addresses of records and documents (records are known by them), and the
documents in the archive. No route serves those; `test_what_stays_raw_is_known` names them.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from api.exports import spreadsheet
from api.exports.dumping import MEDIA_TYPE as DUMPED
from api.exports.dumping import Writer
from catalogue.persian.letters import fold_search
from deploy.dumping import Keeper
from harvesters.keeping import ForNobody
from harvesters.replay import FolderFetcher, RecordedFetcher
from harvesters.run import preview
from harvesters.source import Source
from tests.catalogue.fakes import ARABIC, PERSIAN, Fakes, code_writings, iban_writings, mobile_writings
from tests.harvesters.making import html as page
from tests.harvesters.making import load_text, now, record_pages, run_source
from tests.making import Store

DECISIONS = """\
format: 1
id: acts
name: مصوبات نمونه
agency: shora
kind: decision
protocol: html
url: https://shora.example/list
list:
  rows: "tr.row"
  detail: {css: a, attr: href}
  native_id: {css: a, attr: href, match: 'acts/(.+)$'}
detail: {must_contain: شماره مصوبه}
fields:
  title: {css: h1}
  number: {label: شماره مصوبه}
  type: {label: نوع, map: {مصوبه: resolution}}
  adopted_on: {label: تاریخ تصویب}
  published_on: {label: تاریخ انتشار}
  text: {css: div.body}
  tags: {label: برچسب, type: list}
  amount: {label: مبلغ}
  signer: {label: امضا}
  issuer: {label: مرجع}
  session.no: {label: جلسه}
  relations.cites: {label: مستند}
  source_ids.other: {label: شناسه دیگر}
  licence: {label: مجوز}
  known_limitations: {label: محدودیت}
  files: {css: a.file, attr: href, many: true}
  links.related: {css: a.more, attr: href}
"""

DATASETS = """\
format: 1
id: sets
name: داده‌های نمونه
agency: shora
kind: dataset
protocol: html
url: https://shora.example/sets
list:
  rows: "tr.row"
  native_id: {css: a, attr: href, match: 'sets/(.+)$'}
fields:
  title: {column: عنوان}
  description: {column: شرح}
  edition: {column: ویرایش}
  coverage.spatial: {column: مکان}
  "columns[].name": {css: i.name, many: true}
  "columns[].note": {css: i.note, many: true}
  "distributions[].access_url": {css: a.file, attr: href, many: true}
  "distributions[].title": {css: a.file, many: true}
"""

FILES = """\
format: 1
id: texts
name: متن‌ها
agency: shora
kind: decision
protocol: files
folder: texts
read: text
fields:
  title: {path: lines.1}
  text: {path: text}
"""


@dataclass
class Seeded:
    """Numbers that were put somewhere; each call gives a new one, in the next of all writings."""

    fakes: Fakes = field(default_factory=lambda: Fakes(Random(1405)))
    digits: list[str] = field(default_factory=list)

    def code(self) -> str:
        """A national code in some writing, without a label."""
        return self._written(self.fakes.national_code(), code_writings)

    def wrong_code(self) -> str:
        """A labelled one that fails its check."""
        code = self.fakes.wrong_code()
        self.digits.append(code)
        return f"کد ملی: {code}"

    def plain(self) -> str:
        """A national code in one piece, as it stands in names and addresses."""
        code = self.fakes.national_code()
        self.digits.append(code)
        return code

    def any(self) -> str:
        """One of each class."""
        return f"{self.code()} ، {self.mobile()} ؛ {self.iban()} ، {self.wrong_code()}"

    def mobile(self) -> str:
        """A mobile."""
        return self._written(self.fakes.mobile(), mobile_writings)

    def iban(self) -> str:
        """An IBAN."""
        return self._written(self.fakes.iban(), iban_writings)

    def _written(self, number: str, writings: Callable[[str], Iterator[str]]) -> str:
        forms = list(writings(number))
        self.digits.append(re.sub(r"\D", "", number).removeprefix("0") if number[0] == "0" else number.strip("IR"))
        return str(forms[len(self.digits) * 7 % len(forms)])


def digits_of(shown: str) -> str:
    """Only the digits, of all kinds and however encoded: grouping and separators are gone."""
    plain = html.unescape(shown)
    for _ in range(3):
        plain = unquote(plain)
    return re.sub(r"[^0-9]", "", fold_search(plain))


def leaks(seeded: Seeded, shown: str) -> list[str]:
    """The seeded numbers that can be read in an answer."""
    digits = digits_of(shown)
    return [number for number in seeded.digits if number in digits]


def act(seeded: Seeded, **changed: str) -> str:
    """The page of an act with numbers in everything."""
    some = {
        "شماره مصوبه": f"{seeded.code()}", "نوع": "مصوبه", "تاریخ تصویب": f"۱۴۰۲/۰۵/۰۱ {seeded.mobile()}",
        "تاریخ انتشار": seeded.plain(), "برچسب": f"{seeded.plain()}، برچسب {seeded.mobile()}",
        "مبلغ": f"{seeded.mobile()} ریال",
        "امضا": f"علی نمونه {seeded.code()}", "مرجع": f"شورای {seeded.code()}", "جلسه": seeded.mobile(),
        "مستند": f"نامهٔ {seeded.any()}", "شناسه دیگر": seeded.iban(), "مجوز": seeded.mobile(), "محدودیت": seeded.any(),
        f"برگ {seeded.plain()}": seeded.any(), "کد ملی": seeded.fakes.wrong_code(),
    }  # fmt: skip
    seeded.digits.append(some["کد ملی"])
    rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in {**some, **changed}.items())
    table = f"<table><tr><th>نام</th><th>کد ملی</th></tr><tr><td>الف</td><td>{seeded.plain()}</td></tr></table>"
    files = (
        f'<a class=file href="/f/{seeded.plain()}.pdf">ف</a><a class=file href="/f/{quote(seeded.mobile())}.pdf">ف</a>'
    )
    more = f'<a class=more href="/m?mobile={seeded.fakes.mobile()}&c={seeded.plain()}">م</a>'
    body = f"<div class=body><p>{seeded.any()}</p><p>نشانی منزل: خیابان نمونه</p>{table}</div>"
    return page(f"<h1>مصوبهٔ {seeded.any()}</h1><dl>{rows}</dl>{body}{files}{more}")


def decisions(seeded: Seeded) -> dict[str, str | bytes | int]:
    """A listing with good, refused, doubled and broken records."""
    first, second, mobile = seeded.plain(), seeded.plain(), seeded.fakes.mobile()
    seeded.digits.append(mobile[1:])
    persian = quote(seeded.plain().translate(PERSIAN))
    keys = [first, second, mobile, persian, first, "gone-" + seeded.plain(), "[x]" + seeded.plain()]
    rows = "".join(f'<tr class=row><td><a href="/acts/{key}">{seeded.code()}</a></td></tr>' for key in keys)
    pages: dict[str, str | bytes | int] = {"https://shora.example/list": page(f"<table>{rows}</table>")}
    at = "https://shora.example/acts/"
    pages[at + first] = act(seeded)
    pages[at + second] = act(seeded, نوع=seeded.any())  # not in the map
    pages[at + mobile] = act(seeded).replace("<h1>", "<h2>")  # refused: no title
    pages[at + persian] = act(seeded, **{"تاریخ تصویب": seeded.plain().translate(ARABIC), "مبلغ": seeded.any()})
    pages[at + keys[5]] = 404
    return pages


def datasets(seeded: Seeded) -> dict[str, str | bytes | int]:
    """A listing of datasets with numbers in titles, columns and files."""
    heads = "".join(f"<th>{head}</th>" for head in ("عنوان", "شرح", "ویرایش", "مکان", f"ستون {seeded.plain()}"))
    cells = (
        f'<a href="/sets/{seeded.plain()}">داده {seeded.any()}</a>',
        f"{seeded.any()} <i class=name>{seeded.code()}</i> <i class=note>{seeded.any()}</i>",
        seeded.mobile(),
        f'{seeded.code()} <a class=file href="/d/{seeded.plain()}.csv">{seeded.iban()}</a>',
        seeded.any(),
    )
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    table = f"<table><tr>{heads}</tr><tr class=row>{row}</tr></table>"
    return {"https://shora.example/sets": page(table)}


def source_of(folder: Path, text: str, name: str) -> Source:
    """The source of a good file under its own name."""
    loaded = load_text(folder, text, name)
    assert isinstance(loaded, Source), [str(mistake) for mistake in loaded]
    return loaded


@pytest.fixture
def seeded() -> Seeded:
    return Seeded()


@pytest.fixture
def filled(store: Store, tmp_path: Path, seeded: Seeded) -> Store:
    """A store that harvested all of it, twice."""
    root = tmp_path / "root"
    (root / "texts").mkdir(parents=True)
    for _ in range(2):
        (root / "texts" / f"{seeded.plain()}.txt").write_text(f"{seeded.any()}\n{seeded.any()}\n", encoding="utf-8")
    (root / "texts" / f"{seeded.plain()}-empty.txt").write_bytes(b"")
    recorded = {"acts": decisions(seeded), "sets": datasets(seeded)}
    for name, pages in recorded.items():
        record_pages(tmp_path / name, pages)
    for _ in range(2):
        for name, file in (("acts", DECISIONS), ("sets", DATASETS)):
            source = source_of(tmp_path, file, name)
            run_source(store, source, lambda keeping, name=name: RecordedFetcher(tmp_path / name, keeping, 2**20))  # type: ignore[misc]
        run_source(
            store, source_of(tmp_path, FILES, "texts"), lambda keeping: FolderFetcher(root, keeping, now(), 2**20)
        )
    return store


def routes(reader: FlaskClient, store: Store) -> Iterator[str]:
    """Every address of the site and the API, with the ids there are, and some that are none."""
    sources, jobs, ids = ("acts", "sets", "texts"), range(1, 7), [*store.ids(), "d-0000-0000-0"]
    values: dict[str, Sequence[object]] = {
        "record_id": ids,
        "version_no": [1, 2],
        "source_id": sources,
        "number": jobs,
        "key": ["shora"],
        "log_index": [dump.log_index for dump in store.catalogue.copies.dumps()],
        "file": [file.name for dump in store.catalogue.copies.dumps() for file in dump.files],
    }
    for rule in reader.application.url_map.iter_rules():
        names = sorted(rule.arguments - set(rule.defaults or ()))
        if "filename" in names or "name" in names or "GET" not in (rule.methods or ()):
            continue
        choices: list[dict[str, object]] = [{}]
        for name in names:
            known = values.get(name) or sorted(getattr(rule._converters[name], "items", ["acts"]))
            choices = [{**choice, name: value} for choice in choices for value in known]
        with reader.application.test_request_context():
            builder = reader.application.url_map.bind("localhost")
            yield from (str(builder.build(rule.endpoint, {**(rule.defaults or {}), **choice})) for choice in choices)


def text_of(answer: TestResponse) -> str:
    """What can be read in an answer; of a spreadsheet in its parts, of a dump when it is unpacked."""
    if answer.mimetype == DUMPED and answer.status_code == 200:
        return gzip.decompress(answer.data).decode()
    if answer.mimetype != spreadsheet.MEDIA_TYPE:
        return str(answer.data.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_no_answer_gives_a_number_back(filled: Store, client: FlaskClient, seeded: Seeded) -> None:
    filled.follower.catch_up()
    copies = filled.catalogue.copies
    assert list(Keeper(copies, Writer(copies, "https://d.example", lambda _done: None), 14, now).keep(with_new=True))
    more = [
        "/api/v1/search?q=مصوبه", "/api/v1/search?facets=tag,agency,format", "/search?q=مصوبه", "/search?q=متن",
        *(f"/api/v1/jobs/{job}/records?outcome={outcome}" for job in range(1, 7)
          for outcome in ("added", "changed", "unchanged", "refused", "withdrawn")),
        "/api/v1/search?nonsense=1", "/api/v1/records/d-0000-0000-1",
    ]  # fmt: skip
    asked = [*routes(client, filled), *more]
    found = {address: leaks(seeded, text_of(client.get(address))) for address in asked}
    assert len(filled.ids()) >= 6 and len(asked) > 80 and len(seeded.digits) > 100
    assert {address: leaked for address, leaked in found.items() if leaked} == {}


def test_no_search_finds_a_number(filled: Store, client: FlaskClient, seeded: Seeded) -> None:
    filled.follower.catch_up()
    for number in seeded.digits:
        for query in (number, f"0{number}", number.translate(PERSIAN)):
            assert json.loads(client.get(f"/api/v1/search?q={quote(query)}").data)["total"] == 0, number
    index = b"".join(path.read_bytes() for path in (filled.folder / "search").rglob("*") if path.is_file())
    assert [number for number in seeded.digits if number.encode() in index] == []


def test_what_stays_raw_is_known(filled: Store, seeded: Seeded) -> None:
    """In the tables, only the columns by which records and documents are known hold a number."""
    raw: set[tuple[str, str]] = set()
    with filled.engine.connect() as connection:
        tables = [row[0] for row in connection.execute(text("select name from sqlite_master where type='table'"))]
        for table in tables:
            for row in connection.execute(text(f"select * from {table}")).mappings():  # names of our own
                raw |= {(table, column) for column, value in row.items() if leaks(seeded, str(value))}
    raw -= {(table, column) for table, column in raw if column in ("sha256", "salt", "commitment", "fields_digest")}
    assert raw <= {
        ("record", "native_id"), ("version", "address"), ("version", "document_address"), ("issue", "native_id"),
        ("document", "address"), ("fetch", "address"), ("unchanged", "records"), ("meeting", "address"),
    }, raw  # fmt: skip


def test_preview_reports_and_logs_say_no_number(
    store: Store, tmp_path: Path, seeded: Seeded, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name, file, pages in (("acts", DECISIONS, decisions(seeded)), ("sets", DATASETS, datasets(seeded))):
        record_pages(tmp_path / name, pages)
        source = source_of(tmp_path, file, name)
        shown = [str(one) for one in preview(source, RecordedFetcher(tmp_path / name, ForNobody(), 2**20), 100)]
        assert [(one, leaks(seeded, one)) for one in shown if leaks(seeded, one)] == []
        report = run_source(store, source, lambda keeping, name=name: RecordedFetcher(tmp_path / name, keeping, 2**20))  # type: ignore[misc]
        assert leaks(seeded, str(report)) == []
        codes = {issue.code for issue in report.issues}
        assert "masked" in codes
        assert [
            issue for issue in report.issues if leaks(seeded, f"{issue.message_fa} {issue.excerpt} {issue.place}")
        ] == []
    assert leaks(seeded, caplog.text) == []


def test_a_second_harvest_changes_nothing(filled: Store) -> None:
    assert all(len(filled.catalogue.versions(record_id)) == 1 for record_id in filled.ids())
