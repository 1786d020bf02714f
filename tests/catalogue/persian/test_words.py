"""The analyser: exact tokens one per position, stems beside them, spans in the publisher's own characters."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.persian.letters import fold_search
from catalogue.persian.stems import stem
from catalogue.persian.words import analyse

ANY_TEXT = st.text(
    st.sampled_from("کتابخانههامیشودءكي۱٤7 \u200c\u200f¬\u064b\u0640-/.,:()«»\n\t٬ab﷼…🙂¼ﷺ㎧") | st.characters(),
    max_size=60,
)

TOKENS = (
    "کتاب", "خانه", "کتاب‌خانه‌ها", "ها", "های", "می", "شود", "شده", "اند", "هسته", "ای", "روابط", "عمومی",
    "بهای", "ایمان", "شان", "راه", "ایشان", "گفت", "و", "گو", "بیست", "سوم", "مرداد", "۱۴۰۲", "۱۲", "1402/5/1",
    "۵۶۳۰۶/ت۶۲۲۷۰هـ", "علمیبه", "دفتر", "نمایندگان", "هایی", "تر", "ترین", "info@x.ir", "،", "-", "احکام", "مسؤولان",
    "كِتابِ", "نهایی", "گیری", "سر", "مایه‌ای",
)  # fmt: skip


def exact(text: str) -> list[str]:
    return analyse(text).exact_tokens()


def stems(text: str) -> set[str]:
    return set(analyse(text).stem_tokens())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("شورای عالی، شهر.", ["شورای", "عالی", "شهر"]),
        ("کتاب‌خانه‌های ملی", ["کتاب", "خانه", "ملی"]),
        ("روابط عمومی‌ها", ["روابط", "عمومی"]),
        ("روابط عمومی ها", ["روابط", "عمومی"]),
        ("روابط عمومی هاي", ["روابط", "عمومی"]),
        ("مهم ترین‌ها", ["مهم"]),
        ("می‌شود نمی شود می‌خواسته‌اند", ["شود", "شود", "خواسته"]),
        ("خانه‌ای و خانه ای", ["خانه", "و", "خانه"]),
        ("علمی-پژوهشی #روابط_عمومی", ["علمی", "پژوهشی", "روابط", "عمومی"]),
        ("گفت و گو", ["گفت", "و", "گو"]),
        ("۵۶۳۰۶/ت۶۲۲۷۰هـ", ["56306", "ت", "62270", "ه"]),
        ("IR-123 info@x.ir", ["ir", "123", "info", "x", "ir"]),
        ("سال1402 covid19", ["سال", "1402", "covid", "19"]),
        ("۱٬۲۳۴٬۵۶۷", ["1", "234", "567"]),
        ("ها", ["ها"]),
        ("\u200c \u200f ـ !", []),
    ],
)
def test_exact_tokens_are_the_words_as_written(text: str, tokens: list[str]) -> None:
    assert exact(text) == tokens


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("کتاب‌خانه‌های ملی", "کتابخانه"),
        ("کتاب خانه ها", "کتابخانه"),
        ("علمی-پژوهشی", "علمیپژوهشی"),
        ("پیش‌بینی‌شده", "پیشبینی"),
        ("می شود", "شد"),
        ("شده اند", "شد"),
        ("شده اند", "شدهاند"),
        ("هسته ای", "هستهای"),
        ("خانه‌اش", "خانه"),
        ("خانه‌اش", "خانهاش"),
        ("گفت و گو ها", "گفتوگو"),
        ("۵۶۳۰۶/ت۶۲۲۷۰هـ", "56306/ت62270ه"),
        ("۱٬۲۳۴٬۵۶۷", "1234567"),
        ("۱۲/۵ درصد", "12.5"),
        ("مورخ ۱۴۰۲/۰۵/۰۱", "1402-05-01"),
        ("مورخ ۱۴۰۲/۵/۱", "1402-05-01"),
        ("۱ مرداد ۱۴۰۲", "1402-05-01"),
        ("١ مرداد ماه ١٤٠٢", "1402-05-01"),
        ("۰۱ /۰۵ /۱۴۰۲", "1402-05-01"),
        ("2023-07-23", "1402-05-01"),
        ("2023-07-23", "1402"),
        ("۱۷ ژوئن ۲۰۲۵", "1404-03-27"),
    ],
)
def test_the_stem_field_holds_joined_forms_values_and_days(text: str, token: str) -> None:
    assert token in stems(text)


@pytest.mark.parametrize("text", ["روابط، عمومی", "روابط\nعمومی", "روابط. عمومی", "روابط (عمومی)", "روابط ۲ عمومی"])
def test_only_neighbours_in_one_sentence_are_joined(text: str) -> None:
    assert "روابطعمومی" not in stems(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("در گفت و گوی ما", ["در", "گفت", "و", "گوی", "ما"]), ("نگفت و گو", ["نگفت", "و", "گو"])],
)
def test_listed_compounds_in_three_words_are_one_word(text: str, tokens: list[str]) -> None:
    assert exact(text) == tokens
    assert ("گفتوگو" in stems(text)) == ("گفت" in tokens)


def test_no_three_words_are_joined() -> None:
    assert [joined.token for joined in analyse("باد باران برف").joined] == ["بادباران", "بارانبرف"]


def test_an_impossible_date_is_only_an_identifier() -> None:
    assert not any(joined.is_day for joined in analyse("1402/12/30").joined)


def test_a_spaced_affix_belongs_to_its_word_and_its_span_covers_both() -> None:
    text = "روابط عمومی  ها"
    words = analyse(text).words
    assert [text[word.start : word.end] for word in words] == ["روابط", "عمومی  ها"]
    assert words[1].parts == ("عمومیها",)
    text = "نمي شود"
    assert [text[word.start : word.end] for word in analyse(text).words] == [text]


def test_spans_are_those_of_the_original() -> None:
    text = "«كِتابِ» ﷼ … جزء\u200f‌ها"
    assert [text[word.start : word.end] for word in analyse(text).words] == ["كِتابِ", "﷼", "جزء\u200f‌ها"]


def test_the_stem_of_the_whole_word_comes_first() -> None:
    assert [word.stems[0] for word in analyse("کتاب‌خانه‌ها روابطعموميها هیأت‌های").words] == [
        "کتابخانه",
        "روابطعمومی",
        "هییت",
    ]


@settings(max_examples=400)
@given(ANY_TEXT)
def test_any_text_analyses_into_clean_tokens(text: str) -> None:
    analysis = analyse(text)
    for token in (*analysis.exact_tokens(), *analysis.stem_tokens()):
        assert 0 < len(token) <= 100
        assert not any(character.isspace() or unicodedata.category(character)[0] == "C" for character in token)
    for joined in analysis.joined:
        assert 0 <= joined.first <= joined.last < len(analysis.words)


@settings(max_examples=400)
@given(ANY_TEXT)
def test_every_exact_token_has_its_stem_in_the_stem_field(text: str) -> None:
    analysis = analyse(text)
    assert {stem(token) if token.isalpha() else token for token in analysis.exact_tokens()} <= set(
        analysis.stem_tokens()
    )


@settings(max_examples=400)
@given(ANY_TEXT)
def test_spans_stand_in_order_apart_and_fold_to_their_tokens(text: str) -> None:
    end = 0
    for word in analyse(text).words:
        assert end <= word.start < word.end <= len(text)
        end = word.end
        written = fold_search(text[word.start : word.end])
        assert all(token in written for token in word.exact)


@pytest.mark.parametrize(
    "piece",
    [
        "-",
        "(",
        "\u200c",
        "\0",
        "🙂",
        "ا\u200c",
        "a-",
        "1/",
        "ها ",
        "می ",
        "ه ای ",
        "و ",
        "1 ",
        "\u202eab",
        "ک",
        "١٬",
        "ِ",
        "\u200f",
    ],
)
def test_a_long_run_of_anything_analyses_at_once(piece: str) -> None:
    analyse(piece * 20_000)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=12), st.data())
def test_a_window_between_lines_analyses_as_it_does_in_the_whole_text(words: list[str], data: st.DataObject) -> None:
    before = "\n".join(data.draw(st.lists(st.sampled_from(TOKENS), max_size=4)))
    window = " ".join(words)
    text = f"{before}\n{window}\n{before}"
    start = len(before) + 1
    inside = [
        (word.start - start, word.end - start, *word[2:])
        for word in analyse(text).words
        if start <= word.start and word.end <= start + len(window)
    ]
    assert inside == [tuple(word) for word in analyse(window).words]


@settings(max_examples=300)
@given(st.sampled_from(TOKENS), st.sampled_from(TOKENS))
def test_a_joined_form_is_the_stem_of_both_as_one_word(first: str, second: str) -> None:
    for joined in analyse(f"{first} {second}").joined:
        if joined.last == joined.first + 1 and not joined.token.isdecimal() and not joined.is_day:
            words = analyse(f"{first} {second}").words
            assert joined.token == stem("".join((*words[joined.first].parts, *words[joined.last].parts)))


@settings(max_examples=8, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
def test_a_text_of_a_hundred_thousand_characters_analyses_at_once(text: str) -> None:
    analyse(text * (100_000 // len(text)))


def test_lone_surrogates_and_nul_are_blanks() -> None:
    assert exact("متن\ud800کتاب\0خانه") == ["متن", "کتاب", "خانه"]
