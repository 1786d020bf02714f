"""A reader's text: the grammar, its limits, and that spellings of the same words find the same records."""

from collections.abc import Callable, Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.errors import QueryRefused
from catalogue.persian.covers import Repair
from catalogue.persian.knowledge import Knowledge
from catalogue.persian.query import Reading, read_query
from catalogue.search.index import AllOf, Match, Not, Phrase, Prefix, Word
from tests.catalogue.persian.matching import Shelf

TEXTS = (
    "بودجه سال ۱۴۰۲ شرکت آب",
    "مالیات و بودجه شهرداری",
    "لایحه بودجه کل کشور",
    "بودجه در لایحه نیامد",
    "مصوبه شماره ۵۶۳۰۶/ت۶۲۲۷۰هـ مورخ ۱۴۰۲/۰۵/۰۱",
    "مبلغ ۱٬۲۳۴٬۵۶۷ ریال در ۲ مرداد ۱۴۰۲",
    "عدد 1234567",
    "روز 2023-07-23 در تقویم دیگر",
)


class Known:
    """A vocabulary in which a rule says how many records hold a word."""

    def __init__(self, rule: Callable[[str], int] = lambda _: 0) -> None:
        self._rule = rule

    def records(self, words: Collection[str]) -> dict[str, int]:
        return {word: self._rule(word) for word in words if self._rule(word)}


def show(match: Match) -> str:
    if isinstance(match, Word):
        return f"~{match.token}" if match.stem else match.token
    if isinstance(match, Prefix):
        return f"{match.token}*"
    if isinstance(match, Phrase):
        return f'"{" ".join(match.tokens)}"'
    if isinstance(match, Not):
        return f"-{show(match.part)}"
    sign = " & " if isinstance(match, AllOf) else " | "
    return f"({sign.join(map(show, match.parts))})"


def read(text: str) -> Reading:
    return read_query(text, Knowledge(Known()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("بودجه", "(بودجه | ~بودجه)"),
        ("بودجه مالیات", "((بودجه | ~بودجه | ~بودجهمالیات) & (مالیات | ~مالیات | ~بودجهمالیات))"),
        ("a b OR c", "((a | ~a) & (b | ~b | c | ~c))"),
        ("a یا b c", "((c | ~c) & (a | ~a | b | ~b))"),
        ("a (b c OR d)", "((a | ~a) & (b | ~b) & (c | ~c | d | ~d))"),
        ("(a OR b) (c OR d)", "((a | ~a | b | ~b) & (c | ~c | d | ~d))"),
        ("a -b", "((a | ~a) & -(b | ~b))"),
        ("-b", "-(b | ~b)"),
        ("-(a OR b)", "-(a | ~a | b | ~b)"),
        ('-"a b"', '-"a b"'),
        ("«a b»", '"a b"'),
        ('"a"', "a"),
        ("بود*", "(بود* | بود)"),
        ("a - b", "((a | ~a) & (b | ~b))"),
        ("((a))", "(a | ~a)"),
        ("a) (b", "((a | ~a) & (b | ~b))"),
        ("() a", "(a | ~a)"),
        ("OR a", "(a | ~a)"),
        ("یا", "(یا | ~یا)"),
        ("a OR", "(a | ~a)"),
        ('"" a', "(a | ~a)"),
        ("ir-123", '("ir 123" | ~ir-123)'),
        ("۱٬۲۳۴", "(1234 | ~1234)"),
        ("۱۴۰۲/۵/۱", '(~1402-05-01 | "1402 5 1")'),
        ("۱ مرداد ۱۴۰۲", '(~1402-05-01 | "1 مرداد 1402")'),
    ],
)
def test_the_grammar_reads(text: str, shown: str) -> None:
    match = read(text).match
    assert match is not None
    assert show(match) == shown


@pytest.mark.parametrize("text", ["", "  ", "\n\u00a0"])
def test_a_blank_query_lists_everything(text: str) -> None:
    assert read(text) == Reading()


