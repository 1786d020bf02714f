from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from catalogue.archive import Document
from harvesters.normalise import Normalised, to_record
from harvesters.protocols import RawRecord
from tests.harvesters.making import LISTING, a_source

PAGE = Document("https://shora.example/list?page=1", b"x", "text/html", None, 200, (), "2026-11-24T05:30:12Z", True)
FIELDS = LISTING.index("fields:\n")
DATASET = LISTING[:FIELDS].replace("kind: decision", "kind: dataset")


def normalise(folder: Path, rules: str, fields: dict[str, list[str]], head: str = LISTING[:FIELDS]) -> Normalised:
    source = a_source(folder, head + "fields:\n" + "".join(f"  {line}\n" for line in rules.splitlines()))
    return to_record(RawRecord("1", fields, PAGE, "https://shora.example/acts/1", "page 1, row 1"), source)


def record(folder: Path, rules: str, fields: dict[str, list[str]], head: str = LISTING[:FIELDS]) -> dict[str, Any]:
    normalised = normalise(folder, rules, fields, head)
    assert normalised.record is not None
    return normalised.record


def codes(normalised: Normalised) -> list[str]:
    return [issue.code for issue in normalised.issues]


def test_a_decision_gets_publisher_issuer_landing_link_and_a_recognised_type(tmp_path: Path) -> None:
    assert record(tmp_path, "title: {column: عنوان}", {"column:عنوان": ["  بخشنامهٔ  ۱۲ "]}) == {
        "kind": "decision",
        "title": "بخشنامهٔ ۱۲",
        "type": "circular",
        "type_asserted_by": "pattern",
        "roles": [
            {"role": "issuer", "agency": "shora", "raw": "شورای شهر نمونه"},
            {"role": "publisher", "agency": "shora", "raw": "شورای شهر نمونه"},
        ],
        "links": [{"rel": "landing", "url": "https://shora.example/acts/1"}],
    }


def test_a_type_nobody_knows_is_other_and_an_issue(tmp_path: Path) -> None:
    normalised = normalise(tmp_path, "title: {column: عنوان}", {"column:عنوان": ["نام میدان شهر"]})
    assert normalised.record is not None
    assert (normalised.record["type"], codes(normalised)) == ("other", ["type-unknown"])


def test_the_publishers_own_type_wins_over_the_title(tmp_path: Path) -> None:
    rules = "title: {column: عنوان}\ntype: {column: نوع, map: {ابلاغ: notification}}"
    made = record(tmp_path, rules, {"column:عنوان": ["بخشنامهٔ ۱۲"], "column:نوع": ["ابلاغ"]})
    assert (made["type"], made["type_asserted_by"]) == ("notification", "source")


def test_leftovers_are_an_issue_with_an_example(tmp_path: Path) -> None:
    normalised = normalise(tmp_path, "title: {column: عنوان}", {"column:عنوان": ["مصوبه"], "column:اتاق": ["۱۲"]})
    (issue,) = normalised.issues
    assert (issue.code, issue.facts, issue.excerpt, issue.stage) == ("leftover", {"name": "اتاق"}, "۱۲", "normalise")


def test_two_rules_may_read_one_place(tmp_path: Path) -> None:
    rules = "title: {column: عنوان, match: '^(.+) -'}\nnumber: {column: عنوان, match: '- (.+)$'}"
    made = record(tmp_path, rules, {"column:عنوان": ["مصوبهٔ آب - ۱۲/ش"]})
    assert (made["title"], made["number"]) == ("مصوبهٔ آب", {"raw": "۱۲/ش", "folded": "12/ش"})


