"""Real answers in JSON: a transparency programme, news, the divisions of a country."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from catalogue.store import currents
from catalogue.vocab import JobState
from tests.making import Store
from tests.real.harvesting import Answer, Bench, codes, shared

pytestmark = pytest.mark.shared
API = "https://api.example"
HEAD = """\
format: 1
id: acts
name: نمونهٔ واقعی
agency: shora
protocol: json
"""
DECISIONS = f"""{HEAD}kind: decision
url: {API}/search
paging: {{style: none, total: info.actualSize}}
list: {{rows: decisions, detail: {{path: documentUrl}}, native_id: {{path: ada}}}}
fields:
  title: {{path: subject}}
  number: {{path: protocolNumber}}
  type: {{const: other}}
  adopted_on: {{path: issueDate, type: instant}}
  published_on: {{path: publishTimestamp, type: instant}}
ignore: [extraFieldValues, organizationId, signerIds, unitIds, decisionTypeId, thematicCategoryIds, privateData,
  submissionTimestamp, status, versionId, url, attachments, correctedVersionId, documentChecksum, warnings]
"""


def records(store: Store) -> list[dict[str, Any]]:
    """All there are."""
    with store.catalogue.read() as session:
        return [json.loads(current.canonical) for current in currents(session, store.ids())]


def test_a_search_answer_of_diavgeia_gives_all_its_decisions(bench: Bench) -> None:
    body = shared("diavgeia-recorded", "simple_query_search_result.json")
    given = json.loads(body)["decisions"]
    report = bench.harvest(bench.source(DECISIONS), {f"{API}/search": Answer(body)}, "diavgeia search", len(given))
    assert report.counts["added"] == len(given) == 21
    ours = {record["number"]["raw"]: record for record in records(bench.store)}
    for decision in given:
        record = ours[" ".join(decision["protocolNumber"].split())]
        assert record["dates"]["published"]["at"][:16] == decision["publishTimestamp"][:16]
        assert record["links"] == [{"rel": "landing", "url": decision["documentUrl"]}]


def test_one_decision_of_diavgeia_has_its_days_in_milliseconds(bench: Bench) -> None:
    body = shared("diavgeia-recorded", "one_decisions_details.json")
    text = (
        DECISIONS.replace("rows: decisions, ", "")
        .replace("paging: {style: none, total: info.actualSize}\n", "")
        .replace("type: instant", "type: instant, form: epoch-ms")
    )
    report = bench.harvest(bench.source(text), {f"{API}/search": Answer(body)}, "diavgeia decision", 1)
    (record,) = records(bench.store)
    assert (report.state, codes(report)) == (JobState.SUCCEEDED, {})
    assert record["dates"]["published"]["at"] == "2025-04-17T10:53:22Z"
    assert record["dates"]["adopted"]["at"] == "2025-04-17T00:00:00Z"


@pytest.mark.parametrize(
    ("name", "records_", "key"),
    [("provinces", 31, "id"), ("counties", 482, "id"), ("cities", 1_659, "id"), ("cities-filtered", 1_195, "id")],
)
def test_the_divisions_of_the_country_come_whole(bench: Bench, name: str, records_: int, key: str) -> None:
    body = shared("ir-administrative-divisions", f"{name}.json")
    text = f"""{HEAD}kind: dataset
url: {API}/{name}
list: {{native_id: {{path: {key}}}}}
fields: {{title: {{path: name}}}}
ignore: [slug, province_id, county_id, tel_prefix]
"""
    given = {str(one["id"]): one["name"] for one in json.loads(body)}
    report = bench.harvest(bench.source(text), {f"{API}/{name}": Answer(body)}, f"divisions {name}", len(given))
    assert (report.state, report.counts["added"], len(given)) == (JobState.SUCCEEDED, records_, records_)
    titles = sorted(record["title"] for record in records(bench.store))
    assert titles == sorted(" ".join(title.split()) for title in given.values())


def test_days_in_the_numbers_of_links_are_read_by_a_pattern_only(bench: Bench) -> None:
    answers: dict[str, Answer] = {}
    articles: dict[str, Any] = {}
    for number in (1, 2, 3):
        body = shared("ir-news-fars", f"fars-news-{number}.json.gz")
        answers[f"{API}/news?p={number}"] = Answer(body)
        articles |= {one["link"]: one for one in json.loads(body)}
    answers[f"{API}/news?p=4"] = Answer(b"[]")
    text = f"""{HEAD}kind: notice
url: {API}/news?p={{page}}
paging: {{style: page}}
list: {{detail: {{path: link}}, native_id: {{path: link, match: 'news/(\\d+)'}}}}
fields:
  title: {{path: title}}
  type: {{const: announcement}}
  text: {{path: paragraphs, many: true, type: block}}
  description: {{path: abstract}}
  tags: {{path: tags, many: true}}
  published_on: {{path: link, match: 'news/(1[34]\\d{{6}})\\d{{6}}(?!\\d)', type: date}}
ignore: [cat, subcat]
privacy: {{address_ids: true}}
"""
    report = bench.harvest(bench.source(text), answers, "ir-news-fars", len(articles))
    assert report.state is JobState.SUCCEEDED
    ids = {re.findall(r"news/(\d+)", link)[0] for link in articles}
    assert report.counts["added"] == len(ids) == 897  # three stand in two of the files
    assert codes(report)["no-match"] == sum(len(one) != 14 for one in ids)
    assert codes(report)["duplicate-id"] == 3
    for record in records(bench.store):
        link = record["links"][0]["url"]
        day = re.findall(r"news/(1[34]\d{6})\d{6}(?!\d)", link)
        printed = record.get("dates", {}).get("published", {}).get("jalali", "")
        assert printed.replace("-", "") == (day[0] if day else "")
