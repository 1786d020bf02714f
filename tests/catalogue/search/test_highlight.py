"""Highlights: exactly the words that have a token which was found, in the publisher's own characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.answers import Marked
from catalogue.persian.words import analyse
from catalogue.search.highlight import mark, snippet
from catalogue.search.index import Terms

FILLER = "این بند دربارهٔ بودجهٔ سالانهٔ شهرداری نوشته شده است و به تصویب رسید. "


def terms(*exact: str, stems: tuple[str, ...] = (), prefixes: tuple[str, ...] = ()) -> Terms:
    return Terms(frozenset(exact), frozenset(stems), prefixes)


def asked(text: str) -> Terms:
    """What finds every word of a text."""
    analysis = analyse(text)
    return Terms(frozenset(analysis.exact_tokens()), frozenset(analysis.stem_tokens()))


def shown(marked: Marked) -> list[str]:
    return [marked.text[start:end] for start, end in marked.spans]


def test_whole_words_are_marked_in_the_characters_of_the_publisher() -> None:
    text = "شهرداري «شهـرداری» و شَهرداری، شهرداران و شهر"
    assert shown(mark(text, terms("شهرداری"))) == ["شهرداري", "شهـرداری", "شَهرداری"]


def test_a_stem_marks_the_forms_of_its_word() -> None:
    assert shown(mark("کتاب، کتاب‌ها، کتابهای تازه و کتابخانه", asked("کتاب"))) == ["کتاب", "کتاب‌ها", "کتابهای"]


@pytest.mark.parametrize("text", ["روابط عمومی‌ها", "روابط عمومی ها", "روابطعمومیها", "روابطعموميها"])
def test_a_joined_form_marks_all_its_words(text: str) -> None:
    joined = next(token for token in analyse("روابط عمومی").stem_tokens() if token.startswith("روابطعم"))
    marked = shown(mark(f"مدیر {text} گفت", terms(stems=(joined,))))
    assert "".join(marked).replace(" ", "") in text.replace(" ", "")
    assert marked[0].startswith("روابط")


def test_a_prefix_marks_the_words_that_begin_so() -> None:
    assert shown(mark("شهر شهردار مشهد شهرها", terms(prefixes=("شهر",)))) == ["شهر", "شهردار", "شهرها"]


def test_digits_of_any_script_are_one_number() -> None:
    assert shown(mark("سال ۱۴۰۲ و 1402 و ١٤٠٢ و ۱۴۰۳", terms("1402"))) == ["۱۴۰۲", "1402", "١٤٠٢"]


def test_nothing_asked_marks_nothing() -> None:
    assert mark("متن", Terms()) == Marked("متن")
    assert snippet(FILLER * 20, Terms()).spans == ()
    assert mark("", terms("x")) == Marked("")
    assert snippet("", terms("x")) == Marked("")


def test_a_short_text_is_shown_whole() -> None:
    assert snippet(FILLER, terms("بودجه")) == mark(FILLER, terms("بودجه"))


def test_a_long_text_is_cut_around_its_match_between_words() -> None:
    text = FILLER * 10 + "پلاک طلایی " + FILLER * 10
    marked = snippet(text, terms("طلایی"))
    assert shown(marked) == ["طلایی"]
    assert len(marked.text) <= 300
    assert marked.text[0] == marked.text[-1] == "…"
    assert set(marked.text.strip("…").split()) <= set(text.split())


def test_the_window_with_most_different_words_is_chosen() -> None:
    text = "پلاک " + FILLER * 20 + "پلاک طلایی " + FILLER * 5
    assert shown(snippet(text, asked("پلاک طلایی"))) == ["پلاک", "طلایی"]


def test_the_opening_is_shown_when_nothing_is_found() -> None:
    marked = snippet(FILLER * 20, terms("ناپیدا"))
    assert marked.spans == ()
    assert marked.text.startswith("این بند")
    assert marked.text.endswith("…")


def test_a_match_at_either_end_is_shown() -> None:
    for text in ("پلاک " + FILLER * 20, FILLER * 20 + "پلاک"):
        assert shown(snippet(text, terms("پلاک"))) == ["پلاک"]


def test_a_text_without_blanks_is_cut_anyway() -> None:
    marked = snippet("x" * 5000, terms("پلاک"))
    assert len(marked.text) <= 300
    assert snippet("/" * 5000, terms("پلاک")).spans == ()


def test_forms_parted_or_joined_otherwise_than_asked_are_found_in_long_texts() -> None:
    for written in ("روابط‌عمومی", "روابط عمومی"):
        joined = tuple(token for token in analyse("روابط عمومی").stem_tokens() if token.startswith("روابطعم"))
        assert shown(snippet(FILLER * 20 + f"مدیر {written} " + FILLER * 5, terms(stems=joined)))


WORDS = (
    "کتاب", "کتاب‌ها", "کتاب ها", "می‌شود", "روابط عمومی", "۱۴۰۲/۰۵/۰۱", "۱ مرداد ۱۴۰۲", "56306/ت62270هـ", "مسئله",
    "مسأله", "IR-123", "بزرگ‌تر", "ي", "ها", "۱٬۴۰۲", "شَهر", "a@b.example", "،", ".", "\n", "«نقل»", "¬", "شهر\u200fها",
)  # fmt: skip


def words_of(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most)


@settings(max_examples=40, deadline=None)
@given(words_of(60, 200), words_of(1, 3))
def test_a_window_is_marked_as_the_whole_text_is(words: list[str], query: list[str]) -> None:
    text = " ".join(words)
    found = asked(" ".join(query))
    marked = snippet(text, found, length=120)
    assert len(marked.text) <= 120
    plain = marked.text.removesuffix("…") if not text.endswith(marked.text.removeprefix("…")) else marked.text
    before = 1 if plain.startswith("…") else 0
    plain = plain[before:]
    spans = mark(text, found).spans
    places = [place for place in range(len(text)) if text.startswith(plain, place)]
    assert any(
        [(a + place - before, b + place - before) for a, b in marked.spans]
        == [span for span in spans if place <= span[0] and span[1] <= place + len(plain)]
        for place in places
    )


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=700), st.text(min_size=1, max_size=20))
def test_any_text_gives_spans_that_lie_apart_and_inside(text: str, query: str) -> None:
    found = asked(query + text[:5])
    for marked in (mark(text, found), snippet(text, found, 100)):
        ends = 0
        for start, end in marked.spans:
            assert ends <= start < end <= len(marked.text)
            ends = end


def spelt_out(text: str, found: Terms) -> list[tuple[int, int]]:
    """The same spans as rules say: of all words and all joined forms of a text."""
    analysis = analyse(text)
    words = analysis.words
    marked = {
        (word.start, word.end)
        for word in words
        if found.exact & {*word.exact} or found.stems & {*word.stems} or (found.prefixes and _begins(word.exact, found))
    }
    for joined in analysis.joined:
        if joined.token in found.stems:
            marked.update((word.start, word.end) for word in words[joined.first : joined.last + 1])
    return sorted(marked)


def _begins(tokens: tuple[str, ...], found: Terms) -> bool:
    return any(token.startswith(prefix) for token in tokens for prefix in found.prefixes)


MORE_WORDS = (
    *WORDS, "دوازده هزار و پانصد", "۲۵ میلیارد", "سوم مرداد ماه", "گفت و گو", "ترین", "روابط", "عمومی", "۰۱ /۰۵ /۱۴۰۲",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_is_marked_is_what_all_words_and_all_joined_forms_say(data: st.DataObject) -> None:
    words = st.lists(st.sampled_from(MORE_WORDS) | st.text(max_size=6), min_size=1, max_size=30)
    text = data.draw(st.sampled_from((" ", "\n", "-", "\u200c")).flatmap(lambda tie: words.map(tie.join)))
    analysis = analyse(" ".join(data.draw(words)) + " " + text[: data.draw(st.integers(0, 20))])
    exact, stems = sorted({*analysis.exact_tokens()}), sorted({*analysis.stem_tokens()})
    some = data.draw(st.lists(st.sampled_from(stems), max_size=4)) if stems else []
    found = Terms(
        frozenset(data.draw(st.lists(st.sampled_from(exact), max_size=2)) if exact else ()),
        frozenset(some if data.draw(st.booleans()) else stems),
        tuple(token[:3] for token in exact[:1]) if data.draw(st.booleans()) else (),
    )
    assert list(mark(text, found).spans) == (spelt_out(text, found) if found else [])
