"""One word is edited in the page that a publisher serves: one version, that word in the difference, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.harvesters.making import AGENCY, html
from tests.harvesters.sites import Said, Site
from tests.running import allowing, dastras, site

SOURCE = """\
format: 1
id: acts
name: مصوبات نمونه
agency: shora
kind: decision
protocol: html
url: {address}/list
list:
  rows: "table tr.row"
  detail: {{css: a, attr: href}}
  native_id: {{css: a, attr: href, match: 'acts/(\\w+)'}}
detail: {{must_contain: شماره مصوبه}}
fields:
  title: {{css: h1}}
  number: {{label: شماره مصوبه}}
  type: {{label: نوع, map: {{مصوبه: resolution}}}}
  adopted_on: {{label: تاریخ تصویب}}
  text: {{css: div.body}}
"""
BODY = "بند ۱: هزینهٔ بازپیرایی بوستان‌های شهر تا سقف دوازده میلیارد ریال تأمین می‌شود. بند ۲: شهرداری هر ماه گزارش می‌دهد."


def act(number: int, body: str) -> Said:
    """The page of an act."""
    said = {"شماره مصوبه": f"{number}/ش", "نوع": "مصوبه", "تاریخ تصویب": f"۱۴۰۲/۰۵/۰{number}"}
    facts = "".join(f"<p><b>{label}:</b> {value}</p>" for label, value in said.items())
    return Said(html(f"<h1>بازپیرایی بوستان {number}</h1>{facts}<div class=body>{body}</div>").encode())


def listing() -> Said:
    """The page that links to both acts."""
    rows = "".join(f'<tr class=row><td><a href="/acts/{number}">مصوبهٔ {number}</a></td></tr>' for number in (1, 2))
    return Said(html(f"<table>{rows}</table>").encode())


@contextmanager
def publisher(folder: Path) -> Iterator[tuple[Site, dict[str, str]]]:
    """A publisher with two acts, and the settings of who harvests it."""
    with Site().running() as published:
        published.says("/list", listing())
        for number in (1, 2):
            published.says(f"/acts/{number}", act(number, BODY))
        (folder / "agencies").mkdir(parents=True)
        (folder / "agencies" / "shora.yaml").write_text(AGENCY, encoding="utf-8")
        (folder / "acts.yaml").write_text(SOURCE.format(address=published.address), encoding="utf-8")
        yield published, {"DASTRAS_SOURCES": str(folder), **allowing(published.address)}


def answers(data: Path) -> dict[str, Any]:
    """What the API says of the changes, of what changed in each record, and of a search."""
    with site(data) as (address, _):

        def get(path: str) -> Any:
            answer = requests.get(f"{address}/api/v1{path}", timeout=10)
            assert answer.status_code == 200, answer.text
            return answer.json()

        ids = [item["id"] for item in get("/search?q=بوستان&sort=id")["items"]]
        return {
            "changes": [(line["id"], line["change_kind"]) for line in get("/changes")["items"]],
            "versions": {one: get(f"/records/{one}/versions")["total"] for one in ids},
            "diffs": {one: get(f"/records/{one}/diff?from=v1") for one in ids},
            "found": get("/search?q=سیزده")["items"],
        }


def test_one_word_edited_at_the_source_is_one_word_in_the_difference(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with publisher(tmp_path / "sources") as (published, settings):
        first = dastras(data, "harvest", "acts", **settings)
        assert first.returncode == 0, first.stdout + first.stderr
        published.says("/acts/2", act(2, BODY.replace("دوازده", "سیزده")))
        second = dastras(data, "harvest", "acts", **settings)
        assert second.returncode == 0, second.stdout + second.stderr
    before = answers(data)
    assert [kind for _, kind in before["changes"]] == ["first", "first", "source_edit"]
    edited = before["changes"][2][0]
    assert before["versions"] == {one: 1 + (one == edited) for one in before["versions"]}
    diff = before["diffs"][edited]
    assert diff["fields"] == []
    (text,) = diff["texts"]
    changed = [(run["op"], run["text"].strip()) for run in text["runs"] if run["op"] != "equal"]
    assert changed == [("delete", "دوازده"), ("insert", "سیزده")]
    assert not any(other["texts"] or other["fields"] for one, other in before["diffs"].items() if one != edited)
    assert [item["id"] for item in before["found"]] == [edited]
    assert dastras(data, "reindex").returncode == 0
    assert answers(data) == before
