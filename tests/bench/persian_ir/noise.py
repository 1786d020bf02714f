"""What queries look like when people type them: one function per slip. Each gives None where it cannot happen.

Everything is drawn from a Random that is seeded by slip and query, so a query is always spoilt in the same way.
Keyboards are in keyboards.py, Latin letters in pinglish.py, documents of real pages in real_pages.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

from tests.bench.persian_ir.keyboards import NEIGHBOURS, typed_on_english
from tests.bench.persian_ir.pinglish import in_latin_letters
from tests.bench.persian_ir.presentation import in_presentation_forms

ZWNJ = "\u200c"
Slip = Callable[[str, Random], str | None]

_LETTERS = "آأؤئإابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگیۀ"
_WORD = re.compile(f"[{_LETTERS}{ZWNJ}]+")
_TYPABLE = re.compile(f"[{_LETTERS}]{{4,}}")
_EMPTY_WORDS = """
است بود شد شده کرد کرده دارد باشد برای چه کدام کجا چرا چیست چگونه چند این آن های خود بین اینکه شود کند میان توسط طبق
یک دیگر نیز همه هستند بودند کردند داشت دارند طور هنگام کسی چیزی مورد عنوان
"""
_HARAKAT = "\u064e\u064f\u0650\u0651\u064b\u0652"
_TO_ARABIC_DIGITS = str.maketrans("0123456789۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩" * 2)
_TO_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_WITHOUT_HAMZA = {"أ": "ا", "إ": "ا", "ؤ": "و", "ئ": "ی", "ء": "", "ۀ": "ه"}


# ---------- letters ----------


def _arabic_letters(text: str, random: Random) -> str | None:
    return text.replace("ی", "ي").replace("ک", "ك")


def _alef_maksura(text: str, random: Random) -> str | None:
    return re.sub(r"ی(?!\w)", "ى", text)


def _teh_marbuta(text: str, random: Random) -> str | None:
    return re.sub(r"ه(?!\w)", "ة", text)


def _other_digits(text: str, random: Random) -> str | None:
    return text.translate(random.choice((_TO_ARABIC_DIGITS, _TO_LATIN_DIGITS)))


def _no_hamza(text: str, random: Random) -> str | None:
    return "".join(_WITHOUT_HAMZA.get(letter, letter) for letter in text)


def _decomposed(text: str, random: Random) -> str | None:
    return unicodedata.normalize("NFD", text)


def _harakat(text: str, random: Random) -> str | None:
    """A mark behind every third letter or so."""
    return "".join(
        f"{one}{random.choice(_HARAKAT)}" if one in _LETTERS and random.random() < 0.3 else one for one in text
    )


def _tatweel(text: str, random: Random) -> str | None:
    """One word is drawn out."""
    words = [found for found in _WORD.finditer(text) if len(found[0]) >= 3]
    if not words:
        return None
    word = random.choice(words)
    place = word.start() + random.randint(1, len(word[0]) - 1)
    return text[:place] + "ـ" * random.randint(1, 3) + text[place:]


def _presentation_forms(text: str, random: Random) -> str | None:
    return in_presentation_forms(text)


# ---------- one wrong key ----------


def _typo(text: str, random: Random) -> str | None:
    """One wrong key in one content word of four letters or more; the word becomes another one."""
    words = [found for found in _TYPABLE.finditer(text) if found[0] not in _EMPTY_WORDS.split()]
    if not words:
        return None
    word = random.choice(words)
    return text[: word.start()] + _mistyped(word[0], random) + text[word.end() :]


def _mistyped(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    ways = ["substitute", "omit", "double", "transpose"]
    way = random.choice(ways)
    if way == "omit":
        return word[:place] + word[place + 1 :]
    if way == "double":
        return word[: place + 1] + word[place:]
    swaps = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    if way == "transpose" and swaps:
        place = random.choice(swaps)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + random.choice(NEIGHBOURS[word[place]]) + word[place + 1 :]


# ---------- spaces ----------


def _missing_space(text: str, random: Random) -> str | None:
    """Two words in one."""
    places = [found.start() for found in re.finditer(f"(?<=[{_LETTERS}]) (?=[{_LETTERS}])", text)]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place + 1 :]


def _extra_space(text: str, random: Random) -> str | None:
    """A word of five letters or more in two, each half of two at least."""
    words = list(re.finditer(f"[{_LETTERS}]{{5,}}", text))
    if not words:
        return None
    word = random.choice(words)
    place = word.start() + random.randint(2, len(word[0]) - 2)
    return text[:place] + " " + text[place:]


def _joiner_to_space(text: str, random: Random) -> str | None:
    return text.replace(ZWNJ, " ")


def _no_joiner(text: str, random: Random) -> str | None:
    return text.replace(ZWNJ, "")


# ---------- other letters altogether ----------


def _layout(text: str, random: Random) -> str | None:
    return typed_on_english(text, random)


def _pinglish(text: str, random: Random) -> str | None:
    """Only what people write so: up to five words, and none of them in Latin letters already."""
    return None if len(text.split()) > 5 or re.search("[A-Za-z]", text) else in_latin_letters(text, random) or None


# ---------- all of them, as they come ----------


_MIX: Mapping[str, tuple[int, tuple[Slip, ...]]] = {
    "as meant": (55, ()),
    "joiner or space": (12, (_joiner_to_space, _no_joiner, _extra_space)),
    "arabic": (12, (_arabic_letters, _other_digits)),
    "typo": (12, (_typo,)),
    "joined": (4, (_missing_space,)),
    "layout": (3, (_layout,)),
    "pinglish": (2, (_pinglish,)),
}


def _realistic(text: str, random: Random) -> str | None:
    """One of the slips, in the shares of _MIX; a text that cannot have it stays as it was meant."""
    (chosen,) = random.choices([slips for _, slips in _MIX.values()], [share for share, _ in _MIX.values()])
    for slip in random.sample(chosen, len(chosen)):
        spoilt = slip(text, random)
        if spoilt is not None and spoilt != text:
            return spoilt
    return text


SLIPS: Mapping[str, Slip] = {
    "arabic letters": _arabic_letters,
    "alef maksura": _alef_maksura,
    "teh marbuta": _teh_marbuta,
    "other digits": _other_digits,
    "no hamza": _no_hamza,
    "decomposed": _decomposed,
    "harakat": _harakat,
    "tatweel": _tatweel,
    "presentation forms": _presentation_forms,
    "one typo": _typo,
    "missing space": _missing_space,
    "extra space": _extra_space,
    "ZWNJ to space": _joiner_to_space,
    "no ZWNJ": _no_joiner,
    "layout": _layout,
    "Pinglish": _pinglish,
    "realistic": _realistic,
}
LETTER_SLIPS = tuple(SLIPS)[:8]


def spoil(slip: str, query: str, text: str) -> str | None:
    """The text of the query with this slip; None where it changes nothing (`realistic` leaves most as they are)."""
    spoilt = SLIPS[slip](text, Random(f"{slip} {query}"))
    return spoilt if slip == "realistic" or spoilt != text else None