def test_sets_are_sorted_so_that_their_order_on_the_page_is_no_change(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\ntags: {css: i, many: true}\nrelations.cites: {css: b, many: true}"
    fields = {"row css:i": ["نان", "آب", "آب‌", ""], "row css:b": ["مصوبه ۲", "مصوبه ۱"]}
    made = record(tmp_path, rules, fields)
    assert made["tags"] == ["آب", "نان"]
    assert [relation["to_raw"] for relation in made["relations"]] == ["مصوبه ۱", "مصوبه ۲"]
    reordered = {key: list(reversed(values)) for key, values in fields.items()}
    assert record(tmp_path, rules, reordered) == made


def test_an_issuer_named_on_the_page_is_matched_folded_and_an_unknown_one_is_an_issue(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\nissuer: {column: مرجع, many: true}"
    normalised = normalise(tmp_path, rules, {"column:مرجع": ["شوراي نمونه", "شورای نمونة دوم"]})
    assert normalised.record is not None
    assert normalised.record["roles"][:2] == [
        {"role": "issuer", "agency": "shora", "raw": "شوراي نمونه"},
        {"role": "issuer", "raw": "شورای نمونة دوم"},
    ]
    (issue,) = normalised.issues
    assert (issue.code, issue.facts) == ("agency-unknown", {"given": "شورای نمونة دوم", "near": "شورای نمونه"})


def test_dates_keep_what_was_printed_and_their_problems_are_issues(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\nadopted_on: {column: تصویب}\nnotified_on: {column: ابلاغ}"
    normalised = normalise(tmp_path, rules, {"column:تصویب": ["شنبه ۲۳ مرداد ۱۴۰۱"], "column:ابلاغ": ["1402/12/30"]})
    assert normalised.record is not None
    dates = normalised.record["dates"]
    assert (dates["adopted"]["iso"], dates["adopted"]["weekday"]) == ("2022-08-14", "disagrees")
    assert (dates["notified"]["raw"], dates["notified"]["precision"]) == ("1402/12/30", "none")
    assert codes(normalised) == ["date-weekday-disagrees", "date-impossible"]


def test_a_day_of_publication_after_the_fetch_is_an_issue(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\npublished_on: {column: انتشار}"
    assert codes(normalise(tmp_path, rules, {"column:انتشار": ["۱۴۰۵/۰۹/۰۴"]})) == ["date-in-future"]
    assert codes(normalise(tmp_path, rules, {"column:انتشار": ["۱۴۰۵/۰۹/۰۳"]})) == []


def test_lists_of_objects_are_zipped_with_their_gaps(tmp_path: Path) -> None:
    rules = (
        "title: {const: داده}\ncolumns[].name: {css: i, many: true}\ncolumns[].unit: {css: b, many: true}\n"
        "columns[].note: {css: u, many: true}\ncolumns[].type: {const: text}"
    )
    fields = {"row css:i": ["a", "b"], "row css:b": ["", "متر"]}
    made = record(tmp_path, rules, fields, DATASET)
    assert made["columns"] == [{"name": "a", "type": "text"}, {"name": "b", "unit": "متر", "type": "text"}]


def test_lists_of_different_length_refuse_the_record(tmp_path: Path) -> None:
    rules = "title: {const: داده}\ncolumns[].name: {css: i, many: true}\ncolumns[].unit: {css: b, many: true}"
    normalised = normalise(tmp_path, rules, {"row css:i": ["a", "b"], "row css:b": ["متر"]}, DATASET)
    assert (normalised.record, codes(normalised)) == (None, ["lists-differ"])


def test_a_dataset_has_frequency_licence_coverage_and_row_count(tmp_path: Path) -> None:
    rules = (
        "title: {const: داده}\nfrequency: {column: تناوب}\nlicence: {column: مجوز}\nrow_count: {column: سطر}\n"
        "coverage.temporal.from: {column: از}\ncoverage.spatial: {column: جا}\ntopics: {column: موضوع, type: list}"
    )
    fields = {
        "تناوب": "ماهيانه",
        "مجوز": "CC BY 4.0",
        "سطر": "۱٬۲۰۰",
        "از": "۱۴۰۰",
        "جا": "کشور",
        "موضوع": "آب، ناشناس",
    }
    normalised = normalise(tmp_path, rules, {f"column:{name}": [text] for name, text in fields.items()}, DATASET)
    made = normalised.record
    assert made is not None
    assert made["frequency"] == {"code": "monthly", "raw": "ماهيانه"}
    assert made["licence"] == {
        "label": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
        "basis": "stated",
    }
    assert (made["row_count"], made["coverage"]["spatial"], made["topics"]) == (1200, "کشور", ["water"])
    assert made["coverage"]["temporal"]["from"]["precision"] == "year"
    assert codes(normalised) == ["word-unknown"]


def test_files_have_the_name_at_the_end_of_their_address_and_scripts_are_refused(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\nfiles: {css: a.pdf, attr: href, many: true}"
    normalised = normalise(tmp_path, rules, {"row css:a.pdf@href": ["/f/%D8%A7.pdf", "javascript:alert(1)"]})
    assert normalised.record is not None
    url = "https://shora.example/f/%D8%A7.pdf"
    assert normalised.record["files"] == [{"role": "original", "name": "ا.pdf", "url": url}]
    assert codes(normalised) == ["url-refused"]


def test_too_many_tags_are_cut_with_an_issue(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\ntags: {css: i, many: true}"
    normalised = normalise(tmp_path, rules, {"row css:i": [f"برچسب {n}" for n in range(34_866)]})
    assert normalised.record is not None
    assert (len(normalised.record["tags"]), codes(normalised)) == (200, ["cut-to-limit"])


def test_the_day_of_publication_is_compared_with_the_day_in_tehran(tmp_path: Path) -> None:
    source = a_source(tmp_path, LISTING[:FIELDS] + "fields: {title: {const: مصوبه}, published_on: {column: انتشار}}\n")
    late = replace(PAGE, fetched_at="2026-11-24T21:30:00Z")  # it is the fourth of Azar in Tehran already
    raw = RawRecord("1", {"column:انتشار": ["۱۴۰۵/۰۹/۰۴"]}, late, "https://shora.example/acts/1", "row 1")
    assert codes(to_record(raw, source)) == []


def test_the_order_of_too_many_tags_makes_no_other_record(tmp_path: Path) -> None:
    rules = "title: {const: مصوبه}\ntags: {css: i, many: true}"
    tags = [f"برچسب {n % 300}" for n in range(600)]
    made = record(tmp_path, rules, {"row css:i": tags})
    assert len(made["tags"]) == 200
    assert record(tmp_path, rules, {"row css:i": tags[::-1]}) == made


def test_a_number_of_five_thousand_digits_is_an_issue(tmp_path: Path) -> None:
    rules = "title: {const: داده}\nrow_count: {column: سطر}"
    normalised = normalise(tmp_path, rules, {"column:سطر": ["9" * 5_000]}, DATASET)
    assert normalised.record is not None and "row_count" not in normalised.record
    assert codes(normalised) == ["number-not-whole"]


def test_an_address_of_a_record_that_is_not_on_the_web_is_an_issue_and_no_link(tmp_path: Path) -> None:
    source = a_source(tmp_path, LISTING[:FIELDS] + "fields: {title: {const: مصوبه}}\n")
    normalised = to_record(RawRecord("1", {}, PAGE, "javascript:open(1)", "row 1"), source)
    assert normalised.record is not None and "links" not in normalised.record
    assert [(issue.code, issue.place) for issue in normalised.issues] == [("url-refused", "links.landing")]


def test_addresses_of_distributions_have_their_blanks_encoded_and_the_refused_ones_are_told(tmp_path: Path) -> None:
    rules = "title: {const: داده}\ndistributions[].access_url: {css: a, attr: href, type: url, many: true}"
    normalised = normalise(tmp_path, rules, {"row css:a@href": ["/f/a b.csv", "mailto:x@y.example"]}, DATASET)
    assert normalised.record is not None
    assert normalised.record["distributions"] == [{"access_url": "https://shora.example/f/a%20b.csv"}]
    assert codes(normalised) == ["url-refused"]


def test_a_thing_that_cannot_be_had_is_left_out_and_told_and_its_record_stays(tmp_path: Path) -> None:
    rules = (
        "title: {const: داده}\n"
        "distributions[].title: {css: b, many: true}\n"
        "distributions[].access_url: {css: a, attr: href, type: url, many: true}"
    )
    links = ["https://shora.example/1", "javascript:alert(1)", ""]
    normalised = normalise(tmp_path, rules, {"row css:b": ["یک", "دو", "سه"], "row css:a@href": links}, DATASET)
    assert normalised.record is not None
    assert normalised.record["distributions"] == [{"title": "یک", "access_url": "https://shora.example/1"}]
    (left,) = [issue for issue in normalised.issues if issue.code == "member-left"]
    assert left.facts == {"count": 2, "name": "distributions[].access_url"}


def test_of_several_values_where_one_is_wanted_the_others_are_told(tmp_path: Path) -> None:
    source = a_source(tmp_path, JSON)
    raw = RawRecord("1", {"path:title": ["یک", "دو"], "path:day": ["1402/05/01"]}, PAGE, PAGE.address, "row 1")
    normalised = to_record(raw, source)
    assert normalised.record is not None and normalised.record["title"] == "یک"
    (issue,) = [issue for issue in normalised.issues if issue.code == "others-left"]
    assert (issue.facts, issue.excerpt) == ({"field": "title"}, "یک | دو")


JSON = (
    LISTING[: LISTING.index("protocol")]
    + """\
protocol: json
url: https://shora.example/api
list: {native_id: {path: id}}
fields: {title: {path: title}, adopted_on: {path: day}}
"""
)
