"""What an operator types about single records: clear words, exit codes, a line in the audit before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue.intake import JobEnd
from catalogue.issues import Read
from catalogue.relation_pages import RelationQuery
from catalogue.service import Catalogue
from catalogue.vocab import JobState
from catalogue.withdrawal import WithdrawRules
from deploy.cli import main
from deploy.opening import migrate, open_catalogue
from deploy.settings import Settings
from tests.making import SEEN_AT, SOURCE, a_decision, new_record

NAME = "نمونه‌زاده"
KEYS = [str(number) for number in range(10)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of ten records, the last job of which withholds five."""
    settings = Settings.from_env({"DASTRAS_DATA": str(tmp_path / "data")})
    migrate(settings)
    catalogue = open_catalogue(settings)
    for seen in (KEYS, KEYS[5:], KEYS[5:]):
        harvest(catalogue, seen)
    catalogue.close()
    return tmp_path / "data"


def harvest(catalogue: Catalogue, seen: list[str]) -> None:
    """A whole job that saw these records."""
    intake = catalogue.intake
    worker = intake.worker()
    job = intake.begin_job(SOURCE, worker.name, recorded=False)
    intake.put_records(job, [new_record(key, a_decision(f"درخواست {NAME} {key}")) for key in seen])
    read = Read(frozenset(seen), frozenset(), whole=True)
    absences = intake.absences(job, read, WithdrawRules())
    intake.finish(job, JobEnd(JobState.SUCCEEDED, None, {}, {}, (), read, SEEN_AT, absences=absences))
    worker.release()


def typed(data: Path, *arguments: str, **more: str | None) -> Result:
    """The command, run to its end in this process."""
    return CliRunner().invoke(main, arguments, env={"DASTRAS_DATA": str(data)}, input=more.get("input"))


def first_id(data: Path) -> str:
    """Any published record."""
    return published(data)[0]


def published(data: Path) -> list[str]:
    """The ids of the records that readers see."""
    catalogue = open_catalogue(Settings.from_env({"DASTRAS_DATA": str(data)}))
    with catalogue.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM record WHERE status = 'published' ORDER BY number")
        return [str(row[0]) for row in found]


def test_withheld_records_go_when_a_person_approves_the_job(data: Path) -> None:
    assert len(published(data)) == 10
    done = typed(data, "approve", "3")
    assert (done.exit_code, done.stdout) == (0, "5 رکورد برداشته شد | withdrawn: 5\n")
    assert len(published(data)) == 5
    again = typed(data, "approve", "3")
    assert again.exit_code == 2 and "job 3 withholds nothing" in again.stderr
    assert typed(data, "approve", "99").exit_code == 2
    assert typed(data, "verify").exit_code == 0


def test_only_the_job_that_looked_last_is_approved(data: Path) -> None:
    catalogue = open_catalogue(Settings.from_env({"DASTRAS_DATA": str(data)}))
    harvest(catalogue, KEYS[5:])
    catalogue.close()
    done = typed(data, "approve", "3")
    assert done.exit_code == 2 and "job 4 has looked at the source since" in done.stderr


def test_words_are_asked_for_so_that_no_history_of_a_shell_holds_them(data: Path) -> None:
    record_id = first_id(data)
    done = typed(data, "redact", record_id, "--what", "name", input=f"{NAME}\n")
    assert done.exit_code == 0, done.output
    assert "sealed versions: 1" in done.stdout and NAME not in done.stdout
    assert typed(data, "redact", record_id, "--words", NAME).exit_code == 2
    assert typed(data, "redact", record_id, "--words", "  ").exit_code == 2
    assert typed(data, "verify").exit_code == 0


def test_a_tombstone_names_the_office_that_asked(data: Path) -> None:
    record_id = first_id(data)
    arguments = ("withdraw", record_id, "--reason", "court_or_law", "--ground", "رأی ۱۲", "--asked-by", "دیوان نمونه")
    assert typed(data, *arguments).exit_code == 0
    assert "already withdrawn" in typed(data, *arguments).stderr
    assert "mistyped id" in typed(data, "withdraw", "d-0000-0000-1", "--reason", "mistake").stderr
    assert typed(data, "verify").exit_code == 0


def test_the_audit_has_a_line_before_each_act_and_no_word_of_a_record(data: Path) -> None:
    record_id = first_id(data)
    typed(data, "redact", record_id, "--words", NAME)
    typed(data, "pause", "src")
    typed(data, "approve", "99")
    typed(data, "withdraw", record_id, "--reason", "duplicate")
    lines = typed(data, "audit").stdout.splitlines()
    commands = [line.split()[2] for line in lines]
    assert commands == ["withdraw", "approve", "pause", "redact"]
    assert record_id in lines[0] and "duplicate" in lines[0] and "99" in lines[1]
    assert NAME not in "".join(lines)
    assert len(typed(data, "audit", "--lines", "2").stdout.splitlines()) == 2


def test_a_relation_is_refused_and_confirmed_by_its_words_and_the_audit_holds_none_of_them(data: Path) -> None:
    catalogue = open_catalogue(Settings.from_env({"DASTRAS_DATA": str(data)}))
    worker = catalogue.intake.worker()
    job = catalogue.intake.begin_job(SOURCE, worker.name, recorded=False)
    named = "مصوبهٔ شمارهٔ ۱۲/ش"
    record = a_decision(relations=[{"type": "amends", "to_raw": named}])
    catalogue.intake.put_records(job, [new_record("amending", record)])
    record_id = published(data)[-1]
    refused = typed(data, "relation", "refuse", record_id, "amends", named)
    assert (refused.exit_code, refused.stdout) == (0, f"رد شد | refused: {record_id} amends (1)\n")
    assert catalogue.relations(record_id, RelationQuery()).total == 0
    assert typed(data, "relation", "confirm", record_id, "amends", named).exit_code == 0
    assert catalogue.relations(record_id, RelationQuery()).relations[0].confirmed_at is not None
    missing = typed(data, "relation", "confirm", record_id, "repeals", named)
    assert missing.exit_code == 2 and "no such relation" in missing.stderr
    assert typed(data, "relation", "refuse", "d-7k3m-9x2z-3", "amends", named).exit_code == 2
    assert typed(data, "relation", "refuse", "d-7k3m-9x2z-4", "amends", named).exit_code == 2
    told = typed(data, "audit").stdout
    assert f"relation  refuse · {record_id} · amends" in told and named not in told
    worker.release()
