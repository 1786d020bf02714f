from __future__ import annotations

from pathlib import Path

import pytest

from harvesters.agencies import load_agencies
from harvesters.config import load_source, load_sources
from harvesters.errors import SourceInvalid
from harvesters.source import Source
from tests.harvesters.making import LISTING, WITH_PAGES, a_register, a_source, load_text


def mistakes(folder: Path, text: str) -> list[str]:
    loaded = load_text(folder, text)
    assert isinstance(loaded, list)
    return [str(mistake).removeprefix(f"{folder}/") for mistake in loaded]


def only(folder: Path, text: str) -> str:
    (mistake,) = mistakes(folder, text)
    return mistake


def test_a_good_file_becomes_a_frozen_source_with_paths_for_aliases(tmp_path: Path) -> None:
    source = a_source(tmp_path, WITH_PAGES)
    assert [(rule.path, rule.type) for rule in source.rules] == [
        ("session.no", "code"),
        ("title", "text"),
        ("number", "code"),
        ("type", "text"),
        ("dates.adopted", "date"),
        ("texts.body", "block"),
    ]
    assert source.rules[3].map == {"مصوبه": "resolution", "بخشنامه": "circular"}
    assert len(source.config_sha256) == 64
    assert "شماره مصوبه" in source.known and "عنوان" in source.known


def test_all_mistakes_come_at_once_with_line_and_both_languages(tmp_path: Path) -> None:
    text = LISTING.replace("kind: decision", "kind: decisions").replace(
        "adopted_on: {column: تاریخ تصویب}", "adopted_on: {column: تاریخ, typ: date}"
    )
    found = mistakes(tmp_path, text.replace("name: مصوبات نمونه\n", ""))
    assert len(found) == 3
    assert found[0] == "acts.yaml:1: name: این کلید باید باشد. | This key is required."
    assert found[1].startswith("acts.yaml:4: kind: «decisions» پذیرفته نیست")
    assert found[2] == (
        "acts.yaml:14: fields.adopted_on.typ: «typ» شناخته نیست؛ شاید «type»؟ | Unknown key 'typ'; did you mean 'type'?"
    )


