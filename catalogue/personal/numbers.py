"""National codes, IBANs and mobiles in a folded text, however their digits are grouped; what tells them from others.

Not here: how the text was folded, addresses (texts.py), the words (labels.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from catalogue.persian.letters import ZWNJ, fold_search
from catalogue.personal.labels import (
    BARRIER,
    DOI_BEFORE,
    LABEL,
    LABEL_AFTER,
    LABEL_REACH,
    MEASURE_AFTER,
    MONEY_AFTER,
    MONEY_BEFORE,
    MONEY_BETWEEN,
    MONEY_REACH,
    MONEY_SIGN,
    NATIONAL,
    OTHER_REACH,
    SENTENCE_END,
    SERIAL_BEFORE,
    Personal,
    Sign,
)

MOST_ROWS = 500

Hit = tuple[int, int, Personal, Sign]

_GROUP = re.compile(r"[0-9]+")
_WIDE = re.compile(rf"[ \t{ZWNJ}\-‐-―−._/()]{{1,4}}")
"""What people put between the groups of one number."""
_NARROW = re.compile(rf"[ \t{ZWNJ}\-‐-―−]{{1,3}}")
_MOBILE = re.compile(r"(?:(?:00)?980?|0)9[0-9]{9}")
_SHORT_MOBILE = re.compile(r"9[0-9]{9}")
_PREFIX = re.compile(r"09[0-9]{2}")
_YEAR = re.compile(r"1[34][0-9]{2}|19[0-9]{2}|20[0-9]{2}")
_HEX_RUN = 20
_UUID_LENGTH = 36
_UUID = re.compile(r"(?<![0-9a-f])(?=[0-9\-]{0,35}[a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")
"""With a letter: of digits alone it may be anything."""
_FEWEST = 8
_ANOTHER_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,6}(?![0-9])|[0-9]\W*[^\W\d_]{2}")
"""Between a label and a number: what the label belongs to, unless it is one of a list of long numbers."""


def is_national_code(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others, and they are not all the same."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def is_iban(digits: str) -> bool:
    """Whether IR and these 24 digits are an IBAN."""
    return len(digits) == 24 and int(f"{digits[2:]}1827{digits[:2]}") % 97 == 1


def key_of(number: str) -> str:
    """The digits by which two writings of a number are the same: a mobile is written with one zero."""
    digits = re.sub(r"[^0-9]", "", fold_search(number))
    return f"0{digits[-10:]}" if _MOBILE.fullmatch(digits) or _SHORT_MOBILE.fullmatch(digits) else digits


class _Chain:
    """Groups of digits that may be one number, by place in the text."""

    def __init__(self, plain: str, groups: Sequence[tuple[int, int]]) -> None:
        self.plain, self.groups = plain, groups
        self._digits = "".join(plain[start:end] for start, end in groups)
        self._begins = list(accumulate((end - start for start, end in groups), initial=0))

    def digits(self, first: int, last: int) -> str:
        """The digits of these groups."""
        return self._digits[self._begins[first] : self._begins[last + 1]]

    def ending(self, first: int, totals: Sequence[int]) -> Iterator[int]:
        """Last groups with which the digits from `first` on are so many."""
        count = 0
        for place in range(first, len(self.groups)):
            count += self.groups[place][1] - self.groups[place][0]
            if count in totals:
                yield place
            elif count > totals[-1]:
                return

    def between(self, first: int, last: int) -> list[str]:
        """What stands between the groups."""
        pairs = zip(self.groups[first:last], self.groups[first + 1 : last + 1], strict=True)
        return [self.plain[left[1] : right[0]] for left, right in pairs]

    def lengths(self, first: int, last: int) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(end - start for start, end in self.groups[first : last + 1])


def _chains(plain: str) -> Iterator[_Chain]:
    groups: list[tuple[int, int]] = []
    for match in _GROUP.finditer(plain):
        if groups and not _WIDE.fullmatch(plain, groups[-1][1], match.start()):
            yield _Chain(plain, groups)
            groups = []
        groups.append(match.span())
    if groups:
        yield _Chain(plain, groups)


def _is_turned(chain: _Chain, first: int) -> bool:
    """Whether all groups are a mobile in the order in which a page shows them from right to left: «345 6789 - 0912»."""
    last = len(chain.groups) - 1
    return (
        first == 0 < last
        and sum(chain.lengths(0, last)) == 11
        and _PREFIX.fullmatch(chain.digits(last, last)) is not None
    )


class Numbers:
    """One look at a folded text."""

    def __init__(self, plain: str, is_public: Callable[[str], bool], unlabelled: bool) -> None:
        self._plain, self._is_public, self._unlabelled = plain, is_public, unlabelled
        self._labels = list(LABEL.finditer(plain))
        self._label_ends = [label.end() for label in self._labels]
        self._carried = -1  # where the last number under a label ended
        self._columns: list[tuple[int, int]] | None = None

    def all(self) -> Iterator[Hit]:
        for chain in _chains(self._plain):
            first = 0 if chain.groups[-1][1] - chain.groups[0][0] >= _FEWEST else len(chain.groups)
            while first < len(chain.groups):
                hit = self._iban(chain, first) or self._mobile(chain, first) or self._national(chain, first)
                if hit is None:
                    first += 1
                    continue
                last, what, rule = hit
                if not self._is_public(key_of(chain.digits(first, last))):
                    yield (*self._edges(chain, first, last, what), what, rule)
                first = last + 1

    def _edges(self, chain: _Chain, first: int, last: int, what: Personal) -> tuple[int, int]:
        """With the letters IR, a plus, and a bracket whose other half is inside."""
        start, end = chain.groups[first][0], chain.groups[last][1]
        if what is Personal.IBAN:
            before = _IR_BEFORE.search(self._plain, max(0, start - 8), start)
            after = _IR_AFTER.match(self._plain, end)
            return (before.start() if before else start), (after.end() if after and not before else end)
        opened = self._plain.count("(", start, end) - self._plain.count(")", start, end)
        if opened < 0 and self._before(start) == "(":
            start -= 1
        if opened > 0 and self._plain[end : end + 1] == ")":
            end += 1
        return (start - 1 if self._before(start) == "+" else start), end

    def _before(self, place: int) -> str:
        return self._plain[place - 1 : place]

    def _iban(self, chain: _Chain, first: int) -> tuple[int, Personal, Sign] | None:
        start = chain.groups[first][0]
        for last in chain.ending(first, (24,)):
            end = chain.groups[last][1]
            fits = is_iban(chain.digits(first, last))
            is_named = bool(
                _IR_BEFORE.search(self._plain, max(0, start - 8), start) or _IR_AFTER.match(self._plain, end)
            )
            label = self._label(start, LABEL_REACH)
            if label == "iban":
                return last, Personal.IBAN, Sign.LABELLED if fits else Sign.UNCHECKED
            if fits and is_named:
                return last, Personal.IBAN, Sign.FORM
            is_even = set(chain.between(first, last)) in ({" "}, {"-"}, set())
            if fits and is_even and chain.lengths(first, last) in ((24,), (2, 4, 4, 4, 4, 4, 2), (4,) * 6):
                return last, Personal.IBAN, Sign.UNLABELLED
        return None

    def _mobile(self, chain: _Chain, first: int) -> tuple[int, Personal, Sign] | None:
        start = chain.groups[first][0]
        if _is_turned(chain, first):
            return len(chain.groups) - 1, Personal.MOBILE, Sign.FORM
        if self._plain[start] not in "09":
            return None
        for last in chain.ending(first, (10, 11, 12, 13, 14, 15)):
            digits = chain.digits(first, last)
            if _MOBILE.fullmatch(digits):
                if self._is_whole(chain, first, last) and not self._is_no_telephone(start, chain.groups[last][1]):
                    return last, Personal.MOBILE, Sign.FORM
            elif _SHORT_MOBILE.fullmatch(digits) and self._label(start, OTHER_REACH) == "mobile":
                return last, Personal.MOBILE, Sign.LABELLED
        return None

    def _is_whole(self, chain: _Chain, first: int, last: int) -> bool:
        """Whether groups that make a mobile are one number, not the end of a longer one or a date and a number."""
        opening = chain.lengths(first, first)[0]
        if first == last or self._before(chain.groups[first][0]) == "+" or chain.digits(first, first) == "0098":
            return True
        if opening >= 4:
            return True
        groups = [chain.digits(place, place) for place in range(first, last + 1)]
        if (first > 0 and groups[0] != "98") or chain.between(first, first + 1) == ["."]:
            return False
        if groups[0] == "98":
            return len(groups[1]) >= 3
        blanks = all(not between.strip(f" \t{ZWNJ}") for between in chain.between(first, last))
        return blanks or not any(_YEAR.fullmatch(group) for group in groups)

    def _is_no_telephone(self, start: int, end: int) -> bool:
        """Whether digits with the form of a mobile are something else, by what stands at their sides."""
        if self._is_in_hash(start, end) or self._is_fraction(start) or self._follows(SERIAL_BEFORE, start):
            return True
        if self._plain[start] == "9" and self._before(start) != "+" and self._is_quantity(start, end):
            return True  # no amount begins with a zero
        return self._follows(MONEY_SIGN, start) or self._follows(DOI_BEFORE, start)

    def _is_quantity(self, start: int, end: int) -> bool:
        """Whether a unit of money or measure stands right at a side."""
        after = MONEY_AFTER.match(self._plain, end) or MEASURE_AFTER.match(self._plain, end)
        return after is not None or self._follows(MONEY_BEFORE, start)

    def _follows(self, before: re.Pattern[str], start: int) -> bool:
        return before.search(self._plain, max(0, start - LABEL_REACH), start) is not None

    def _is_in_hash(self, start: int, end: int) -> bool:
        """Whether the digits stand in a long run of hexadecimal ones, or in a UUID."""
        if self._is_in_uuid(start, end):
            return True
        if not (self._before(start).isalpha() or self._plain[end : end + 1].isalpha()):
            return False
        left = re.search(r"[0-9a-f\-]*$", self._plain[max(0, start - 64) : start])
        right = re.compile(r"[0-9a-f\-]*").match(self._plain, end, end + 64)
        return (len(left.group()) if left else 0) + (len(right.group()) if right else 0) + end - start >= _HEX_RUN

    def _is_in_uuid(self, start: int, end: int) -> bool:
        around = _UUID.finditer(self._plain, max(0, start - _UUID_LENGTH), end + _UUID_LENGTH)
        return any(one.start() <= start and end <= one.end() for one in around)

    # ---------- national codes ----------

    def _national(self, chain: _Chain, first: int) -> tuple[int, Personal, Sign] | None:
        start = chain.groups[first][0]
        for last in chain.ending(first, (8, 9, 10)):
            digits, end = chain.digits(first, last), chain.groups[last][1]
            if len(digits) < 10:  # a spreadsheet drops zeros at the beginning
                if (
                    first == last
                    and is_national_code(digits.zfill(10))
                    and self._label(start, OTHER_REACH) == "national"
                ):
                    return last, Personal.NATIONAL_CODE, Sign.LABELLED
                continue
            fits = self._fits(chain, first, last)
            if self._is_labelled(start, end):
                self._carried = end
                return last, Personal.NATIONAL_CODE, Sign.LABELLED if fits else Sign.UNCHECKED
            if fits and self._unlabelled and self._stands_alone(chain, first, last):
                return last, Personal.NATIONAL_CODE, Sign.UNLABELLED
        return None

    def _fits(self, chain: _Chain, first: int, last: int) -> bool:
        """By the check digit; groups may stand in the order in which the page shows them from right to left."""
        groups = [chain.digits(place, place) for place in range(first, last + 1)]
        turned = is_national_code("".join(reversed(groups))) and chain.lengths(first, last) == (1, 6, 3)
        return turned or is_national_code("".join(groups))

    def _is_labelled(self, start: int, end: int) -> bool:
        """Under the nearest label, or the last number of a list whose label stands before it, or in its column."""
        label = self._label(start, LABEL_REACH)
        if label is not None:
            return label == "national"
        if self._carried >= 0 and start - self._carried <= LABEL_REACH and not self._is_cut(self._carried, start):
            return True
        if LABEL_AFTER.match(self._plain, end):
            return True
        return any(first <= start < last for first, last in self._under_labels())

    def _label(self, start: int, reach: int) -> str | None:
        """The kind of the nearest label before a number. Only that of national codes reaches over other numbers."""
        floor = max(0, start - LABEL_REACH)
        place = bisect_right(self._label_ends, start) - 1
        nearest = self._labels[place] if place >= 0 and self._labels[place].start() >= floor else None
        if nearest is None or self._is_cut(nearest.end(), start):
            return None
        kind, gap = str(nearest.lastgroup), self._plain[nearest.end() : start]
        if kind == "national":
            return kind if len(gap) <= reach else None
        if kind == "money":
            return kind if len(gap) <= MONEY_REACH and MONEY_BETWEEN.fullmatch(gap) else None
        return kind if len(gap) <= min(reach, OTHER_REACH) and not _ANOTHER_NUMBER.search(gap) else None

    def _is_cut(self, start: int, end: int) -> bool:
        return SENTENCE_END.search(self._plain, start, end) is not None

    def _under_labels(self) -> list[tuple[int, int]]:
        """The rows below the lines that end with a heading of national codes, and no number after it."""
        if self._columns is None:
            labels = NATIONAL.finditer(self._plain)
            self._columns = [rows for label in labels if (rows := _rows_after(self._plain, label.end()))]
        return self._columns

    def _stands_alone(self, chain: _Chain, first: int, last: int) -> bool:
        """Whether ten digits without a label may be a national code: not money, not a part of another number."""
        start, end = chain.groups[first][0], chain.groups[last][1]
        if self._label(start, OTHER_REACH) is not None or self._is_quantity(start, end):
            return False
        if self._is_in_uuid(start, end):
            return False
        lengths, between = chain.lengths(first, last), chain.between(first, last)
        if first == last:
            return not (self._is_in_hash(start, end) or self._is_fraction(start) or self._follows(DOI_BEFORE, start))
        if lengths == (3, 6, 1) or (lengths == (1, 6, 3) and "." not in between):
            return len(set(between)) == 1
        groups = [chain.digits(place, place) for place in range(first, last + 1)]
        is_one = first == 0 and last == len(chain.groups) - 1 and len(set(between)) == 1
        is_date = any(_YEAR.fullmatch(group) for group in groups)
        is_amount = lengths[0] <= 3 and all(length == 3 for length in lengths[1:])
        is_book = len(groups) == 4 and lengths[-1] == 1
        is_form = len(groups) <= 4 or lengths == (1,) * 10
        narrow = all(_NARROW.fullmatch(sign) for sign in between)
        return is_one and narrow and is_form and not (is_date or is_amount or is_book)

    def _is_fraction(self, start: int) -> bool:
        """Whether these are decimals: digits and a point before them, which do not number a line."""
        whole = re.search(r"(^|.)[ \t]*[0-9]{1,3}[.٫]$", self._plain[max(0, start - 8) : start])
        return whole is not None and (bool(whole[1]) or whole[0].strip(" \t") in ("0.", "0٫"))


_IR_BEFORE = re.compile(rf"(?<![a-z])ir[\s{ZWNJ}:\-‐-―−._/]{{0,3}}$")
_IR_AFTER = re.compile(rf"[\s{ZWNJ}\-‐-―−._/]{{0,3}}ir(?![a-z])")
_ROW_DIGIT = re.compile(f"[0-9{BARRIER}]")
_LONGEST_CELL, _CELLS_WITHOUT = 60, 3


def _rows_after(plain: str, place: int) -> tuple[int, int] | None:
    """From the line after this place to the end of the rows: lines with a digit, or a few short ones without."""
    begin = plain.find("\n", place)
    if begin < 0 or _ROW_DIGIT.search(plain, place, begin):
        return None
    end, without = begin, 0
    for _ in range(MOST_ROWS):
        following = plain.find("\n", end + 1)
        following = len(plain) if following < 0 else following
        has_digit = _ROW_DIGIT.search(plain, end, following) is not None
        without = 0 if has_digit else without + 1
        if following == end or without > _CELLS_WITHOUT or (not has_digit and following - end > _LONGEST_CELL):
            break
        end = following
    return begin, end
