"""The columns of tables: one list for all kinds. Full texts stand in JSON Lines alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.cards import LEADING_DATES
from catalogue.labels import label
from catalogue.whole import Line

COLUMNS: Mapping[str, str] = {
    "id": "شناسه",
    "kind": "نوع",
    "type": "گونه",
    "number": "شماره",
    "title": "عنوان",
    "issuer": "صادرکننده",
    "publisher": "ناشر",
    "adopted_iso": "تاریخ تصویب (میلادی)",
    "adopted_jalali": "تاریخ تصویب",
    "notified_iso": "تاریخ ابلاغ (میلادی)",
    "notified_jalali": "تاریخ ابلاغ",
    "published_iso": "تاریخ انتشار (میلادی)",
    "published_jalali": "تاریخ انتشار",
    "source": "منبع",
    "source_address": "نشانی در منبع",
    "permalink": "نشانی ماندگار",
    "version_no": "نسخه",
    "sha256": "اثر انگشت (sha256)",
    "opening": "آغاز متن",
    "formats": "قالب‌ها",
    "tags": "برچسب‌ها",
}
"""Name -> what it is called in Persian."""

SEPARATOR = "; "
"""Between several values of a cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """How the cells of a table are written: addresses begin with `public_url`, codes and columns are told in words."""

    public_url: str
    in_words: bool

    def head(self) -> list[str]:
        """What the columns are called."""
        return list(COLUMNS.values() if self.in_words else COLUMNS)

    def row(self, line: Line) -> list[str | int]:
        """The cells of a record; a withdrawn one has those that its tombstone leaves."""
        view, card, record = line.view, line.card_fields(), line.view.record()
        cells: dict[str, str | int | None] = {
            **{name: card.get(name) for name in ("id", "number", "title", "opening")},
            **{name: self._word(name, card.get(name)) for name in ("kind", "type")},
            **{role: _role(record, role) for role in ("issuer", "publisher")},
            **_dates(record),
            "source": view.source,
            "source_address": line.address(),
            "permalink": f"{self.public_url}/{view.id}",
            "version_no": view.version_no,
            "sha256": view.sha256,
            "formats": SEPARATOR.join(card.get("formats", ())),
            "tags": SEPARATOR.join(record.get("tags", ())),
        }
        return [cells[name] or "" for name in COLUMNS]

    def _word(self, name: str, code: str | None) -> str | None:
        return label(name, code, {}) if code and self.in_words else code


def _role(record: Mapping[str, Any], role: str) -> str:
    found: Sequence[Mapping[str, Any]] = record.get("roles", ())
    return SEPARATOR.join(one["raw"] for one in found if one["role"] == role)


def _dates(record: Mapping[str, Any]) -> dict[str, str]:
    """Each date twice; Jalali days have slashes."""
    cells = {}
    for name in LEADING_DATES:
        dual = record.get("dates", {}).get(name, {})
        cells[f"{name}_iso"] = dual.get("iso", "")
        cells[f"{name}_jalali"] = dual.get("jalali", "").replace("-", "/")
    return cells