def test_an_unknown_type_names_what_is_allowed(tmp_path: Path) -> None:
    text = LISTING.replace("{column: تاریخ تصویب}", "{column: تاریخ تصویب, type: dat}")
    assert "acts.yaml:15: fields.adopted_on.type: " in only(tmp_path, text)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("title: {column: عنوان}", "titel: {column: عنوان}\n  title: {column: عنوان}", "acts.yaml:14: fields.titel: "),
        ("title: {column: عنوان}", "title: {column: عنوان, css: h1}", "fields.title: درست یکی"),
        ("title: {column: عنوان}", "title: {type: text}", "fields.title: درست یکی"),
        ("title: {column: عنوان}", "row_count: {column: x}\n  title: {column: y}", "A decision has no such field"),
        ("title: {column: عنوان}", "number: {column: عنوان}", "'title' has no rule and no default"),
        ("{column: عنوان}", "{column: عنوان, attr: href}", "fields.title.attr: تنها همراه «css»"),
        ("{column: عنوان}", "{column: عنوان, unit: rial}", "fields.title.unit: تنها همراه «type: amount»"),
        ("{column: عنوان}", "{column: عنوان, match: '(x'}", "fields.title.match: الگو خواندنی نیست"),
        ("{column: عنوان}", "{css: 'td..x'}", "fields.title.css: «td..x» گزینشگر CSS نیست."),
        ("{column: عنوان}", "{column: عنوان, many: yes}", "fields.title.many: "),
        ("fields:\n", "fields:\n  text: {column: a}\n  texts.body: {column: b}\n", "fields.texts.body: دو بار"),
        ("fields:\n", "fields:\n  type: {const: lawx}\n", "fields.type.const: «lawx» شناخته نیست؛ شاید «law»؟"),
        ("fields:\n", "fields:\n  type: {column: نوع, map: {قانون: low}}\n", "fields.type.map.قانون: «low»"),
        ("agency: shora", "agency: shorah", "agency: دستگاهی با نام «shorah» ثبت نشده است؛ شاید «shora»؟"),
        ("id: acts", "id: act", "acts.yaml:2: id: باید با نام فایل یکی باشد: acts"),
        ("id: acts", "id: Acts", "small Latin letters"),
        ("?page={page}", "", "url: با این paging باید {page}"),
        ("{page}", "{page}&of={year}", "{year} stands in an address with its own paging only"),
        ("https://shora", "ftp://shora", "url: باید نشانی http یا https باشد."),
        ("style: page", "style: next", "paging.next: این کلید باید باشد."),
        ("protocol: html", "protocol: htm", "protocol: پروتکل «htm» شناخته نیست؛ شاید «html»؟"),
        ("list:\n", "folder: x\nlist:\n", "acts.yaml:9: folder: «folder» کلید این پروتکل نیست"),
        ("list:\n", "list: x\nlisted:\n", "acts.yaml:9: list: "),
        ("format: 1", "format: 2", "acts.yaml:1: format: "),
        ("fields:\n", "encoding: base64\nfields:\n", "encoding: رمزگذاری «base64» شناخته نیست"),
        ("fields:\n", "expect: {required_share: {titles: 1.0}}\nfields:\n", "expect.required_share.titles: "),
        ("fields:\n", "expect: {required_share: {title: 1.5}}\nfields:\n", "«1.5» سهمی از ۰ تا ۱ نیست."),
        ("fields:\n", "limits: {records: many}\nfields:\n", "limits.records: "),
        ("fields:\n", "limits: {record: 1}\nfields:\n", "did you mean 'records'?"),
        ("fields:\n", "polite: {gap_seconds: 121}\nfields:\n", "polite.gap_seconds: باید عددی از 0 تا 120 باشد."),
        ("fields:\n", "polite: {gap_seconds: -1}\nfields:\n", "polite.gap_seconds: "),
        ("fields:\n", "polite: {gap: 1}\nfields:\n", "polite.gap: "),
        ("fields:\n", "robots: ignore\nfields:\n", "robots: «ignore» پذیرفته نیست"),
        ("fields:\n", "robots: {agreed: ''}\nfields:\n", "robots.agreed: نباید خالی باشد."),
        ("fields:\n", "robots: {agree: x}\nfields:\n", "did you mean 'agreed'?"),
    ],
)
def test_each_mistake_says_where_and_what(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert before in LISTING
    found = mistakes(tmp_path, LISTING.replace(before, after, 1))
    assert any(says in mistake for mistake in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x 1\n", "1: لنگر"),
        ("a: 1\nb: *x\n", "2: ارجاع"),
        ("a: !!python/name:os.system x\n", "1: برچسب"),
        ("a: 1\n---\nb: 2\n", "2: تنها یک سند"),
        ("a: " + "[" * 21 + "]" * 21, "1: بیش از 20 لایه"),
        ("a: " + "[" * 100_000, "1: بیش از 20 لایه"),
        ("x: 1\nid: a\nid: b\n", "3: id: دو بار"),
        ("a: [1\nb: 2\n", "1: { یا ["),
        ("- a\n", "1: فایل باید از کلیدها"),
        ("", "1: فایل باید از کلیدها"),
        ("a: " + "x" * 300_000, "1: فایل از 256 کیلوبایت"),
    ],
)
def test_what_is_no_plain_map_is_refused_before_the_schema_looks(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in mistake for mistake in mistakes(tmp_path, text))


def test_politeness_is_a_second_and_robots_txt_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    source = a_source(tmp_path)
    assert (source.gap_seconds, source.robots_agreed, source.limits.job_bytes) == (1.0, None, 2 * 2**30)
    more = "polite: {gap_seconds: ۲.۵}\nrobots: {agreed: نامهٔ ۱۲/۳۴}\nlimits: {job_bytes: 1000}\n"
    source = a_source(tmp_path, LISTING + more)
    assert (source.gap_seconds, source.robots_agreed, source.limits.job_bytes) == (2.5, "نامهٔ ۱۲/۳۴", 1000)
    assert a_source(tmp_path, LISTING + "robots: respect\n").robots_agreed is None


