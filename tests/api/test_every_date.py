"""However a date was printed, every door shows its record: pages, lists, citations, diffs and files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from catalogue.persian.calendar import read_date
from tests.making import Store, a_decision, new_record

PRINTED = (
    "۱۸ تیر ۱۳۹۸",
    "18 تير 1398 ساعت 22:10",
    "مرداد ۱۴۰۱",
    "1398",
    "2022-05-07",
    "2022-05",
    "May 2022",
    "2013",
    "روز یکشنبه",
)
DATES = ("published", "adopted", "notified", "effective_from")
LISTS = (
    "/",
    "/search",
    "/search?sort=-date",
    "/api/v1/search?facets=jalali_year,jalali_month",
    "/agencies/shora-nemouneh",
)
OF_RECORD = ("/{0}", "/{0}/v1", "/api/v1/records/{0}", "/api/v1/records/{0}/diff?form=html&from=v1&to=v2")
CITATION = "/api/v1/records/{0}/citation?style={1}&lang={2}"
FILES = tuple(f"/api/v1/exports/search.{form}" for form in ("jsonl", "csv", "xlsx", "manifest.json"))
AGENCY = {"slug": "shora-nemouneh", "names": [{"text": "شورای شهر نمونه", "lang": "fa"}], "type": "council"}


@pytest.mark.parametrize("name", DATES)
@pytest.mark.parametrize("raw", PRINTED)
def test_a_record_is_shown_whatever_its_dates_are(store: Store, client: FlaskClient, raw: str, name: str) -> None:
    store.intake.register([AGENCY])
    dates = {name: read_date(raw).date}
    store.put(new_record("1", a_decision(dates=dates)))
    store.put(new_record("1", a_decision(title="عنوان دیگر", dates=dates), document="e" * 64))
    (record_id,) = store.ids()
    doors = [*LISTS, *FILES, *(door.format(record_id) for door in OF_RECORD)]
    doors += [CITATION.format(record_id, style, lang) for style in ("text", "bibtex") for lang in ("fa", "en")]
    assert {door: client.get(door).status_code for door in doors} == dict.fromkeys(doors, 200)
