"""Masks: each line of the table of personal numbers, what must stay, and that masks say where and no more."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.identity import canonical_json
from catalogue.personal.labels import Personal
from catalogue.personal.numbers import is_iban, is_national_code
from catalogue.privacy import Exempt, is_redaction, mask, mask_text, redact
from schemas.kinds import load
from tests.catalogue.fakes import PERSIAN, Fakes, code_writings, iban_writings, in_digits, mobile_writings
from tests.making import a_decision

CODE, IBAN, MOBILE = "[حذف‌شده: کد ملی]", "[حذف‌شده: شمارهٔ شبا]", "[حذف‌شده: تلفن همراه]"
FAKES = Fakes(Random(88))
CODES = [FAKES.national_code() for _ in range(20)]
WRONG = [FAKES.wrong_code() for _ in range(10)]
LABELS = (
    "کد ملی: {}", "کدملی {}", "شماره ملی: {}", "شمارهٔ ملی {}", "ش.م: {}", "ش.م. {}", "كد ملي {}", "کد‌ملی : {}",
    "کد ملی متقاضی: {}", "کد ملی ایشان به شماره {}", "{} (کد ملی)", "کد ملی\n{}", "کد ملی\t|\t{}", "کدهای ملی: {}",
    "شماره‌ی ملی {}", "?nationalCode={}&x=1", "national_code: {}",
)  # fmt: skip


def rules(text: str) -> list[tuple[str, str]]:
    """(class, rule) of what is masked in a text."""
    record = mask(a_decision(text=text)).record
    return [(one["class"], one["rule"]) for one in record.get("masks", ())]


def test_the_check_rules_are_those_of_the_table() -> None:
    assert is_national_code("0012345679")
    assert not is_national_code("0012345678")
    assert not is_national_code("1111111111")
    assert is_iban("062960000000100324200001")  # the example of the central bank
    assert not is_iban("072960000000100324200001")


@pytest.mark.parametrize("label", LABELS)
def test_a_labelled_code_is_masked_in_any_writing(label: str) -> None:
    for code in CODES[:3]:
        for written in code_writings(code):
            assert mask_text(label.format(written)) == label.format(CODE), repr(written)


@pytest.mark.parametrize("label", LABELS)
def test_a_labelled_code_is_masked_also_when_its_check_digit_is_wrong(label: str) -> None:
    for code in WRONG:
        assert mask_text(label.format(code)) == label.format(CODE)
        assert rules(label.format(code)) == [("national_code", "labelled_unchecked")]


def test_a_label_names_all_codes_of_a_list_and_of_a_column() -> None:
    listed = f"کدهای ملی: {WRONG[0]}، {WRONG[1].translate(PERSIAN)} و {WRONG[2]} پذیرفته شد."
    assert mask_text(listed) == f"کدهای ملی: {CODE}، {CODE} و {CODE} پذیرفته شد."
    column = f"ردیف\tنام\tکد ملی\tمبلغ\n1\tالف\t{WRONG[0]}\t1,234,567,890\n2\tب\t{WRONG[1]}\t۵۰۰\n"
    assert mask_text(column) == f"ردیف\tنام\tکد ملی\tمبلغ\n1\tالف\t{CODE}\t1,234,567,890\n2\tب\t{CODE}\t۵۰۰\n"
    cells = f"نام\nکد ملی\nالف\n{WRONG[0]}\nب\n{WRONG[1]}"
    assert mask_text(cells) == f"نام\nکد ملی\nالف\n{CODE}\nب\n{CODE}"


def test_a_spreadsheet_drops_the_zeros_of_a_labelled_code() -> None:
    assert mask_text("کد ملی: 12345679") == f"کد ملی: {CODE}"
    assert mask_text("کد ملی: 12345678") == "کد ملی: 12345678"


def test_a_code_without_label_is_masked_and_counted_apart() -> None:
    for code in CODES:
        for written in code_writings(code):
            assert mask_text(f"آقای نمونه {written} معرفی شد") == f"آقای نمونه {CODE} معرفی شد", repr(written)
        assert rules(f"آقای نمونه {code} معرفی شد") == [("national_code", "unlabelled")]
    assert [mask_text(f"آقای نمونه {code} معرفی شد") for code in WRONG] == [f"آقای نمونه {c} معرفی شد" for c in WRONG]


def test_mobiles_are_masked_in_any_writing() -> None:
    for mobile in (FAKES.mobile() for _ in range(5)):
        for written in mobile_writings(mobile):
            assert mask_text(f"تماس: {written}، ساعت ۸") == f"تماس: {MOBILE}، ساعت ۸", repr(written)
            assert mask_text(written) == MOBILE
        assert mask_text(f"موبایل {mobile[1:]}") == f"موبایل {MOBILE}"
        assert mask_text(f"تلفن همراه: {mobile[1:].translate(PERSIAN)}") == f"تلفن همراه: {MOBILE}"


def test_ibans_are_masked_in_any_writing() -> None:
    for iban in (FAKES.iban() for _ in range(5)):
        for written in iban_writings(iban):
            masked = mask_text(f"به حساب {written} واریز")
            assert masked.startswith("به حساب ") and masked.endswith(f"{IBAN} واریز"), repr(written)
        wrong = iban[:-1] + str((int(iban[-1]) + 1) % 10)
        assert mask_text(wrong) == wrong
        assert mask_text(f"شبا: {wrong}") == f"شبا: {IBAN}"


PUBLIC = (
    "مبلغ {}", "{} ریال", "{} تومان", "{} میلیون ریال", "مبلغ {} ریال", "اعتبار: {}", "کد پستی: {}", "کدپستی {}",
    "شماره نامه: {}", "شمارهٔ پرونده {}", "شماره ثبت {}", "شماره‌ی ثبت: {}", "نامه شماره {}", "مصوبه شماره {}",
    "شماره دادنامه {}", "شناسه قبض {}", "شماره حساب {}", "شابک {}", "ISBN: {}", "کد رهگیری {}", "نمابر: {}", "کلاسه {}",
    "0.{}", "${}", "{} €", "{} مترمربع", "{} کیلوگرم", "ریال: {}", "بدهی (ریال) {}", "مبلغ کل: {}",
    "مبلغ قرارداد به ریال: {}", "شماره چک {}", "doi.org/10.22059/{}", "شماره قرارداد: {}", "کد اقتصادی {}",
)  # fmt: skip


@pytest.mark.parametrize("public", PUBLIC)
def test_other_numbers_of_ten_digits_stay(public: str) -> None:
    for code in CODES:
        for written in in_digits(code):
            assert mask_text(public.format(written)) == public.format(written)


@pytest.mark.parametrize(
    "text",
    [
        "مبلغ ۱٬۲۳۴٬۵۶۷٬۸۹۰ ریال", "1,234,567,890", "1 234 567 890", "1.234.567.890", "شناسه ملی ۱۰۱۰۱۲۳۴۵۶۷",
        "10101234567",
        "6037-9912-3456-7890", "6037991234567890", "تلفن: ۰۲۱-۸۸۸۸۱۲۳۴", "02188881234", "۰۲۱ ۸۸۸۸ ۱۲۳۴ داخلی ۱۲",
        "1402/05/01 12:30", "1402-05-01 1403-05-01", "978-964-363-456-8", "964-363-456-2", "14020512000123",
        "3a9f0012345679bc44de71f2", "جناب آقای دکتر نمونه، وزیر نیرو", "امضا: علی نمونه، شهردار", "1111111111 تومان",
        "توزیع خانوار بر حسب محل سکونت و جنس سرپرست", "چند واحد مسکونی، محل سکونت مالک و افراد مزبور باشد، یک واحد",
        "نشانی محل سکونت و محل کار او، اعم از شهر، خیابان، کوچه و کد پستی",
        "مواد ۱۲، ۳۴ و ۵۶۷۸۹۰ قانون",
    ],
)  # fmt: skip
def test_what_is_public_stays(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("نشانی متقاضی: تهران، خیابان نمونه", "address"),
        ("جناب آقای نمونه، در پاسخ به درخواست شما", "salutation"),
        ("به شماره حساب 123456789 به نام علی نمونه", "account"),
        ("سرپرستی کودک خردسال به نام زهرا نمونه", "minor"),
    ],
)
def test_where_only_a_person_can_tell_there_is_a_doubt_and_no_mask(text: str, what: str) -> None:
    given = a_decision(text=text)
    masked = mask(given)
    assert masked.record == given
    assert [(one.what, one.path, one.span) for one in masked.findings] == [(what, "texts[0].text", None)]


def test_office_holders_are_greeted_without_doubt() -> None:
    assert mask(a_decision(text="جناب آقای دکتر نمونه، استاندار محترم؛ با سلام")).findings == ()


def test_addresses_are_masked_inside_and_stay_addresses() -> None:
    code, mobile = CODES[0], FAKES.mobile()
    for url in (
        f"https://shora.example/p?code={code}&x=1",
        f"https://shora.example/{quote(code.translate(PERSIAN))}.pdf",
        f"https://shora.example/{''.join(f'%{ord(digit):02X}' for digit in code)}",
        f"https://shora.example/{quote(quote(mobile.translate(PERSIAN)))}",
        f"https://wa.me/98{mobile[1:]}",
    ):
        given = a_decision(links=[{"rel": "landing", "url": url}])
        record = load("decision", mask(given).record)
        (one,) = record["masks"]
        start, end = one["span"]
        assert one["path"] == "links[0].url"
        assert unquote(record["links"][0]["url"][start:end]) in (CODE, MOBILE)
        assert code not in unquote(unquote(record["links"][0]["url"]))


def test_a_source_may_exempt_ids_in_addresses_and_public_numbers() -> None:
    code, mobile, iban = CODES[1], FAKES.mobile(), FAKES.iban()
    url = f"https://shora.example/news/{code}"
    given = a_decision(text=f"{code} / {mobile} / {iban}", links=[{"rel": "landing", "url": url}])
    record = mask(given, Exempt.of((f"+98 {mobile[1:]}", iban.translate(PERSIAN)), address_ids=True)).record
    assert record["links"] == given["links"]
    assert record["texts"][0]["text"] == f"{CODE} / {mobile} / {iban}"
    labelled = a_decision(links=[{"rel": "landing", "url": f"https://shora.example/?nationalCode={code}"}])
    assert "masks" in mask(labelled, Exempt(address_ids=True)).record


def test_amounts_stay_but_for_what_is_no_amount() -> None:
    mobile = FAKES.mobile()
    amounts = [
        {"raw": CODES[0], "value": CODES[0].lstrip("0"), "currency": "IRR", "certain": True},
        {"raw": f"{mobile} ریال", "value": mobile[1:], "currency": "IRR", "certain": True},
    ]
    record = mask(a_decision(amounts=amounts)).record
    assert record["amounts"] == [amounts[0], {"raw": f"{MOBILE} ریال", "currency": "IRR", "certain": True}]


def everywhere(number: str) -> dict[str, Any]:
    """A record with a number in each of its texts."""
    return a_decision(
        title=f"عنوان {number}",
        text=f"متن {number}",
        tags=[f"برچسب {number}"],
        known_limitations=number,
        number={"raw": number, "folded": number},
        session={"no": number},
        signers=[{"role": f"سمت {number}", "raw": f"امضا {number}"}],
        relations=[{"type": "cites", "to_raw": f"نامهٔ {number}"}],
        source_ids=[{"scheme": "other", "raw": number, "folded": number}],
        dates={"published": {"raw": f"روز {number}", "precision": "none"}},
        links=[{"rel": "related", "url": f"https://shora.example/{number}", "title": number}],
        files=[{"role": "original", "name": f"{number}.pdf", "url": f"https://shora.example/{number}.pdf"}],
        licence={"label": number, "basis": "stated"},
        a_field_of_tomorrow={"deep": [[{"text": number}]]},
    )


@pytest.mark.parametrize("number", [CODES[0], FAKES.mobile(), FAKES.iban(), CODES[1].translate(PERSIAN)])
def test_every_text_of_a_record_is_looked_at_and_the_masks_say_where(number: str) -> None:
    given = everywhere(number)
    before = json.dumps(given, ensure_ascii=False)
    record = mask(given).record
    assert number not in json.dumps(record, ensure_ascii=False)
    assert json.dumps(given, ensure_ascii=False) == before
    assert len(record["masks"]) == before.count(number)
    assert record["masks"] == sorted(record["masks"], key=lambda one: (one["path"], one["span"]))
    for one in record["masks"]:
        assert unquote(_at(record, one["path"])[slice(*one["span"])]).startswith("[حذف‌شده: ")
    canonical_json(record)
    record.pop("a_field_of_tomorrow")
    assert load("decision", record) == record


def _at(record: dict[str, Any], path: str) -> str:
    value: Any = record
    for key in path.replace("[", ".[").split("."):
        value = value[int(key[1:-1])] if key.startswith("[") else value[key]
    return str(value)


def test_masks_of_before_stay_behind_new_ones() -> None:
    first = mask(a_decision(text=f"الف {FAKES.mobile()}")).record
    again = {**first, "texts": [{"role": "body", "text": f"{CODES[0]} {first['texts'][0]['text']}"}]}
    again["masks"] = [{**one, "span": [place + 11 for place in one["span"]]} for one in first["masks"]]
    record = mask(again).record
    assert [_at(record, one["path"])[slice(*one["span"])] for one in record["masks"]] == [CODE, MOBILE]
    assert mask(record).record == record


def test_a_record_that_differs_by_masks_only_is_redacted() -> None:
    old = everywhere(CODES[0])
    new = mask(old).record
    assert is_redaction(old, new)
    assert not is_redaction(new, new)
    assert not is_redaction(old, old)
    assert not is_redaction({**old, "title": f"عنوانی دیگر {CODES[0]}"}, new)
    assert not is_redaction(old, {**new, "tags": ["برچسبی دیگر"]})


WORDS = (
    "کد ملی", "کدملی:", "موبایل", "شبا", "مبلغ", "ریال", "نشانی منزل:", "خیابان", "محل سکونت", "کد پستی", "شماره نامه",
    ".", "\n", "،", "/", "-", "(", ")", "+98", "IR", "%", "http://a.example/", "متن", "\u200c", "\u200f", "12", "1402",
    CODE,
)  # fmt: skip
NUMBERS = [FAKES.national_code, FAKES.wrong_code, FAKES.mobile, FAKES.iban]
A_NUMBER = st.integers(0, 3).map(lambda place: NUMBERS[place]())
PIECES = st.one_of(st.sampled_from(WORDS), A_NUMBER, A_NUMBER.map(lambda number: number.translate(PERSIAN)))


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", "\n"])), max_size=14))
def test_masking_twice_is_masking_once(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + space for piece, space in pieces)
    once = mask_text(text)
    assert mask_text(once) == once


@given(st.text())
def test_any_text_is_masked_once_and_where_the_masks_say(text: str) -> None:
    record = mask(a_decision(title=text or "-")).record
    assert mask(record).record == record
    assert all(record["title"][slice(*one["span"])].startswith("[حذف‌شده") for one in record.get("masks", ()))


@given(st.text(st.characters(exclude_categories=("Nd", "No", "Nl")), max_size=200))
def test_a_text_without_digits_and_labels_never_changes(text: str) -> None:
    if not any(word in text for word in ("منزل", "ونت", "گاه", "ddress", "%")):
        assert mask_text(text) == text


# ---------- hostile texts, and writings that a page has ----------


@pytest.mark.timeout(60)
def test_many_numbers_in_one_text_take_time_in_proportion() -> None:
    mobiles = " ".join(f"0912{number:07}" for number in range(20_000))
    assert mask_text(mobiles).count("[حذف‌شده: تلفن همراه]") == 20_000


@pytest.mark.timeout(20)
def test_masks_of_before_are_moved_in_time_linear_in_their_number() -> None:
    masked = mask(a_decision(text=f"{'واژه ' * 5_000}{'0912 345 6789، ' * 5_000}")).record
    record = redact(masked, "واژه", Personal.WORDS).record
    text = record["texts"][0]["text"]
    assert {text[slice(*one["span"])] for one in record["masks"]} == {MOBILE, "[حذف‌شده]"}
    assert len(record["masks"]) == 10_000


@pytest.mark.timeout(10)
def test_whether_a_version_only_masks_is_seen_at_once_however_often_it_masks() -> None:
    old = {"title": "x " * 400}
    text = "x " + "[حذف‌شده: تلفن همراه] x " * 30 + "y"
    length = len("[حذف‌شده: تلفن همراه]")
    spans = [match.start() for match in re.finditer(r"\[", text)]
    masks = [{"path": "title", "span": [start, start + length], "class": "mobile", "rule": "form"} for start in spans]
    assert not is_redaction(old, {"title": text, "masks": masks})


@pytest.mark.parametrize("old", ["تلفن 09121234567 و 09351234567.", "تلفن x و y."])
def test_a_version_that_only_masks_is_known_by_what_stands_around_its_masks(old: str) -> None:
    mask = "[حذف‌شده: تلفن همراه]"
    new = f"تلفن {mask} و {mask}."
    masks = [{"path": "t", "span": [at.start(), at.end()]} for at in re.finditer(re.escape(mask), new)]
    assert is_redaction({"t": old}, {"t": new, "masks": masks})
    assert not is_redaction({"t": old + " دیگر"}, {"t": new, "masks": masks})
    assert not is_redaction({"t": "تلفن  و ."}, {"t": new, "masks": masks})


@pytest.mark.parametrize(
    "text",
    ["0912ـ345ـ6789", "3456789-0912", "۳۴۵۶۷۸۹ - ۰۹۱۲", "۶۷۸۹ ۳۴۵ ۰۹۱۲", "تلفن: ۰۹۱۲ـ۳۴۵۶۷۸۹"],
)
def test_a_mobile_is_found_with_tatweels_and_in_the_order_of_the_page(text: str) -> None:
    assert "6789" not in mask_text(text) and "۶۷۸۹" not in mask_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "0.09123456789", "35.68912, 51.09123456789", "$09123456789", "مبلغ 989123456789 ریال", "989123456789 مترمربع",
        "doi.org/10.22059/jpl.0912.3456789", "doi: 10.22059/09123456789", "سریال: 09123456789", "شمارهٔ چک: ۰۹۱۲۳۴۵۶۷۸۹",
        "سریال چک 09123456789",
    ],
)  # fmt: skip
def test_what_only_has_the_form_of_a_mobile_stays(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    "text",
    ["{} ریال شارژ شد", "شمارهٔ چک 12345 تلفن {}", "چک دارد، {}", "https://a.example/10.2/{}", "هزینه ۵ $، {}"],
)
def test_a_mobile_near_such_words_is_masked(text: str) -> None:
    assert mask_text(text.format("0912 345 6789")) == text.format(MOBILE)
    assert mask_text("(۳۴۵۶۷۸۹ (۰۹۱۲))") == f"({MOBILE})"


@pytest.mark.parametrize(
    "text",
    [
        "مبلغ ۵ ریال به {}", "مبلغ پنج میلیون ریال به {} پرداخت شد", "مبلغ ۵ ریال {}", "هزینه آقای نمونه {}",
        "به مبلغ پنج میلیون ریال در وجه آقای نمونه {}", "۵۰۰ تومان، {}",
    ],
)  # fmt: skip
def test_a_word_of_money_reaches_no_further_than_its_amount(text: str) -> None:
    for code in CODES:
        assert mask_text(text.format(code)) == text.format(CODE)


@pytest.mark.parametrize("uuid", ["30600336-33c5-4ca4-a912-49467d793499"])
def test_digits_of_a_uuid_are_no_number_of_a_person_unless_a_label_says_so(uuid: str) -> None:
    assert mask_text(uuid) == uuid
    assert mask_text(f"https://shora.example/dataset/{uuid}/x.csv").count(uuid) == 1
    assert mask_text(f"کد ملی: {uuid}") != f"کد ملی: {uuid}"
