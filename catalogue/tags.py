"""Tags as they were first written, which is how readers see them, in a given session. Never commits."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from catalogue import models, store
from catalogue.bulk import insert_rows
from catalogue.persian.letters import fold_key
from catalogue.search.index import LONGEST_KEYWORD
from catalogue.writing import Head

_TAG = cast(Table, models.Tag.__table__)


def remember_tags(session: Session, records: Iterable[Mapping[str, Any]]) -> None:
    """Keep the first form of each tag of a batch, which is the one that readers see."""
    shown: dict[str, str] = {}
    for record in records:
        for tag in record.get("tags", ()):
            shown.setdefault(_key(tag), tag)
    known = store.tag_names(session, list(shown))
    new = [{"key": key, "shown": tag} for key, tag in shown.items() if key and key not in known]
    insert_rows(session, _TAG, new)


def forget_tags(session: Session, head: Head, kept: Collection[str] = ()) -> None:
    """Forget those of a record that is gone, or taken out of it, when no other record has them."""
    for tag in json.loads(head.canonical).get("tags", ()):
        if tag not in kept and not _has_another(session, head.number, tag):
            session.execute(delete(models.Tag).where(models.Tag.key == _key(tag)))


def _key(tag: str) -> str:
    return fold_key(tag)[:LONGEST_KEYWORD]


def _has_another(session: Session, number: int, tag: str) -> bool:
    """Whether one is written exactly so elsewhere; LIKE of SQLite takes capitals for small letters."""
    written = json.dumps(tag, ensure_ascii=False)
    canonical = models.Version.canonical
    statement = (
        select(models.Record.number)
        .join(models.Version, store.is_current())
        .where(models.Record.number != number, func.replace(canonical, written, "") != canonical)
    )
    return session.scalar(statement.limit(1)) is not None