@pytest.mark.parametrize("text", ["!!!", "\u200c", "- - -", "()", '""', "🙂", "ِ", "-", "«»", "\0"])
def test_a_query_without_a_word_is_refused_and_does_not_list_everything(text: str) -> None:
    with pytest.raises(QueryRefused, match="no-words"):
        read(text)


@pytest.mark.parametrize(
    ("text", "code", "allowed"),
    [
        ("ا" * 513, "query-too-long", 512),
        ("(" * 10_000, "query-too-long", 512),
        ("-" * 20_000, "query-too-long", 512),
        ("آب " * 41, "too-many-terms", 40),
        ('"' + "آب " * 41 + '"', "too-many-terms", 40),
        (" OR ".join(["آب"] * 41), "too-many-terms", 40),
        ("(a (b (c (d (e)))))", "query-too-deep", 4),
        ("آب*", "pattern-too-short", 3),
        ("abc* abd* abe* abf* abg*", "too-many-patterns", 4),
    ],
)
def test_a_query_over_a_limit_is_refused_with_its_facts(text: str, code: str, allowed: int) -> None:
    with pytest.raises(QueryRefused) as refused:
        read(text)
    assert (refused.value.code, refused.value.limit, refused.value.allowed) == (code, "q", allowed)
    assert isinstance(refused.value.given, int)


def test_how_deep_a_query_nests_is_told() -> None:
    with pytest.raises(QueryRefused) as refused:
        read("(" * 8 + "آب" + ")" * 8)
    assert refused.value.given == 8


def test_or_is_no_word_of_a_query() -> None:
    assert read(" OR ".join(f"آب{number}" for number in range(40))).match


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("بودجه سال", ()),
        ("موضوع: بودجه", ("colon-is-text",)),
        ('"بودجه', ("unbalanced-quote",)),
        ("بودجه»", ("unbalanced-quote",)),
        ("«بودجه» a", ()),
        ("(بودجه)", ()),
        ("بودجه -دولت", ()),
        ("بودجه OR دولت*", ()),
        ("آیین‌نامه-اجرایی ۱۲-۳", ()),
        *(
            (text, ("sign-is-text",))
            for text in ("بودجه)))", "((بودجه", "بودجه ()", "بودجه OR", "OR بودجه", "یا بودجه")
        ),
        *((text, ("sign-is-text",)) for text in ("- بودجه", "بودجه --دولت", "*بودجه")),
        ("یک دو سه چهار پنج شش هفت هشت نه -ده", ("plain-reading",)),
        ("گزارش: یک دو سه چهار پنج شش هفت هشت یا نه", ("plain-reading", "colon-is-text")),
        ("یک دو سه چهار پنج شش هفت هشت OR نه -ده", ()),
    ],
)
def test_what_may_have_been_meant_otherwise_is_noted(text: str, notes: tuple[str, ...]) -> None:
    assert read(text).notes == notes


def test_the_words_are_echoed_as_typed_and_highlights_leave_out_what_is_excluded() -> None:
    reading = read("کتاب‌هاي «لایحه بودجه» مصوب* -دولت")
    assert reading.words == ("کتاب‌هاي", "«لایحه بودجه»", "مصوب*", "-دولت")
    assert reading.terms.exact == {"کتابهای", "لایحه", "بودجه", "مصوب"}
    assert reading.terms.stems == {"کتاب"}
    assert reading.terms.prefixes == ("مصوب",)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("بودجه", {0, 1, 2, 3}),
        ("«لایحه بودجه»", {2}),
        ("لایحه بودجه", {2, 3}),
        ("بودجه -لایحه", {0, 1}),
        ("بودجه مالیات یا آب", {0, 1}),
        ("بودجة ١٤٠٢", {0}),
        ("شهردار*", {1}),
        ("۵۶۳۰۶/ت۶۲۲۷۰", {4}),
        ("56306/ت62270هـ", {4}),
        ("56306 62270", {4}),
        ("1234567", {5, 6}),
        ("۱,۲۳۴,۵۶۷", {5, 6}),
        ("۱۴۰۲/۵/۱", {4, 7}),
        ("۱ مرداد ۱۴۰۲", {4, 7}),
        ("2023-07-24", {5}),
        ("-بودجه", {4, 5, 6, 7}),
    ],
)
def test_a_query_finds_what_it_says(query: str, found: set[int]) -> None:
    assert Shelf(TEXTS).find(query) == found


