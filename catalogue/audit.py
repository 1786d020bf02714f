"""What operators asked for: a line before each act, never changed afterwards. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue import models


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who asked for what, and when (UTC, Z): an account, a command, and its subject without texts of records."""

    number: int
    at: str
    operator: str
    command: str
    subject: str


def append(session: Session, now: str, operator: str, command: str, subject: str) -> None:
    """Add a line."""
    session.add(models.Audit(at=now, operator=operator, command=command, subject=subject))


def lines(session: Session, most: int) -> Sequence[AuditLine]:
    """The newest lines, the newest first."""
    statement = select(models.Audit).order_by(models.Audit.number.desc()).limit(most)
    return [AuditLine(row.number, row.at, row.operator, row.command, row.subject) for row in session.scalars(statement)]
