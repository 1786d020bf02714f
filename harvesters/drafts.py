"""Writes the first draft of a source file and of an agency file, with comments, for a person to finish.

What is still to fill in has the mark FILL_IN in its comment, and `dastras check` tells each of these lines. Who
publishes is never guessed: the name of a new agency is left empty, and `check` refuses it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from harvesters.agencies import AgencyRegister
from harvesters.column_words import Column, guess_columns, unit_of
from harvesters.looking import Seen

UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Controls, also those that turn the direction of what follows, and what is no character."""
FILL_IN = "# ←"
"""Begins what a person shall fill in, in Persian and English."""
KINDS: Mapping[str, str] = {
    "ckan": "dataset",
    "dcat": "dataset",
    "datajson": "dataset",
    "feed": "notice",
    "sitemap": "notice",
}
"""What a protocol mostly publishes; of the others decisions."""
PAGE = re.compile(r"([?&](?:page|p|pg|pageid)=)\d+", re.IGNORECASE)


def source_id(seen: Seen) -> str:
    """A name for the file, of host and path."""
    parts = urlsplit(seen.url)
    host = re.sub(r"^(www|data)\.", "", parts.hostname or "").replace("[", "")
    words = re.findall(r"[a-z0-9]+", f"{host.rpartition('.')[0] or host} {parts.path}".lower())
    return (
        "-".join(word for word in words if word not in ("html", "index", "aspx", "php", "fa"))[:60].strip("-")
        or "source"
    )


def agency_of(seen: Seen, register: AgencyRegister) -> str | None:
    """The agency whose website has the host of the address, or whose host is above it."""
    host = (urlsplit(seen.url).hostname or "").removeprefix("www.")
    for slug, agency in register.files.items():
        own = (urlsplit(str(agency.get("website", ""))).hostname or "").removeprefix("www.")
        if own and (host == own or host.endswith(f".{own}")):
            return slug
    return None


def agency_draft(slug: str, seen: Seen) -> str:
    """The agency file of a host that no agency has."""
    parts = urlsplit(seen.url)
    title = f"# عنوان صفحه | the title of the page: {quoted(seen.title)}\n" if seen.title else ""
    return f"""\
# دستگاهی که این منبع را منتشر می‌کند | the agency that publishes this source
{title}slug: {slug}  {FILL_IN} همیشگی است، مانند نام فایل | it stays for ever, and is the name of this file
names: [{{text: '', lang: {language_of(seen.title)}}}]  {FILL_IN} نام رسمی دستگاه | the official name of the agency
type: state  {FILL_IN} نوع دستگاه: state، municipal، … | its type: catalogue/vocabularies/agency_types.toml
website: {parts.scheme}://{parts.netloc}/
"""


def language_of(text: str) -> str:
    """The language that a text is probably in, by its letters; Persian where it has none."""
    return "en" if re.search("[A-Za-z]", text) and not re.search("[\u0600-\u06ff]", text) else "fa"


