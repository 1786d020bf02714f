"""Amounts of money as printed (records.md 3.4): rials and tomans of any size become rials, others keep their code.

A printed amount whose digits have two readings, or that is a bound, a rate or a negative one, says so. Not here:
which field of a record holds an amount, and what it was for.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalogue.persian import number_words
from catalogue.persian.letters import ZWNJ, fold_search, map_search
from catalogue.persian.numbers import NUMBER, has_note_mark, plain_decimal, readings

Amount = dict[str, str | bool]

LONGEST = 1_000
"""Characters; in a longer text nobody can say which amount counts."""
MOST_DIGITS = 24
"""More than any sum of money has, and few enough for exact arithmetic."""

_FACTORS = number_words.MAGNITUDES
_CURRENCIES = {
    fold_search(name): (code, size)
    for code, size, names in (
        ("IRR", 1, "ریال|ریال ایران|irr|rial|rials"),
        ("IRR", 10, "تومان|تومن|toman|tomans"),
        ("IRR", 10**13, "همت"),  # هزار میلیارد تومان
        ("USD", 1, "دلار|دلار آمریکا|دلار امریکا|usd|$"),
        ("CAD", 1, "دلار کانادا|cad"),
        ("AUD", 1, "دلار استرالیا|aud"),
        ("EUR", 1, "یورو|eur|€"),
        ("GBP", 1, "پوند انگلیس|پوند استرلینگ|پوند بریتانیا|gbp|£"),
        ("AED", 1, "درهم|درهم امارات|aed"),
        ("CNY", 1, "یوان|یوان چین|cny"),
        ("JPY", 1, "ین ژاپن|jpy"),
        ("TRY", 1, "لیر ترکیه|لیره ترکیه|try"),
        ("RUB", 1, "روبل|روبل روسیه|rub"),
        ("INR", 1, "روپیه هند|inr"),
        ("PKR", 1, "روپیه پاکستان|pkr"),
        ("IQD", 1, "دینار عراق|iqd"),
        ("KWD", 1, "دینار کویت|kwd"),
        ("OMR", 1, "ریال عمان|omr"),
        ("SAR", 1, "ریال سعودی|ریال عربستان|sar"),
        ("QAR", 1, "ریال قطر|qar"),
        ("YER", 1, "ریال یمن|yer"),
        ("BRL", 1, "ریال برزیل|brl"),
        ("AFN", 1, "افغانی|afn"),
        ("CHF", 1, "فرانک سوئیس|فرانک سویس|chf"),
    )
    for name in names.split("|")
}
_STRANGE = re.compile(r"(?<!\w)(?:دینار|روپیه|کرون|فرانک|پوند|پزو|منات|لیر|لیره|ین|سکه|بیلیون|درصد|واحد|سهم)(?!\w)")
"""Money of no certain country, and what is no money: beside a number they say that it counts something else."""
_PLAIN_WORD = re.compile(
    r"(?<!\w)(?:به|مبلغ|مبالغ|قیمت|بها|بهای|ارزش|رقم|جمع|کل|مجموع|جمعا|اعتبار|هزینه|قرارداد|معامله|نقد|تمام)(?!\w)"
)
_NOT_PLAIN = re.compile(r"[^\s:.،؛()\[\]«»]")
"""Beside an amount that is certain stand plain words only. Any other may make it a bound, a rate or a part, or be a
unit we do not know; nobody can list those."""
_MAY_CHANGE = re.compile(
    rf"[-‐-―−×*+/]|(?<!\w)(?:منهای|منفی|به علاوه|برابر|برابری|نیم|نصف|ربع|ثلث|{number_words.WORD})(?!\w)"
)
"""Beside an amount: a dash that may be a sign, and what may multiply it («دو برابر», «سه قسط», «ریال/ماه»)."""


def _either(names: Iterator[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_FACTOR_WORD = "|".join(_FACTORS)
_SIGNS = "$€£"
_CURRENCY = rf"(?:[{_SIGNS}]|(?:{_either(name for name in _CURRENCIES if name not in _SIGNS)})(?!\w))"
_FACTOR = rf"(?:\s*(?:{_FACTOR_WORD})(?!\w)|\s*(?:{_FACTOR_WORD})(?=\s?{_CURRENCY}))*"
_SUM = re.compile(
    rf"(?<![\w.,/٬٫])(?P<sum>{NUMBER}{_FACTOR}(?:\s*و\s*{NUMBER}{_FACTOR})*)\s*(?P<currency>{_CURRENCY})?"
)
_SUMMAND = re.compile(rf"({NUMBER})({_FACTOR})")
_UNIT = re.compile(rf"(?<![^\W\d_])(?P<factor>{_FACTOR})\s*(?P<currency>{_CURRENCY})")
_IN_FRONT = re.compile(rf"\s*(?P<currency>{_CURRENCY})\s*(?P<number>{NUMBER}{_FACTOR})\s*")
_SPACED = re.compile(r"(?<![\d٬,./])\d{1,3}(?:[ '’]\d{3})+(?!\d)")
_BETWEEN_GROUPS = re.compile(r"[ '’]")
_OTHER = re.compile(rf"[\d%٪¥฿¢₠-₿$£]|(?<!\w)(?:{_FACTOR_WORD})(?!\w)|{_STRANGE.pattern}")
"""Beside an amount: another number, or a word that changes what it is."""
_AND = re.compile(r"(?<!\w)و\s*$")
_RANGE = re.compile(rf"(?<!\w){number_words.AMOUNT}\s*(?:{_CURRENCY})?\s*(?:تا|الی|لغایت)\s*(?:مبلغ\s*)?$")
_LETTER = re.compile(r"[^\W\d_]")

_WORD_OF_NUMBER = rf"(?:{_FACTOR_WORD}|یکهزار|{number_words.WORD})(?!\w)"
_PHRASE = rf"(?<!\w){_WORD_OF_NUMBER}(?:\s(?:و\s)?{_WORD_OF_NUMBER})*"
_WORDS_IN_BRACKETS = re.compile(
    rf"\s*\(\s*(?!(?:(?:{_FACTOR_WORD})\s?)+{_CURRENCY})(?P<words>{_PHRASE})\s*(?P<currency>{_CURRENCY})?\s*\)"
)
"""Not «(میلیون ریال)», which is a unit."""
_DIGITS_IN_BRACKETS = re.compile(rf"(?P<words>{_PHRASE})\s*\(\s*(?P<number>{NUMBER})\s*\)")
_WORDS = re.compile(rf"(?<!\w){number_words.AMOUNT}(?=\s*(?:{_FACTOR_WORD}|{_CURRENCY}))")
_NEGATIVE_IN_BRACKETS = re.compile(rf"\s*\(\s*(?P<number>\d[^()]*?)\s*\)(?P<unit>{_FACTOR}\s*(?:{_CURRENCY})?)\s*")
_SIGN_BEHIND = re.compile(rf"(?P<number>\d(?:[.,/٬٫،]?\d)*)[-−](?=\s*(?:$|\)|{_FACTOR_WORD}|{_CURRENCY}))")
_MINUS = re.compile(r"(?<!\w)منفی\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class _Text:
    """The text in which every number is in digits; `words`: the same number as it stood in brackets in words.

    With a currency of their own they are the whole amount, else they may leave out its size: «۵۰۰ (پانصد) میلیون».
    """

    text: str
    is_certain: bool
    words: int | None = None
    are_whole: bool = False


def read_amount(raw: str, unit: str | None = None) -> Amount | None:
    """The amount of records.md 3.4 in a printed text: raw, value, currency, unit_as_written, certain.

    `unit` is what the page says for a whole table («مبالغ به میلیون ریال») and counts where the text names none. None
    when there is no number or no unit, or another number or unit beside it (a range, two amounts, a share): then
    nobody can say which one counts. `certain` is true only where nothing beside the number can change it; where its
    digits have two readings, or what stands beside it may be its sign or multiply it, there is no `value` either.
    """
    if len(raw) > LONGEST or has_note_mark(raw):
        return None
    folded = map_search(raw)
    printed = folded.text.replace(ZWNJ, " ")
    written = list(_UNIT.finditer(printed))
    if len({_CURRENCIES[named["currency"]] for named in written}) > 1:
        return None
    in_front = written[0].group() if len(written) == 1 else None
    given = _in_digits(printed)
    found = _found(given.text, in_front or unit)
    if found is None or (found["currency"] and not written):  # a sign that is glued to a word
        return None
    named = unit or ""
    if found["currency"] or in_front:
        named = raw[slice(*folded.span(*_place_of_unit(written, found, given)))].strip()
    code_and_size = _CURRENCIES[found["currency"]] if found["currency"] else _size_of(named)
    return _amount(raw, named, code_and_size, _value(found, given, code_and_size[1])) if code_and_size else None


def _place_of_unit(written: list[re.Match[str]], found: re.Match[str], given: _Text) -> tuple[int, int]:
    """Where the unit of the number stands; the size of the words in brackets is none of it."""
    if given.words is None:
        return written[-1].span()
    has_no_size = found["currency"] and found["sum"][-1].isdigit()
    return written[0].span("currency" if has_no_size else 0)


def _amount(raw: str, unit: str, size: tuple[str, int], value: tuple[Decimal | None, bool]) -> Amount | None:
    found, is_certain = value
    if found is None and is_certain:
        return None
    amount: Amount = {"raw": raw, "currency": size[0], "unit_as_written": unit, "certain": is_certain}
    return amount if found is None else {**amount, "value": plain_decimal(found)}


def _in_digits(printed: str) -> _Text:
    """Numbers in words, in brackets and with signs behind them in one form."""
    text = " ".join(_SPACED.sub(lambda number: _BETWEEN_GROUPS.sub("٬", number.group()), printed).split())
    text = _DIGITS_IN_BRACKETS.sub(_agreed, text)
    bracket = _WORDS_IN_BRACKETS.search(text)
    words = number_words.value_of(bracket["words"]) if bracket else None
    are_whole = bool(bracket and bracket["currency"])
    if bracket and words is not None:
        before, after = text[: bracket.start()], text[bracket.end() :]
        is_only_there = are_whole and not _UNIT.search(f"{before} {after}")
        text = f"{before} {bracket['currency']}{after}" if is_only_there else before + after
    spelled = _WORDS.sub(_spelled, text.replace("یکهزار", "یک هزار"))
    negative = _NEGATIVE_IN_BRACKETS.fullmatch(spelled)
    signed = f"-{negative['number']}{negative['unit']}" if negative else _SIGN_BEHIND.sub(r"-\g<number>", spelled)
    front = _IN_FRONT.fullmatch(signed)
    ordered = f"{front['number']} {front['currency']}" if front else signed
    is_certain = not _SPACED.search(printed) and signed == spelled
    return _Text(_MINUS.sub("-", ordered), is_certain, words, are_whole)


def _agreed(both: re.Match[str]) -> str:
    """«پانصد میلیون (500.000.000)» as one number; what does not agree stays, and is no amount then."""
    value = number_words.value_of(both["words"])
    return str(value) if str(value) in readings(both["number"]) else both.group()


def _spelled(words: re.Match[str]) -> str:
    value = number_words.value_of(words.group())
    return words.group() if value is None else str(value)


def _found(text: str, unit: str | None) -> re.Match[str] | None:
    """The one number with its unit; None where the text beside it may change what it is."""
    found = next((match for match in _SUM.finditer(text) if match["currency"] or unit), None)
    if found is None:
        return None
    before = text[: found.start()]
    if _RANGE.search(before[-60:]) or _AND.search(before):
        return None
    beside = _beside(found)
    has_strange_word = _LETTER.search(_PLAIN_WORD.sub("", beside))
    return None if _OTHER.search(beside) or (not found["currency"] and has_strange_word) else found


def _beside(found: re.Match[str]) -> str:
    """What stands before and after the number, without the unit that is named in front: «مبلغ (میلیون ریال): ۵»."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    return f"{before if found['currency'] else _UNIT.sub('', before, count=1)} {after}"


