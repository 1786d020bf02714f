"""Every error has its status and words in both languages, and tells nothing of what lies inside."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound as NoRoute
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge, ServiceUnavailable

from api.app import create_app
from api.errors import RETRY_SECONDS, TABLE, Problem, problem_json, problem_of
from catalogue import errors
from catalogue.errors import CatalogueError
from catalogue.search.elastic.client import EngineRefused
from catalogue.service import Catalogue
from catalogue.vocab import WithdrawReason
from schemas.answers.problem import Problem as Shape
from schemas.errors import FieldError, InvalidInput, SchemaError
from schemas.messages import MESSAGES
from tests.making import Clock, Store, a_decision, needs_embedded, new_record, open_fresh

TOMBSTONE = {
    "id": "d-7k3m-9x2z-3",
    "kind": "decision",
    "reason": "mistake",
    "withdrawn_at": "2026-11-26T00:00:00Z",
    "what_remains": "versions",
}
SAMPLES: tuple[Exception, ...] = (
    errors.NotFound("record", "d-7k3m-9x2z-3"),
    errors.BadId("record", "d-7k3m-9x2z-4"),
    errors.Withdrawn(TOMBSTONE),
    errors.QueryRefused("query-too-long", "q", 512, 600),
    errors.InvalidCursor("abc"),
    errors.IndexUnavailable("secret-path is locked"),
    errors.SearchTooSlow("secret engine"),
    errors.SourceBusy("secret-source", 1),
    errors.InvalidRecord("title", "secret reason"),
    InvalidInput([FieldError(("kind",), "not-one-of", {"given": "law", "allowed": "decision"})]),
    errors.FollowerBusy("secret-path is being written"),
    errors.DumpStale("secret-path"),
    errors.SourcePaused("secret-source"),
    errors.JobInterrupted(),
    errors.JobLost(),
    errors.JobStopped(),
    errors.JobOverran(),
    errors.StoreUnusable("secret-path is full"),
    errors.Sealed("d-7k3m-9x2z-3", 1, "2026-11-26T00:00:00Z"),
    errors.NothingBefore("d-7k3m-9x2z-3", 1, "2026-11-26T00:00:00Z"),
    errors.Withheld("0" * 64, "https://shora.example/1"),
    errors.NothingWithheld(3, None),
    errors.NothingToRedact("d-7k3m-9x2z-3"),
    errors.IndexReadOnly("secret-path is full"),
    EngineRefused(400, "secret-path is no index"),
    errors.BeforeFirst("d-7k3m-9x2z-3", 1, "2026-11-21T09:00:00Z"),
)
UNKNOWN = FieldError(("b",), "unknown-parameter")
SECRET = "secret-password of the store"


def below(kind: type[Exception]) -> Iterator[type[Exception]]:
    """All subclasses, at any depth."""
    for part in kind.__subclasses__():
        yield part
        yield from below(part)


class Broken:
    """A catalogue of which nothing works."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(SECRET)


