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
ID_KEYS = ("id", "identifier", "uuid", "code", "key", "no", "number", "شناسه", "کد", "شماره", "ردیف")
TITLE_KEYS = ("title", "name", "subject", "heading", "عنوان", "نام", "موضوع")
PAGE = re.compile(r"([?&](?:page|p|pg|pageid)=)\d+", re.IGNORECASE)
TITLE_PATHS: Mapping[str, str] = {
    "ckan": "title",
    "feed": "title",
    "dcat": "title",
    "datajson": "title",
    "oai": "title",
}


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


def _html(seen: Seen, _kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    listing = seen.said.get("listing")
    yield from _paging(seen)
    if listing is None:
        yield from _skeleton()
        return
    yield "list:"
    yield f"  rows: {quoted(listing['rows'])}  # {listing['count']} ردیف دیده شد | rows seen: {listing['count']}"
    link, match = quoted(listing["link"]), f", match: {quoted(listing['key'])}" if listing["key"] else ""
    yield f"  detail: {{css: {link}, attr: href}}  # نمونه | for example: {quoted(listing['example'])}"
    yield f"  native_id: {{css: {link}, attr: href{match}}}"
    yield "# detail: {must_contain: …}  # اگر هر رکورد صفحه‌ای دارد | when each record has a page that shall be read"
    yield "fields:"
    titles = [field for field in listing["fields"] if field[2] == "title"]
    if not titles:
        yield f"  title: {{css: {quoted(listing['link'])}}}"
    for way, place, shape in listing["fields"]:
        ours = {"title": "title", "date": "published_on", "number": "number"}[shape]
        yield f"  {ours}: {{{way}: {quoted(place)}}}{_doubt(shape)}"
    if listing["leftovers"]:
        names = ", ".join(map(quoted, listing["leftovers"]))
        yield f"ignore: [{names}]  {FILL_IN} چیزی از این‌ها لازم است؟ | is any of these wanted?"


def _doubt(shape: str) -> str:
    if shape == "date":
        return f"  {FILL_IN} کدام تاریخ؟ adopted_on، published_on، … | which date? adopted_on, published_on, …"
    return (
        f"  {FILL_IN} شمارهٔ مصوبه است؟ وگرنه به ignore ببرید | its number? else move it to ignore"
        if shape == "number"
        else ""
    )


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


def _keyed(seen: Seen, way: str) -> Iterator[str]:
    """Key, title, dates and numbers of rows with named values; `way` is path or column."""
    keys: list[Mapping[str, Any]] = list(seen.said.get("keys", ()))
    native = _chosen(keys, ID_KEYS, lambda key: bool(key["unique"]))
    title = _chosen(keys, TITLE_KEYS, lambda key: key["shape"] == "text" and key is not native)
    yield f"  native_id: {{{way}: {quoted(native)}}}  {FILL_IN} کلید یکتای ردیف است؟ | the one key of a row?"
    yield "fields:"
    yield f"  title: {{{way}: {quoted(title)}}}  {FILL_IN} عنوان است؟ | is this the title?"
    dates = [key["name"] for key in keys if key["shape"] == "date" and key["name"] not in (native, title)]
    if dates:
        yield f"  published_on: {{{way}: {quoted(dates[0])}}}{_doubt('date')}"
    used = {native, title, *dates[:1]}
    rest = [quoted(key["name"]) for key in keys if key["name"] not in used]
    if rest:
        yield f"ignore: [{', '.join(rest)}]  {FILL_IN} چیزی از این‌ها لازم است؟ | is any of these wanted?"


def _chosen(keys: list[Mapping[str, Any]], names: Sequence[str], fits: Any) -> str:
    """The key with a usual name, else the first that fits, else a name to fill in."""
    usual = [key["name"] for name in names for key in keys if key["name"].lower() == name]
    return next(iter(usual), None) or next((key["name"] for key in keys if fits(key)), names[0])


def _json(seen: Seen, _kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"url: {quoted(seen.url)}"
    yield "list:"
    if seen.said.get("rows"):
        yield f"  rows: {quoted(seen.said['rows'])}"
    yield from _keyed(seen, "path")


def _table(seen: Seen, _kind: str, _fields: Mapping[str, Any]) -> Iterator[str]:
    yield f"url: {quoted(seen.url)}"
    if seen.said.get("sheet"):
        yield f"sheet: {quoted(seen.said['sheet'])}"
    if seen.said.get("header_row", 1) > 1:
        yield f"header_row: {seen.said['header_row']}"
    yield "list:"
    yield from _keyed(seen, "column")


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
    title = [] if "title" in fields else [f"  title: {{path: {TITLE_PATHS.get(seen.protocol, 'title')}}}"]
    lines = [*title, *_type(kind, fields)]
    if lines:
        yield "fields:"
        yield from lines


def _type(kind: str, fields: Mapping[str, Any]) -> Iterator[str]:
    if kind == "notice" and "type" not in fields:
        yield f"  type: {{const: announcement}}  {FILL_IN} نوع اطلاعیه‌ها | the type of these notices"


_BODIES = {"html": _html, "json": _json, "table": _table, "sitemap": _sitemap}
