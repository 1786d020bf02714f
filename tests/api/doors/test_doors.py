"""What programs look for at known addresses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.doors import sitemap
from catalogue.vocab import WithdrawReason
from tests.making import Clock, Store, a_decision, new_record

SITE = "https://dastras.example"


def locations(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [node.text or "" for node in ElementTree.fromstring(answer.data).iter() if node.tag.endswith("}loc")]


def test_the_sitemap_holds_every_published_record(
    store: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "RECORDS_A_FILE", 3)
    store.put(*(new_record(str(number), a_decision()) for number in range(7)))
    gone, *others = store.ids()
    store.catalogue.withdraw(gone, WithdrawReason.MISTAKE, None)
    files = locations(client, "/sitemap.xml")
    assert files == [f"{SITE}/sitemaps/{number}.xml" for number in (1, 2, 3)]
    found = [page for file in files for page in locations(client, file.removeprefix(SITE))]
    assert found == [f"{SITE}/{one}" for one in others]
    assert all(client.get(page.removeprefix(SITE)).status_code == 200 for page in found)
    text = client.get("/sitemaps/1.xml").text
    assert re.findall("<lastmod>(.*?)</lastmod>", text) == [store.catalogue.get(one).recorded_at for one in others[:2]]
    assert client.get("/sitemaps/4.xml").status_code == client.get("/sitemaps/0.xml").status_code == 404


def test_an_empty_catalogue_has_a_sitemap(client: FlaskClient) -> None:
    assert locations(client, "/sitemap.xml") == locations(client, "/sitemaps/1.xml") == []


def test_robots_may_read_everything(client: FlaskClient) -> None:
    assert client.get("/robots.txt").text == f"User-agent: *\nDisallow:\nSitemap: {SITE}/sitemap.xml\n"


def test_a_browser_learns_how_to_ask(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision("بودجهٔ شهر")))
    page = client.get("/").text
    assert 'href="/opensearch.xml"' in page
    root = ElementTree.fromstring(client.get("/opensearch.xml").data)
    templates = {node.get("type"): node.get("template", "") for node in root.iter() if node.tag.endswith("}Url")}
    assert len(templates) == 3
    for template in templates.values():
        assert template.startswith(SITE)
        assert client.get(template.removeprefix(SITE).replace("{searchTerms}", "بودجه")).status_code == 200
    suggested = client.get("/opensearch/suggestions?q=بود").json
    assert suggested is not None
    assert suggested[0] == "بود" and "بودجهٔ شهر" in suggested[1]


def test_whom_to_tell_of_a_weakness(store: Store, client: FlaskClient) -> None:
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == "mailto:contact@dastras.example"
    left = datetime.fromisoformat(lines["Expires"]) - Clock()()
    assert timedelta(30) < left < timedelta(365)
    nobody = create_app(store.catalogue, "", SITE, "test", Clock()).test_client()
    assert nobody.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(("form", "beginning"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_code_leads_to_the_record_or_its_version(
    store: Store, client: FlaskClient, form: str, beginning: bytes
) -> None:
    store.put(new_record("1", a_decision()))
    (record_id,) = store.ids()
    for address in (record_id, f"{record_id}/v1"):
        answer = client.get(f"/qr/{address}.{form}")
        assert answer.status_code == 200 and answer.data.startswith(beginning)
        known = {"If-None-Match": answer.headers["ETag"]}
        assert client.get(f"/qr/{address}.{form}", headers=known).status_code == 304
    assert client.get(f"/qr/{record_id}.{form}").data != client.get(f"/qr/{record_id}/v1.{form}").data
    assert client.get(f"/qr/{record_id}/v2.{form}").status_code == client.get(f"/qr/x.{form}").status_code == 404
    store.catalogue.withdraw(record_id, WithdrawReason.MISTAKE, None)
    assert client.get(f"/qr/{record_id}.{form}").status_code == 410