@pytest.fixture
def broken() -> FlaskClient:
    catalogue = cast(Catalogue, Broken())
    app = create_app(catalogue, "contact@dastras.example", "https://dastras.example", "test", Clock())
    return app.test_client()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Asks one empty site, for tests that only read."""
    store = open_fresh(tmp_path_factory.mktemp("empty"))
    store.follower.catch_up()
    app = create_app(store.catalogue, "contact@dastras.example", "https://dastras.example", "test", Clock())
    yield app.test_client()
    store.close()


def body(problem: Problem) -> dict[str, Any]:
    """The problem as it is sent, in its promised shape."""
    with Flask("any").test_request_context("/api/v1/x"):
        sent = dict(json.loads(problem_json(problem)))
    assert Shape().validate(sent) == {}
    return sent


@pytest.mark.parametrize("kind", [*below(CatalogueError), *below(SchemaError)], ids=lambda kind: kind.__name__)
def test_every_error_of_ours_stands_in_the_table_and_has_a_sample(kind: type[Exception]) -> None:
    assert any(issubclass(kind, known) for known in TABLE)
    assert kind in {type(sample) for sample in SAMPLES}


def test_a_subclass_stands_before_its_parent() -> None:
    kinds = list(TABLE)
    for place, kind in enumerate(kinds):
        assert not any(issubclass(later, kind) for later in kinds[place + 1 :])


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_gives_a_problem_in_both_languages(error: Exception) -> None:
    problem = problem_of(error)
    assert 400 <= problem.status < 600 and problem.status != 500
    sent = body(problem)
    for name in ("title", "detail"):
        assert sent[name] and re.search("[آ-ی]", sent[f"{name}_fa"]) and not re.search("[آ-ی]", sent[name])
    assert "secret" not in json.dumps(sent)
    assert f"title-{problem.type}" in MESSAGES


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (SAMPLES[0], 404, "not-found"),
        (SAMPLES[1], 404, "bad-id"),
        (SAMPLES[2], 410, "withdrawn"),
        (SAMPLES[3], 422, "query-too-long"),
        (SAMPLES[4], 400, "bad-cursor"),
        (SAMPLES[5], 503, "busy"),
        (SAMPLES[6], 503, "busy"),
        (SAMPLES[7], 409, "conflict"),
        (SAMPLES[8], 422, "invalid-record"),
        (SAMPLES[9], 422, "invalid-value"),
        (SAMPLES[-1], 404, "before-first"),
        (InvalidInput([FieldError(("a",), "doubled")]), 400, "malformed"),
        (InvalidInput([FieldError(("a",), "empty"), UNKNOWN]), 422, "unknown-parameter"),
        (NoRoute(), 404, "not-found"),
        (RequestEntityTooLarge(), 413, "too-large"),
        (RequestURITooLarge(), 414, "too-large"),
        (ServiceUnavailable("secret"), 503, "internal"),
        (RuntimeError(SECRET), 500, "internal"),
        (KeyError("secret"), 500, "internal"),
    ],
)
def test_an_error_has_its_status_and_type(error: Exception, status: int, name: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.type) == (status, name)
    assert "secret" not in json.dumps(body(problem))


def test_a_limit_is_told_with_what_was_given() -> None:
    sent = body(problem_of(errors.QueryRefused("too-many-terms", "q", 40, 50)))
    assert (sent["limit"], sent["allowed"], sent["given"]) == ("q", 40, 50)
    bare = body(problem_of(errors.QueryRefused("no-words", "q")))
    assert "allowed" not in bare and "given" not in bare and "None" not in bare["detail"]


def test_every_mistake_is_told_with_its_near_name() -> None:
    facts = {"name": "agancy", "near": "agency"}
    mistakes = [FieldError(("limit",), "bad-number", {"least": 0, "most": 100})]
    mistakes += [FieldError(("agancy",), "unknown-parameter-near", facts)]
    sent = body(problem_of(InvalidInput(mistakes)))
    assert [(one["name"], one["code"], one.get("did_you_mean")) for one in sent["errors"]] == [
        ("limit", "bad-number", None),
        ("agancy", "unknown-parameter-near", "agency"),
    ]
    assert "agency" in sent["detail"] and "agency" in sent["detail_fa"]


def test_what_is_busy_says_when_to_come_again() -> None:
    assert problem_of(SAMPLES[5]).headers == {"Retry-After": str(RETRY_SECONDS)}
    assert problem_of(SAMPLES[0]).headers == {}


def test_a_long_key_is_cut_where_it_is_repeated() -> None:
    sent = body(problem_of(errors.BadId("record", "d" * 5_000)))
    assert len(sent["detail"]) < 200


def test_every_problem_has_a_request_id_of_its_own() -> None:
    ids = {problem_of(RuntimeError()).request_id for _ in range(20)}
    assert len(ids) == 20 and all(re.fullmatch("[0-9a-f]{12}", one) for one in ids)


@pytest.mark.parametrize("path", ["/api/v1/status", "/api/v1/search?q=1", "/api/v1/records/d-7k3m-9x2z-3"])
def test_a_fault_of_ours_tells_the_api_nothing_but_its_request_id(broken: FlaskClient, path: str) -> None:
    answer = broken.get(path)
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    sent = dict(json.loads(answer.text))
    assert Shape().validate(sent) == {}
    texts = {"title", "title_fa", "detail", "detail_fa"}
    assert set(sent) == {"type", "status", "instance", "request_id", *texts}
    _assert_tells_nothing(answer.text)


@pytest.mark.parametrize("path", ["/", "/search?q=1", "/agencies", "/sources", "/d-7k3m-9x2z-3"])
def test_a_fault_of_ours_is_a_page_that_tells_nothing_but_its_request_id(
    broken: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.get(path)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    (logged,) = [record.getMessage() for record in caplog.records if record.name == "api.errors"]
    found = re.search("request ([0-9a-f]{12})", logged)
    assert found and found[1] in answer.text
    assert 'lang="fa"' in answer.text and 'dir="rtl"' in answer.text
    _assert_tells_nothing(answer.text)


def _assert_tells_nothing(text: str) -> None:
    for inner in ("secret", "RuntimeError", "Traceback", "File &#34;", ".py", "sqlalchemy", str(Path.cwd())):
        assert inner not in text


def test_the_log_of_a_fault_names_the_route_and_not_what_was_asked(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        broken.get("/api/v1/search?q=private-words")
    assert "/api/v1/search" in caplog.text and "private-words" not in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/records/d-7k3m-9x2z-3", "/search", "/"])
def test_nothing_can_be_written(reader: FlaskClient, method: str, path: str) -> None:
    answer = reader.open(path, method=method)
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert answer.mimetype == ("application/problem+json" if path.startswith("/api/") else "text/html")
    if answer.mimetype == "application/problem+json":
        assert json.loads(answer.text)["type"] == "/problems/method-not-allowed"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing", "/api/v2/search", "/api/", "/api/v1/records/", "/api/v1/records/x/y", "/api/v1/jobs/x",
        "/api/v1/jobs/-1", f"/api/v1/jobs/{10**30}", f"/api/v1/jobs/{10**30}/issues", f"/api/v1/jobs/{2**63}",
        "/api/v1/agencies/nobody", "/api/v1/sources/nobody", "/api/v1/records/..%2F..%2Fetc%2Fpasswd",
        "/api/v1/records/%25FF", "/api/v1/records/" + "9" * 3_000,
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_under_the_api(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    sent = dict(json.loads(answer.text))
    assert sent["title_fa"] == "یافت نشد" and Shape().validate(sent) == {}
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/nothing", "/d-7k3m-9x2z-3", f"/jobs/{10**30}", "/agencies/nobody", "/static/x/y.css", "/%25FF", "/api"]
)
def test_what_is_not_there_is_a_404_page_elsewhere(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert 'dir="rtl"' in answer.text and "یافت نشد" in answer.text


@pytest.mark.parametrize("number", ["0", "2", str(2**31), str(2**63), "9" * 40])
def test_a_version_that_no_record_has_is_not_found(store: Store, client: FlaskClient, number: str) -> None:
    store.put(new_record("1", a_decision()))
    (record_id,) = store.ids()
    for path in (f"/api/v1/records/{record_id}/versions/{number}", f"/{record_id}/v{number}"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/api/v1/records/{record_id}/provenance?version={number}").status_code in (404, 422)


@pytest.mark.parametrize("path", ["/api/v1/search?q=%FF", "/search?q=%C3%28", "/api/v1/records/%00"])
def test_what_cannot_be_read_is_malformed(reader: FlaskClient, path: str) -> None:
    assert reader.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/\xff", "/api/v1/agencies/\xc3\x28", "/\0"])
def test_a_path_that_is_no_text_is_malformed(reader: FlaskClient, path: str) -> None:
    """As a server hands it over: unquoted bytes, each as one letter."""
    assert reader.get("/", environ_overrides={"PATH_INFO": path}).status_code == 400


def test_what_was_asked_is_shown_as_text_and_never_as_markup(reader: FlaskClient) -> None:
    attack = "<script>alert(1)</script>"
    for path in (f"/search?sort={attack}", f"/search?{attack}=1", f"/{attack}", f"/agencies/{attack}"):
        answer = reader.get(path)
        assert answer.status_code in (404, 422) and "<script>alert" not in answer.text
    problem = reader.get(f"/api/v1/{attack}")
    assert problem.mimetype == "application/problem+json"
    assert problem.headers["X-Content-Type-Options"] == "nosniff"


@needs_embedded
def test_an_index_that_is_not_there_is_busy_and_says_when_to_come_again(store: Store) -> None:
    store.put(new_record("1", a_decision()))
    for part in sorted((store.folder / "search").rglob("*"), reverse=True):
        part.rmdir() if part.is_dir() else part.unlink()
    app = create_app(store.catalogue, "contact@dastras.example", "https://dastras.example", "test", Clock())
    answer = app.test_client().get("/api/v1/search?q=1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_SECONDS))
    assert str(store.folder) not in answer.text and "reason" not in answer.text


def test_a_withdrawn_record_is_told_with_its_tombstone_and_no_more(store: Store, client: FlaskClient) -> None:
    store.put(new_record("1", a_decision(title="نامی که نباید بماند", text="متنی که نباید بماند")))
    (record_id,) = store.ids()
    store.catalogue.withdraw(record_id, WithdrawReason.PERSONAL_DATA, None)
    for path in (f"/api/v1/records/{record_id}", f"/{record_id}", f"/{record_id}/v1"):
        answer = client.get(path)
        assert answer.status_code == 410 and "نباید بماند" not in answer.text
        assert "no-cache" in answer.headers["Cache-Control"]