def _size_of(unit: str) -> tuple[str, int] | None:
    """Code of the currency and what one of the unit is of it."""
    named = _UNIT.search(fold_search(unit).replace(ZWNJ, " "))
    if named is None:
        return None
    code, size = _CURRENCIES[named["currency"]]
    return code, size * _factor(named["factor"])


def _value(found: re.Match[str], given: _Text, size: int) -> tuple[Decimal | None, bool]:
    """The value and whether it is certain; no value and certain: no amount. No value and uncertain: two readings."""
    summands = [(readings(number), _factor(factors)) for number, factors in _SUMMAND.findall(found["sum"])]
    if sum(map(str.isdigit, found["sum"])) > MOST_DIGITS or not all(possible for possible, _ in summands):
        return None, True
    choices = [(total, parts[0][0]) for parts in _choices(summands) if (total := _total(parts)) is not None]
    totals = {total for total, _ in choices}
    beside = _beside(found)
    if _MAY_CHANGE.search(beside):
        return None, not totals
    is_certain = given.is_certain and not _NOT_PLAIN.search(_PLAIN_WORD.sub("", beside))
    if given.words is not None:
        agreed = {total for total, first in choices if given.words in (total, total if given.are_whole else first)}
        return (agreed.pop() * size, is_certain) if len(agreed) == 1 else (None, True)
    is_twice = not found["currency"] and size > 10 and any(factor > 1 for _, factor in summands)
    if len(totals) != 1 or is_twice:
        return None, not totals
    return totals.pop() * size, is_certain and not _is_doubtful(found, summands)


