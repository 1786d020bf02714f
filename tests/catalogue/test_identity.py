"""Ids, canonical JSON and hashes."""

from __future__ import annotations

import hashlib
import itertools
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import BadId, InvalidRecord, NotFound
from catalogue.identity import ALPHABET, canonical_json, commitment, key_of, new_id, read_id, sha256_hex

ID = "d-7k3m-9x2z-3"


@pytest.mark.parametrize("known", ["d-7k3m-9x2z-3", "s-2m9w-q0tx-7", "r-5h1n-8kcv-7"])
def test_the_published_example_ids_are_valid(known: str) -> None:
    assert read_id(known) == known


@pytest.mark.parametrize(
    "typed",
    ["D-7K3M-9X2Z-3", " d7k3m9x2z3 ", "d-۷k۳m-۹x۲z-۳", "d-٧k٣m-٩x٢z-٣", "d 7k3m 9x2z 3", "d–7k3m–9x2z–3",
     "\u200fd-7k3m-9x2z-3\u200f"],
)  # fmt: skip
def test_reading_an_id_is_forgiving(typed: str) -> None:
    assert read_id(typed) == ID


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    made = next(made for made in iter(lambda: new_id("notice", secrets.token_bytes), "") if "0" in made and "1" in made)
    assert read_id(made[:2] + made[2:].replace("0", "o").replace("1", "l")) == made


def test_every_single_wrong_symbol_and_every_swap_of_neighbours_is_caught() -> None:
    plain = ID.replace("-", "")
    wrong = {plain[:i] + symbol + plain[i + 1 :] for i in range(1, 10) for symbol in ALPHABET} - {plain}
    wrong |= {prefix + plain[1:] for prefix in "sna"}
    wrong |= {plain[:i] + plain[i + 1] + plain[i] + plain[i + 2 :] for i in range(1, 9)} - {plain}
    for typed in wrong:
        with pytest.raises(BadId):
            read_id(typed)


@pytest.mark.parametrize(
    "text", ["", "مصوبه", "statistics", "d-7k3m-9x2z", "x-7k3m-9x2z-3", "../etc/passwd", "d" * 500]
)
def test_what_is_no_id_is_not_found(text: str) -> None:
    with pytest.raises(NotFound) as caught:
        read_id(text)
    assert not isinstance(caught.value, BadId)


@given(st.binary(min_size=5, max_size=5))
def test_every_id_that_is_made_can_be_read(drawn: bytes) -> None:
    draws = itertools.chain([drawn], iter(lambda: secrets.token_bytes(5), b""))
    made = new_id("decision", lambda _n: next(draws))
    assert read_id(made) == made
    assert made[0] == "d" and 0 <= key_of(made) < 2**45


def test_canonical_json_sorts_keys_and_keeps_text_as_it_is() -> None:
    record = {"title": "شهرداري‌ها\u200c «۱۴۰۲»", "kind": "notice", "tags": ["ب", "الف"]}
    text = canonical_json(record)
    assert text == '{"kind":"notice","tags":["ب","الف"],"title":"شهرداري‌ها\u200c «۱۴۰۲»"}'
    assert sha256_hex(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("value", [1.5, None, [], {}, "", "a\0b", "\ud800", {"a": None}, {"ا": 1}, [[]], float("nan")])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(InvalidRecord):
        canonical_json({"kind": "notice", "extra": value})


def test_a_commitment_hides_the_hash_behind_the_salt() -> None:
    sha256, salt = sha256_hex("متن"), "00" * 16
    assert commitment(salt, sha256) == hashlib.sha256(bytes(16) + bytes.fromhex(sha256)).hexdigest()
    assert commitment("01" * 16, sha256) != commitment(salt, sha256)