def source_draft(name: str, agency: str, seen: Seen, fields: Mapping[str, Any]) -> str:
    """The source file; `fields` are the rules that its protocol brings along."""
    kind = KINDS.get(seen.protocol, "decision")
    lines = [
        *_seen_lines(seen),
        "format: 1",
        f"id: {name}",
        f"name: {quoted(seen.title or name)}  {FILL_IN} نامی که خوانندگان می‌بینند | what readers shall see",
        f"agency: {agency}  {FILL_IN} دستگاه ناشر همین است؟ | is this the agency that publishes it?",
        f"kind: {kind}  {FILL_IN} درست است؟ decision، dataset یا notice | right? decision, dataset or notice",
        f"protocol: {seen.protocol}",
        *_BODIES.get(seen.protocol, _built_in)(seen, kind, fields),
        "# contact: data@example.org  # ایمیل ناشر؛ با schedule لازم است | mail of the publisher, needed with schedule",
        '# schedule: "15 5 * * sat-wed"  # به وقت تهران | in the time of Tehran',
        "# expect: {records: {min: 10}}  # کمتر از این یعنی چیزی خراب است | fewer mean that something broke",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as YAML takes it whatever is in it: in single quotes, on one line."""
    plain = " ".join(UNPRINTED.sub(" ", text).split())
    return "'" + plain.replace("'", "''") + "'"


def to_fill_in(draft: str) -> Iterator[tuple[int, str]]:
    """(line, words) of what is still to fill in."""
    for number, line in enumerate(draft.splitlines(), start=1):
        _, mark, words = line.partition(FILL_IN)
        if mark:
            yield number, words.strip()


def _seen_lines(seen: Seen) -> Iterator[str]:
    count = seen.said.get("count", 0)
    yield f"# دیده شد | seen: {seen.protocol}, {count} رکورد | records"
    for protocol, address in seen.others:
        yield f"# راه دیگر | another way: {protocol} {quoted(address)}"


def _html(seen: Seen, kind: str, _brought: Mapping[str, Any]) -> Iterator[str]:
    listing = seen.said.get("listing")
    yield from _paging(seen)
    if listing is None:
        yield from _skeleton()
        return
    yield "list:"
    yield f"  rows: {quoted(listing['rows'])}  # {listing['count']} ردیف دیده شد | rows seen: {listing['count']}"
    if listing["link"] is None:
        yield f"  native_id: {{css: td}}  {FILL_IN} کلید ناشر برای هر ردیف | the publisher's key of a row"
    else:
        yield from _key_in_link(listing)
    yield "# detail: {must_contain: …}  # اگر هر رکورد صفحه‌ای دارد | when each record has a page that shall be read"
    yield "fields:"
    columns = [Column(place, shape, False) for way, place, shape in listing["fields"] if way == "column"]
    fields = dict(guess_columns(columns, kind).fields)
    if "title" not in fields:
        yield f"  title: {{css: {quoted(listing['link'] or 'td')}}}{_doubt('title')}"
    yield from _fields(fields, "column")
    for _, place, _shape in (field for field in listing["fields"] if field[0] == "css" and field[2] == "date"):
        yield f"  published_on: {{css: {quoted(place)}}}{_doubt('published_on')}"
    yield from _ignored([column.name for column in columns if column not in fields.values()])


def _key_in_link(listing: Mapping[str, Any]) -> Iterator[str]:
    link, match = quoted(listing["link"]), f", match: {quoted(listing['key'])}" if listing["key"] else ""
    yield f"  detail: {{css: {link}, attr: href}}  # نمونه | for example: {quoted(listing['example'])}"
    yield f"  native_id: {{css: {link}, attr: href{match}}}{'' if listing['key'] else _KEY_DOUBT}"


def _doubt(ours: str, unit: str | None = None) -> str:
    """The mark of a field that may be another one, or lacks something."""
    if ours.endswith("_on") or ours == "modified":
        return f"  {FILL_IN} کدام تاریخ؟ adopted_on، published_on، … | which date? adopted_on, published_on, …"
    if ours == "amount" and unit is None:
        return f"  {FILL_IN} مبلغ است؟ واحدش را بنویسید: unit: rial | is it money? write its unit: unit: rial"
    return {
        "title": f"  {FILL_IN} عنوان است؟ | is this the title?",
        "number": f"  {FILL_IN} شمارهٔ مصوبه است؟ وگرنه به ignore ببرید | its number? else move it to ignore",
    }.get(ours, "")


def _skeleton() -> Iterator[str]:
    """What every listing of web pages needs, where nothing could be guessed."""
    yield "list:"
    yield f"  rows: 'table tr'  {FILL_IN} گزینشگر ردیف‌های فهرست پیدا نشد | selector of the rows; it was not found"
    yield f"  native_id: {{css: a, attr: href}}  {FILL_IN} کلید ناشر برای هر ردیف | the publisher's key of a row"
    yield "fields:"
    yield f"  title: {{css: a}}  {FILL_IN} عنوان هر ردیف | the title of a row"


def _paging(seen: Seen) -> Iterator[str]:
    pages: Sequence[str] = seen.said.get("pages", ())
    if pages and pages[0] == "page" and PAGE.search(seen.url):
        yield f"url: {quoted(PAGE.sub(lambda found: found[1] + '{page}', seen.url, count=1))}"
        yield "paging: {style: page, start: 1}"
    elif pages and pages[0] == "page" and (name := _page_name(pages[1])):
        joint = "&" if urlsplit(seen.url).query else "?"
        yield f"url: {quoted(f'{seen.url}{joint}{name}={{page}}')}"
        yield "paging: {style: page, start: 1}"
    else:
        yield f"url: {quoted(seen.url)}"
        if pages and pages[0] == "next":
            yield f"paging: {{style: next, next: {{css: {quoted(pages[1])}}}}}"


def _page_name(href: str) -> str:
    found = PAGE.search(href)
    return found[1].strip("?&=") if found else ""


def _keyed(seen: Seen, way: str, kind: str) -> Iterator[str]:
    """Key, title, dates, numbers and amounts of rows with named values; `way` is path or column."""
    columns = [Column(key["name"], key["shape"], key["unique"]) for key in seen.said.get("keys", ())]
    guess = guess_columns(columns, kind)
    usual = "شناسه" if way == "column" else "id"
    key = quoted(guess.key or usual)
    yield f"  native_id: {{{way}: {key}}}  {FILL_IN} کلید یکتای ردیف است؟ | the one key of a row?"
    if guess.link:
        yield f"  detail: {{{way}: {quoted(guess.link)}}}  {FILL_IN} پیوند رکورد است؟ | the link of the record?"
    yield "fields:"
    yield from _fields(guess.fields, way)
    if "title" not in guess.fields:
        usual = "عنوان" if way == "column" else "title"
        yield f"  title: {{{way}: {quoted(usual)}}}  {FILL_IN} عنوان پیدا نشد | the title was not found"
    yield from _ignored([column.name for column in columns if column.name not in guess.used])


def _fields(fields: Mapping[str, Column], way: str) -> Iterator[str]:
    for ours, column in fields.items():
        unit = unit_of(column.name) if ours == "amount" else None
        rest = f", unit: {unit}" if unit else ", many: true" if "[]" in column.name else ""
        yield f"  {ours}: {{{way}: {quoted(column.name)}{rest}}}{_doubt(ours, unit)}"


def _ignored(names: Sequence[str]) -> Iterator[str]:
    if names:
        shown = ", ".join(map(quoted, names))
        yield f"ignore: [{shown}]  {FILL_IN} چیزی از این‌ها لازم است؟ | is any of these wanted?"


def _json(seen: Seen, kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"url: {quoted(seen.url)}"
    yield "list:"
    if seen.said.get("rows"):
        yield f"  rows: {quoted(seen.said['rows'])}"
    yield from _keyed(seen, "path", kind)


def _table(seen: Seen, kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"url: {quoted(seen.url)}"
    if seen.said.get("sheet"):
        yield f"sheet: {quoted(seen.said['sheet'])}"
    if seen.said.get("header_row", 1) > 1:
        yield f"header_row: {seen.said['header_row']}"
    if seen.said.get("total"):
        yield f"skip_rows: [{quoted(seen.said['total'])}]  # ردیف جمع رکورد نیست | the row of the sum is no record"
    yield "list:"
    yield from _keyed(seen, "column", kind)


def _sitemap(seen: Seen, kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"url: {quoted(seen.url)}"
    yield f"list: {{match: '/(\\d+)'}}  {FILL_IN} الگوی نشانی رکوردها | pattern of the addresses of records"
    for address in seen.said.get("addresses", ())[:3]:
        yield f"# نمونه | for example: {quoted(address)}"
    yield "fields:"
    yield f"  title: {{css: h1}}  {FILL_IN} عنوان در صفحهٔ رکورد | the title on the page of a record"
    yield from _type(kind, {})


def _built_in(seen: Seen, kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    """Forms that know their fields; what they bring along is not written twice."""
    yield f"url: {quoted(seen.url)}"
    title = [] if "title" in fields else ["  title: {path: title}"]
    lines = [*title, *_type(kind, fields)]
    if lines:
        yield "fields:"
        yield from lines


def _type(kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    if kind == "notice" and "type" not in fields:
        yield f"  type: {{const: announcement}}  {FILL_IN} نوع اطلاعیه‌ها | the type of these notices"


_KEY_DOUBT = f"  {FILL_IN} برای هر ردیف یکتاست؟ | is it another one in each row?"
_BODIES = {"html": _html, "json": _json, "table": _table, "sitemap": _sitemap}