COMMON = tuple(
    f"{word} {number}" for number in range(30) for word in ("روابط", "عمومی", "کتاب", "خانه", "هزینه", "کرد")
)
APART = ("روابط کار و امور عمومی", "کتاب در خانه", "هزینه را کرد", "گفت که گو", "بینی در پیش")
WRITTEN = (
    "روابط عمومی‌ها",
    "روابط عمومی ها",
    "روابطعمومیها",
    "روابطعموميهاي سازمان",
    "روابط‌عمومی",
    "روابط عمومی سازمان",
    "کتاب‌خانه ملی",
    "کتابخانه‌ها",
    "کتاب خانه",
    "هزینه‌کرد",
    "هزینه کرد دولت",
    "هزینهکردها",
    "گفت‌وگو",
    "گفتگوها",
    "گفت و گوی ما",
    "گفتوگو",
    "پیش‌بینی شده",
    "پیش بینی‌شده",
    "پیشبینی",
    "مسئول فنی",
    "مسؤولان فنی",
    "مسوول فنی",
)
SPELLINGS = (
    ("روابط عمومی‌ها", "روابط عمومی ها", "روابطعمومیها", "روابطعموميها", "روابط‌عمومی", "روابط عمومي"),
    ("سازمان روابط عمومی", "سازمان روابطعمومی", "سازمان روابط‌عمومی‌ها"),
    ("کتاب‌خانه", "کتابخانه", "کتاب خانه", "کتابخانه‌ها", "کتاب خانه های"),
    ("هزینه‌کرد", "هزینه کرد", "هزینهکرد", "هزینهکرد‌ها"),
    ("گفت‌وگو", "گفتگو", "گفت و گو", "گفتوگو", "گفت و گو ها", "گفت‌و‌گو"),
    ("پیش‌بینی", "پیش بینی", "پیشبینی"),
    ("مسئول فنی", "مسؤول فنی", "مسوول فنی"),
)
COLLECTIONS = (
    WRITTEN,
    (*WRITTEN, *APART),
    (*WRITTEN, *APART, *COMMON),
    (*WRITTEN * 3, *APART),
    (*WRITTEN * 30, *APART, *COMMON * 3),
    tuple(text for text in (*WRITTEN, *APART, *COMMON) if "روابطع" not in text and "کتابخ" not in text),
)


@pytest.mark.parametrize("texts", COLLECTIONS)
@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_all_spellings_of_the_same_words_find_the_same_records(
    texts: tuple[str, ...], spellings: tuple[str, ...]
) -> None:
    shelf = Shelf(texts)
    found = [shelf.find(spelling) for spelling in spellings]
    assert found[0]
    assert all(others == found[0] for others in found[1:])


def test_the_words_of_a_rare_joined_form_are_also_found_apart() -> None:
    texts = (*WRITTEN, *APART, *COMMON)
    assert len(WRITTEN) in Shelf(texts).find("روابطعمومی")


def test_a_word_of_its_own_is_not_taken_apart() -> None:
    shelf = Shelf(["مادر"] * 3 + ["ما در راه"] + ["ما اینجا، در خانه"] * 40)
    assert shelf.find("مادر") == {0, 1, 2, 3}


@settings(max_examples=400)
@given(
    st.text(st.sampled_from('آبها می()"«»-*:یاOR ۱۲/.\u200c') | st.characters(), max_size=80),
    st.sampled_from([Known(), Known(lambda token: len(token) % 3), Known(lambda _: 5)]),
)
def test_any_text_is_read_or_refused(text: str, vocabulary: Known) -> None:
    try:
        match = read_query(text, Knowledge(vocabulary)).match
    except QueryRefused:
        return
    assert (match is None) == (not text.strip())


