"""How a version is cited: in words, as BibTeX, and on its page in the same words."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.making import Store, a_date, a_decision, new_record

HOSTILE = "طرح {۱۰٪} 100% R&D #۱ a_b $x ~y^z \\input{/etc/passwd} }{ \u202eوارونه"
UNESCAPED = {
    "{\\textbackslash}": "\\",
    "{\\textbraceleft}": "{",
    "{\\textbraceright}": "}",
    "{\\textasciitilde}": "~",
    "{\\textasciicircum}": "^",
    **{f"\\{sign}": sign for sign in "%&#_$"},
}


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """The key and the fields of one entry, braces counted as BibTeX counts them: whatever stands before them."""
    head = re.match(r"@misc\{([^,\s]+),\s*", text)
    assert head is not None
    place, fields = head.end(), {}
    while named := re.compile(r"(\w+) = \{").match(text, place):
        start = place = named.end()
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        fields[named[1]] = text[start : place - 1]
        place = re.compile(r",?\s*").match(text, place).end()  # type: ignore[union-attr]
    assert text[place:] == "}\n"
    return head[1], fields


def plain(value: str) -> str:
    """A value of BibTeX as TeX would print it."""
    text = re.sub("|".join(map(re.escape, UNESCAPED)), lambda found: UNESCAPED[found[0]], value)
    return text.removeprefix("{").removesuffix("}")


@pytest.fixture
def path(store: Store) -> str:
    """The address of the citation of a decision with a number."""
    store.put(new_record("1", a_decision(title="بودجهٔ\nشهر", number={"raw": "۱۸۴/ش", "folded": "184/ش"})))
    return f"/api/v1/records/{store.only_record().id}/citation"


def test_a_citation_says_who_what_when_and_of_which_version(store: Store, client: FlaskClient, path: str) -> None:
    view = store.only_record()
    answer = client.get(path)
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.get_data(as_text=True) == (
        "شورای شهر نمونه، «بودجهٔ شهر»، مصوبه، شمارهٔ ۱۸۴/ش، ۱ مرداد ۱۴۰۲ (۲۳ ژوئیه ۲۰۲۳)، نسخهٔ ۱. دسترس، دیده‌شده در "
        f"۳۰ آبان ۱۴۰۵. https://dastras.example/{view.id}/v1 SHA-256: {view.sha256}\n"
    )
    assert client.get(f"{path}?lang=en&version=1").get_data(as_text=True) == (
        "شورای شهر نمونه, “بودجهٔ شهر”, resolution, No. ۱۸۴/ش, 2023-07-23 (1402-05-01), version 1. Dastras, "
        f"retrieved on 2026-11-21 (1405-08-30). https://dastras.example/{view.id}/v1 SHA-256: {view.sha256}\n"
    )


def test_bibtex_has_its_fields(store: Store, client: FlaskClient, path: str) -> None:
    view = store.only_record()
    answer = client.get(f"{path}?style=bibtex&lang=en")
    assert answer.content_type == "application/x-bibtex; charset=utf-8"
    key, fields = read_bibtex(answer.get_data(as_text=True))
    assert key == f"{view.id}-v1"
    assert fields == {
        "author": "{شورای شهر نمونه}",
        "title": "{بودجهٔ شهر}",
        "type": "resolution",
        "number": "۱۸۴/ش",
        "date": "2023-07-23",
        "year": "2023",
        "howpublished": "Dastras",
        "url": f"https://dastras.example/{view.id}/v1",
        "urldate": "2026-11-21",
        "note": f"1402-05-01, version 1, SHA-256: {view.sha256}",
    }


def test_signs_of_tex_in_a_title_stay_signs(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title=HOSTILE)))
    answer = client.get(f"/api/v1/records/{store.only_record().id}/citation?style=bibtex")
    _, fields = read_bibtex(answer.get_data(as_text=True))
    assert plain(fields["title"]) == HOSTILE.replace("\u202e", "")
    assert not re.search(r"(?<!\\)[%&#$]", fields["title"])


def test_a_date_that_is_a_month_or_missing_is_told_as_it_is(store: Store, client: FlaskClient) -> None:
    month = {**a_date("2022-07-23/2022-08-22", "1401-05", "مرداد ۱۴۰۱"), "precision": "month"}
    raw = {"raw": "بهار", "precision": "none"}
    store.put(
        new_record("1", a_decision(dates={"adopted": month})),
        new_record("2", a_decision(dates={"adopted": raw})),
        new_record("3", {name: part for name, part in a_decision().items() if name != "dates"}),
    )
    paths = [f"/api/v1/records/{record_id}/citation" for record_id in store.ids()]
    persian = [client.get(path).get_data(as_text=True) for path in paths]
    english = [client.get(f"{path}?lang=en").get_data(as_text=True) for path in paths]
    assert "، مرداد ۱۴۰۱ (۲۳ ژوئیه ۲۰۲۲ تا ۲۲ اوت ۲۰۲۲)، " in persian[0]
    assert ", 2022-07-23 to 2022-08-22 (1401-05), " in english[0]
    assert "، بهار (تاریخ کامل نیست)، " in persian[1] and ", بهار, " in english[1]
    assert "، تاریخ: اعلام نشده، " in persian[2] and ", date not stated, " in english[2]
    entries = [read_bibtex(client.get(f"{path}?style=bibtex").get_data(as_text=True))[1] for path in paths]
    assert [entry.get("date") for entry in entries] == ["2022-07-23/2022-08-22", None, None]


def test_the_page_cites_in_the_same_words(client: FlaskClient, path: str) -> None:
    told = client.get(path).get_data(as_text=True).partition(" https://")[0]
    page = client.get(f"/{path.split('/')[4]}").get_data(as_text=True)
    assert told in html.unescape(page)


def test_a_style_or_language_that_is_not_there_is_refused(client: FlaskClient, path: str) -> None:
    for query in ("style=ris", "lang=de", "version=0", "styel=text"):
        assert client.get(f"{path}?{query}").status_code == 422
    assert client.get(f"{path}?version=2").status_code == 404