def test_a_file_that_is_not_utf8_says_on_which_line(tmp_path: Path) -> None:
    path = tmp_path / "acts.yaml"
    path.write_bytes("format: 1\nname: مجلس".encode("windows-1256", errors="replace"))
    loaded = load_source(path, a_register(tmp_path))
    assert isinstance(loaded, list) and loaded[0].line == 2


def test_dates_and_numbers_in_a_file_stay_text(tmp_path: Path) -> None:
    text = LISTING.replace(
        "fields:\n", "fields:\n  tags: {css: td, map: {1402-05-01: no, 12:30: 0012, ۱: 'null'}, many: true}\n"
    )
    rule = next(rule for rule in a_source(tmp_path, text).rules if rule.path == "tags")
    assert rule.map == {"1402-05-01": "no", "12:30": "0012", "1": "null"}


def test_a_page_of_one_record_has_no_columns_and_needs_its_link(tmp_path: Path) -> None:
    text = WITH_PAGES.replace("{css: h1}", "{column: عنوان}").replace("  detail: {css: a, attr: href}\n", "")
    found = mistakes(tmp_path, text)
    assert any("list.detail: این کلید باید باشد" in mistake for mistake in found)


def test_a_list_of_objects_needs_its_main_member(tmp_path: Path) -> None:
    text = LISTING.replace("kind: decision", "kind: dataset").replace("adopted_on", "published_on")
    text += "  columns[].fa: {css: td, many: true}\n"
    assert "'columns[].name' has no rule" in only(tmp_path, text)


def test_the_shipped_sources_have_no_mistakes() -> None:
    folder = Path(__file__).parents[2] / "harvesters" / "sources"
    register = load_agencies(folder / "agencies")
    from_files = [load_source(path, register) for path in sorted(folder.glob("*.yaml"))]
    assert from_files and all(isinstance(source, Source) for source in from_files), from_files


def test_several_files_raise_their_mistakes_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(LISTING, encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        load_sources([tmp_path / "one.yaml", tmp_path / "two.yaml"], a_register(tmp_path))
    assert [Path(mistake.file).stem for mistake in caught.value.mistakes] == ["one", "two"]


@pytest.mark.parametrize("contact", ["نشانی@نمونه.example", "shora.example", "a b@shora.example", "a@shora"])
def test_a_contact_is_a_mail_address_in_ascii(tmp_path: Path, contact: str) -> None:
    mistakes = load_text(tmp_path, LISTING + f"contact: {contact}\n")
    assert isinstance(mistakes, list)
    assert [(mistake.path, "no mail address" in mistake.en) for mistake in mistakes] == [("contact", True)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("auth: {header: X-Api-Key}", "auth.secret: "),
        ("auth: {header: Host, secret: a}", "auth.header: "),
        ("auth: {header: content-length, secret: a}", "auth.header: "),
        ("auth: {header: Cookie, secret: a}", "auth.header: "),
        ("auth: {header: If-None-Match, secret: a}", "auth.header: "),
        ("auth: {header: Sec-Fetch-Mode, secret: a}", "auth.header: "),
        ('auth: {header: "X-Api-Key: x", secret: a}', "auth.header: "),
        ("auth: {header: سرآیند, secret: a}", "auth.header: "),
        ("auth: {header: X-Api-Key, secret: Example Api}", "auth.secret: "),
        ("auth: {header: X-Api-Key, secret: a, value: Qm9ndXM4}", "auth.value: "),
        ("tls: {ca: /etc/ssl/x.pem}", "tls.ca: "),
        ("tls: {ca: ../x.pem}", "tls.ca: "),
        ("tls: {verify: false}", "tls.verify: "),
        ("allow: [127.0.0.1:80]", "allow: "),
        ("proxy: http://127.0.0.1", "proxy: "),
    ],
)
def test_a_source_file_names_a_header_and_a_secret_and_grants_itself_nothing(
    tmp_path: Path, more: str, said: str
) -> None:
    loaded = load_text(tmp_path, f"{LISTING}{more}\n")
    assert isinstance(loaded, list)
    assert any(f": {said}" in str(mistake) for mistake in loaded), [str(mistake) for mistake in loaded]


