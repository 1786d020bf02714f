"""Forms of a verb meet in its past stem; nouns that look like one stay."""

import pytest

from catalogue.persian.stems import glue, stem


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("می‌شود نمی‌شود شد شدند شوند نشوند بشود شده شده‌اند نشده‌است شدم", "شد"),
        ("می‌کند نکنند بکنید کردند کرده کرده‌ایم نکرد می‌کرده‌است", "کرد"),
        ("بیاورد نیاورید آورده می‌آورند آوردم", "آورد"),
        ("بیفتد بیافتد نیفتاد می‌افتد افتاده‌اند", "افتاد"),
        ("بایستد نایستاد ایستاده ایستادند", "ایستاد"),
        ("گوید گویند می‌گوید بگوید گفته‌اند نگفت", "گفت"),
        ("برمی‌گردد برگشته برگردند برنگشت", "برگشت"),
        ("هستند نیست نیستیم هست", "هست"),
    ],
)
def test_forms_of_a_verb_meet(forms: str, expected: str) -> None:
    assert {stem(glue(form)) for form in forms.split()} == {glue(expected)}


@pytest.mark.parametrize(
    "word", ["داده", "رشته", "مردم", "شاید", "درد", "روند", "بدهی", "چشم", "برنج", "گذشته", "سپرده"]
)
def test_nouns_are_no_forms_of_verbs(word: str) -> None:
    assert stem(word) == word
