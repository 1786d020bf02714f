"""Home addresses: which are masked and to which end, and what an act defines or only a person can judge."""

from __future__ import annotations

import pytest

from catalogue.privacy import mask, mask_text
from tests.making import a_decision

HOME = "[حذف‌شده: نشانی منزل]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("نشانی منزل: تهران، خ. بهار، پلاک ۵. پایان", f"نشانی منزل: {HOME}. پایان"),
        ("آدرس منزل متقاضی خیابان بهار کوچه ۲؛ موضوع", f"آدرس منزل متقاضی {HOME}؛ موضوع"),
        ("نشانی محل سکونت متقاضی: روستای نمونه", f"نشانی محل سکونت متقاضی: {HOME}"),
        ("محل سکونت\nبلوار نمونه پلاک ۹\nشغل: کارمند", f"محل سکونت\n{HOME}\nشغل: کارمند"),
        ("نشاني منزل : کوی نمونه تلفن: 02188881234", f"نشاني منزل : {HOME} تلفن: 02188881234"),
    ],
)
def test_a_labelled_home_address_is_masked_to_its_end(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "نشانی منزل: تهران\nخیابان آزادی\nپلاک ۱۲",
        "نشانی منزل: تهران. خیابان آزادی. پلاک ۱۲",
        "نشانی منزل: تهران؛ خیابان آزادی؛ پلاک ۱۲",
        "HOME ADDRESS: تهران، خیابان آزادی، پلاک ۱۲",
        "نشانی پستی منزل: تهران، خیابان آزادی، پلاک ۱۲",
        "آدرس خانه: تهران، خیابان آزادی، پلاک ۱۲",
    ],
)
def test_a_home_address_is_masked_to_its_end(text: str) -> None:
    assert "آزادی" not in mask_text(text) and "۱۲" not in mask_text(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("نشانی منزل:\nتهران\nخیابان بهار\nواحد ۵\nکد پستی ۱۲۳۴۵۶۷۸۹۰\nشغل: آزاد", f"نشانی منزل:\n{HOME}\nشغل: آزاد"),
        ("نشانی منزل: تهران. طبقهٔ ۲. منطقهٔ ۴. پایان", f"نشانی منزل: {HOME}. پایان"),
        ("نشانی منزل: تهران. واحد حقوقی پاسخ داد.", f"نشانی منزل: {HOME}. واحد حقوقی پاسخ داد."),
        ("نشانی منزل\n\nخیابان بهار، پلاک ۱۲", f"نشانی منزل\n\n{HOME}"),
    ],
)  # fmt: skip
def test_an_address_goes_on_while_words_of_an_address_follow(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize("long", ["محلهٔ نو " * 50, "تهران\n" + "خیابان بهار\n" * 60])
def test_an_address_that_is_cut_for_its_length_is_cut_behind_a_word_and_is_a_doubt(long: str) -> None:
    masked = mask(a_decision(text=f"نشانی منزل: {long}"))
    assert [(one.what, one.span is None) for one in masked.findings] == [("home_address", False), ("address", True)]
    rest = masked.record["texts"][0]["text"].removeprefix(f"نشانی منزل: {HOME}")
    assert rest[:1].isspace() and rest.strip().split()[0] in long.split()


@pytest.mark.parametrize("text", ["محل سکونت: اصفهان", "محل سکونت: نیاوران", "محل اقامت: محلی در خیابان بهار پلاک ۵"])
def test_of_a_residence_a_short_answer_and_one_with_street_and_number_are_masked(text: str) -> None:
    assert mask_text(text) == f"{text.partition(':')[0]}: {HOME}"


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("تعریف محل سکونت: محلی که شخص در آن زندگی می‌کند و مرکز مهم امور او آنجاست.", 0),
        ("محل اقامت: عبارت است از شهر، خیابان یا کوچه‌ای که شخص در آن به سر می‌برد.", 0),
        ("دادگاه اقامتگاه خوانده به دعوا رسیدگی می‌کند و ساکنان شهر آگاه می‌شوند.", 0),
        ("محل سکونت: مرکز مهم امور شخص همان جا شمرده می‌شود که خود او بگوید", 1),
        ("تغییر محل سکونت کارکنان پلاک ۵", 1),
        ("اقامتگاه خوانده: تهران، خیابان بهار", 1),
        ("ساکن: تهران، خیابان بهار", 1),
    ],
)
def test_what_is_no_address_or_perhaps_none_stays(text: str, doubts: int) -> None:
    masked = mask(a_decision(text=text))
    assert masked.record["texts"][0]["text"] == text
    assert [one.what for one in masked.findings] == ["address"] * doubts