@pytest.mark.parametrize(
    "more",
    [
        "auth: {header: Authorization, secret: Bearer abcDEF123}",
        "auth: {header: Bearer abcDEF123, secret: a}",
        "auth: {header: Authorization, secret: 8f14e45fceea167a5a36dedd4bea2543abcDEF123}",
        "auth: {header: Authorization, secret: c2VjcmV0abcDEF123c2VjcmV0LXNlY3JldA==}",
        "licence: Bearer abcDEF123",
    ],
)
def test_what_looks_like_a_key_itself_is_a_mistake_and_is_not_repeated(tmp_path: Path, more: str) -> None:
    loaded = load_text(tmp_path, f"{LISTING}{more}\n")
    assert isinstance(loaded, list)
    said = "\n".join(map(str, loaded))
    assert "looks like the key itself" in said and "DASTRAS_SECRETS" in said and "abcDEF123" not in said


def test_a_header_with_a_named_secret_and_an_extra_certificate_are_read(tmp_path: Path) -> None:
    text = f"{LISTING}auth: {{header: X-Api-Key, secret: example_api}}\ntls: {{ca: certificates/shora.pem}}\n"
    source = a_source(tmp_path, text)
    assert source.auth is not None and (source.auth.header, source.auth.secret) == ("X-Api-Key", "example_api")
    assert source.extra_ca == "certificates/shora.pem"
    assert a_source(tmp_path).auth is None and a_source(tmp_path).extra_ca is None


FILES = """\
format: 1
id: acts
name: متن‌ها
agency: shora
kind: decision
protocol: files
folder: laws
read: text
fields: {title: {name: '.+'}}
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("folder: laws", "folder: laws\nurl: https://docs.example/", "acts.yaml:1: درست یکی"),
        ("folder: laws", "url: https://docs.example/{page}", "acts.yaml:7: url: {page}"),
        ("read: text", "read: jsonl", "acts.yaml:1: list.native_id: "),
        ("read: text", "read: json\nlist: {rows: a}", "acts.yaml:9: list.native_id: "),
        ("read: text", "read: text\nlist: {native_id: {path: lines.0}}", "acts.yaml:9: list: "),
        ("read: text", "read: table\nlist: {native_id: {path: a, column: b}}", "acts.yaml:9: list.native_id: "),
        ("{name: '.+'}", "{css: h1}", "acts.yaml:9: fields: "),
    ],
)
def test_mistakes_of_files_are_told(tmp_path: Path, before: str, after: str, says: str) -> None:
    assert only(tmp_path, FILES.replace(before, after)).startswith(says)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("read: text", "read: json"),
        ("read: text", "read: json\nlist: {rows: a, native_id: [{path: b}, {path: c}]}"),
        ("read: text", "read: table\nlist: {native_id: {column: کد}}"),
        ("folder: laws", "url: https://docs.example/laws/"),
    ],
)
def test_files_of_all_kinds_are_sources(tmp_path: Path, before: str, after: str) -> None:
    assert a_source(tmp_path, FILES.replace(before, after)).protocol == "files"


def test_a_list_in_the_place_of_a_word_of_ours_is_told(tmp_path: Path) -> None:
    text = LISTING.replace("adopted_on: {column: تاریخ تصویب}", "type: {column: نوع, map: {مصوبه: [resolution]}}")
    assert any("fields.type.map" in line for line in mistakes(tmp_path, text))