_Summands = list[tuple[tuple[str, ...], int]]


def _choices(summands: _Summands) -> Iterator[list[tuple[Decimal, int]]]:
    """Every way to read the parts of a sum."""
    for chosen in itertools.product(*(possible for possible, _ in summands[:4])):
        yield [(Decimal(reading), factor) for reading, (_, factor) in zip(chosen, summands, strict=False)]


def _total(parts: list[tuple[Decimal, int]]) -> Decimal | None:
    """The sum of parts that grow smaller («۵ میلیارد و ۲۰۰ میلیون»); «۵ و ۶ میلیون» are two numbers."""
    for (_, factor), (number, smaller) in itertools.pairwise(parts):
        if number * smaller >= factor:
            return None
    return sum((number * factor for number, factor in parts), Decimal(0))


def _is_doubtful(found: re.Match[str], summands: _Summands) -> bool:
    """A sign after a word may be a dash, and «۲ میلیون و ۵۰۰» is half a million more in speech."""
    has_dash = found["sum"][0] in "-−" and bool(_LETTER.search(found.string[: found.start()]))
    is_spoken = len(summands) > 1 and summands[-1][1] == 1 and summands[-2][1] > 1000
    return has_dash or is_spoken


def _factor(words: str) -> int:
    """«هزار میلیارد» is 10^12."""
    return math.prod(_FACTORS[word] for word in words.split())