def test_a_word_that_is_taken_apart_is_told() -> None:
    shelf = Shelf(("روابط عمومی شهر",))
    assert read_query("روابطعمومی", Knowledge(shelf)).repaired == (Repair("روابطعمومی", ("روابط", "عمومی"), "split"),)
    assert read_query("روابط عمومی", Knowledge(shelf)).repaired == ()
    assert read_query("روابطعمومی", Knowledge(shelf), repairs=False).repaired == ()


def test_pieces_of_one_word_are_joined_and_told() -> None:
    shelf = Shelf(["اطلاعات شهر"] * 60 + ["کتاب شهر"] * 60 + ["ب طلا"])
    assert read_query("کتا ب", Knowledge(shelf)).repaired == (Repair("کتا ب", ("کتاب",), "joined"),)
    assert read_query("ا طلا عات شهر", Knowledge(shelf)).repaired == (Repair("ا طلا عات", ("اطلاعات",), "joined"),)
    assert len(shelf.find("کتا ب شهر")) == 60


def test_an_unknown_word_is_read_as_the_known_ones_near_it_and_all_are_told() -> None:
    shelf = Shelf(["کرنپش مس"] * 6 + ["کرنپه سال"] * 6 + ["شهر"] * 20)
    assert shelf.find("کرنپ") == set(range(12))
    assert read_query("کرنپ", Knowledge(shelf)).repaired == (Repair("کرنپ", ("کرنپش",), "edit", ("کرنپه",)),)
    assert shelf.find("کرنپ مس") == set(range(6))
    assert read_query("کرنپ", Knowledge(shelf), repairs=False).repaired == ()


def test_a_repaired_word_is_still_asked_for_as_typed() -> None:
    shelf = Shelf(["داده کاوی"] + ["داد کاوش"] * 50)
    assert 0 in shelf.find("دادهکاوی")


def test_what_is_excluded_is_never_read_otherwise() -> None:
    shelf = Shelf(["معدن مس", "روابط عمومی مس", "مس"])
    assert shelf.find("مس -معدنن") == {0, 1, 2}
    assert shelf.find("مس -(معدنن روابطعمومی)") == {0, 1, 2}
    assert shelf.find("مس -معدن") == {1, 2}


def test_a_text_on_the_other_keyboard_is_read_as_a_whole() -> None:
    shelf = Shelf(["وزارت کشور", "آفتاب"])
    assert shelf.find(",chvj ;a,v") == {0}
    assert read_query(",chvj ;a,v", Knowledge(shelf)).repaired == (Repair(",chvj ;a,v", ("وزارت کشور",), "layout"),)
    assert shelf.find("htjhf") == {1}
    assert shelf.find("htjhf, ;a,v") == set()


def test_a_piece_that_is_a_stop_word_is_joined_before_it_is_left_out() -> None:
    shelf = Shelf(["دروازه شهر"] * 30 + ["در شهر"] * 30)
    assert shelf.find("در وازه") == set(range(30))


@pytest.mark.parametrize(
    "query", ["«کتا ب»", '"کتا ب"', "شهر -کتا ب", "شهر -(کتا ب)", "شهر کتا ب*", "کتا، ب", "کتا یا ب"]
)
def test_pieces_in_phrases_and_at_operators_stay_as_typed(query: str) -> None:
    shelf = Shelf(["کتاب شهر"] * 60 + ["ب شهر"])
    try:
        repaired = read_query(query, Knowledge(shelf)).repaired
    except QueryRefused:
        return
    assert not any(one.how == "joined" for one in repaired)


def test_a_verb_with_its_prefix_is_no_unknown_word() -> None:
    shelf = Shelf(["می‌خواهد بداند"] * 3 + ["خواهر"] * 30)
    assert read_query("می خواهد", Knowledge(shelf)).repaired == ()
    assert shelf.find("می خواهد") == {0, 1, 2}
