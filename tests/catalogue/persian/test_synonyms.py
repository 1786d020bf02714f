"""Words of equal meaning."""

import pytest

from catalogue.persian.letters import fold_search
from catalogue.persian.synonyms import Same, Synonyms
from catalogue.persian.words import analyse

KNOWN = Synonyms([("صمت", "صنعت، معدن و تجارت"), ("خودرو", "اتومبیل", "ماشین سواری")])


def words_of(text: str) -> list[str]:
    return [fold_search(text[word.start : word.end]) for word in analyse(text).words]


def test_a_word_means_the_others_of_its_group_too() -> None:
    assert KNOWN.of(words_of("وزیر صمت آمد")) == (Same(1, 1, "صمت", ("صنعت، معدن و تجارت",)),)
    assert KNOWN.of(["صمت"])[0].phrases == (("صنعت", "معدن", "و", "تجارت"),)


@pytest.mark.parametrize("text", ["صنعت معدن تجارت", "صنعت، معدن و تجارت", "صنعت‌معدن و تجارت"])
def test_a_phrase_is_found_however_it_is_joined(text: str) -> None:
    assert [same.others for same in KNOWN.of(words_of(f"وزارت {text}"))] == [("صمت",)]


def test_a_plural_means_the_same() -> None:
    assert KNOWN.of(words_of("خودروها"))[0].others == ("اتومبیل", "ماشین سواری")


@pytest.mark.parametrize(
    ("text", "digits"), [("بیست و سه", "23"), ("ماده دهم", "10"), ("دوازده هزار و پانصد ریال", "12500")]
)
def test_numbers_in_words_mean_their_digits(text: str, digits: str) -> None:
    assert [same.others for same in KNOWN.of(words_of(text))] == [(digits,)]


@pytest.mark.parametrize("text", ["ده بالا", "صنعت معدن", "بودجه"])
def test_other_words_mean_themselves(text: str) -> None:
    assert KNOWN.of(words_of(text)) == ()


def test_a_name_is_renamed_by_equal_words() -> None:
    assert list(KNOWN.renamed("وزارت صنعت، معدن و تجارت")) == ["وزارت صمت"]
    assert list(KNOWN.renamed("وزارت نیرو")) == []
