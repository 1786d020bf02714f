"""The answers about what changed between two versions: as JSON, and as plain text for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api.queries import address
from api.shown.days import instant
from api.shown.filters import fa, number
from api.shown.language import Words, said
from api.v1.answers import dumps
from api.v1.record_answers import version_links
from catalogue.answers import RecordView
from catalogue.diff.fields import Diff, FieldChange, TextChange
from catalogue.diff.texts import Op, Run
from catalogue.history import VersionPair
from schemas.messages import message

TEXT_NAMES = Words({"title": "عنوان", "body": "متن", "description": "شرح"})
AROUND = 120
"""Characters shown on each side of a change, where more stand between two."""
_MARKS = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}


def diff_json(pair: VersionPair, diff: Diff) -> str:
    """Both versions, the changes, and the address of each form."""
    return dumps(
        {
            "id": pair.new.id,
            "from": _version(pair.old),
            "to": _version(pair.new),
            "fields": [asdict(change) for change in diff.fields],
            "texts": [_text(change) for change in diff.texts],
            "letters_only": diff.letters_only,
            "truncated": diff.truncated,
            "links": {form: form_address(pair, form) for form in ("fields", "text", "html")},
            "as_of": asdict(pair.as_of),
        }
    )


def diff_text(pair: VersionPair, diff: Diff) -> str:
    """In Persian, with [-what went-] and {+what came+}; of long stretches that stay only the ends are shown."""
    lines = [pair.new.record()["title"], *(_heading(view) for view in (pair.old, pair.new)), *diff_notes(diff)]
    for change in diff.texts:
        lines += ["", f"{text_name(change)}:", _marked(change.text.runs)]
    lines += ["", *(_field(change) for change in diff.fields)]
    as_of = f"بر پایهٔ دفتر تا ردیف {number(pair.as_of.log_index)}"
    return "\n".join([*lines, "", as_of, ""])


def diff_notes(diff: Diff) -> list[str]:
    """What must be known of the whole change."""
    codes = {
        "diff-nothing": not (diff.fields or diff.texts),
        "diff-letters-only": diff.letters_only,
        "diff-truncated": diff.truncated,
    }
    return [said(message(code)) for code, holds in codes.items() if holds]


def text_name(change: TextChange) -> str:
    """What a changed text is called."""
    return TEXT_NAMES[change.role] + (f" ({change.lang})" if change.lang else "")


def value_text(value: Any) -> str:
    """The value of a field as people read it: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else dumps(value)


def form_address(pair: VersionPair, form: str) -> str:
    """Where this very change is told in a form."""
    pairs = [("from", f"v{pair.old.version_no}"), ("to", f"v{pair.new.version_no}"), ("form", form)]
    return address(f"/api/v1/records/{pair.new.id}/diff", pairs)


def _version(view: RecordView) -> dict[str, Any]:
    return {
        "version_no": view.version_no,
        "sha256": view.sha256,
        "log_index": view.log_index,
        "recorded_at": view.recorded_at,
        "change_kind": view.change_kind,
        "links": version_links(view.id, view.version_no),
    }


def _text(change: TextChange) -> dict[str, Any]:
    return {
        "path": change.path,
        "role": change.role,
        "lang": change.lang,
        "letters_only": change.text.letters_only,
        "truncated": change.text.truncated,
        "runs": [asdict(run) for run in change.text.runs],
    }


def _heading(view: RecordView) -> str:
    return f"نسخهٔ {fa(view.version_no)}، ثبت در {instant(view.recorded_at).striptags()}، SHA-256: {view.sha256}"


def _field(change: FieldChange) -> str:
    shown = [_MARKS[op].format(value_text(value)) for op, value in _sides(change) if value is not None]
    return f"{change.path}: {' '.join(shown)}"


def _sides(change: FieldChange) -> Sequence[tuple[Op, Any]]:
    return (Op.DELETE, change.old), (Op.INSERT, change.new)


def _marked(runs: Sequence[Run]) -> str:
    last = len(runs) - 1
    return "".join(
        _shortened(run.text, place > 0, place < last) if run.op is Op.EQUAL else _MARKS[run.op].format(run.text)
        for place, run in enumerate(runs)
    )


def _shortened(text: str, has_before: bool, has_after: bool) -> str:
    """The ends of a long stretch that lie beside a change."""
    if len(text) <= 2 * AROUND:
        return text
    head = text[:AROUND].rsplit(maxsplit=1)[0] if has_before else ""
    tail = text[-AROUND:].split(maxsplit=1)[-1] if has_after else ""
    return f"{head} […] {tail}"
