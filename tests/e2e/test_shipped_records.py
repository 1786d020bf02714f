"""Every record of the shipped examples can be read at every door that shows one."""

from __future__ import annotations

from pathlib import Path

from api.app import create_app
from catalogue.store import currents_after
from deploy.opening import open_catalogue
from deploy.settings import Settings
from tests.conforming import ConformingClient
from tests.making import MOST_RECORDS, Clock

DOORS = ("/{0}", "/{0}/v1", "/api/v1/records/{0}", "/api/v1/records/{0}/relations", "/api/v1/records/{0}/provenance")
CITATION = "/api/v1/records/{0}/citation?style={1}&lang={2}"


def test_every_shipped_record_is_shown_and_cited(examples: Path) -> None:
    catalogue = open_catalogue(Settings.from_env({"DASTRAS_DATA": str(examples)}))
    app = create_app(catalogue, "", "https://dastras.example", "test", Clock())
    app.test_client_class = ConformingClient
    client = app.test_client()
    with catalogue.read() as session:
        ids = [current.id for current in currents_after(session, 0, MOST_RECORDS)]
    assert len(ids) > 300
    doors = [door.format(one) for one in ids for door in DOORS]
    doors += [CITATION.format(one, style, lang) for one in ids for style in ("text", "bibtex") for lang in ("fa", "en")]
    assert {door: status for door in doors if (status := client.get(door).status_code) != 200} == {}
    catalogue.close()
