"""An index document in the fields that every engine holds (search.md section 2), or the reason why it cannot be.

Not here: how an engine keeps a field (local/schema.py, elastic/mapping.py).
"""

from __future__ import annotations

from datetime import date

from catalogue.search.index import DATES, FILTERS, LONGEST_KEYWORD, IndexDocument

EPOCH = date(1970, 1, 1)
KEYS = ("key_newest", "key_changed", "key_id")

_BETWEEN = "¶"  # keeps a phrase from reaching over the end of the title; the analyser never makes this token


def to_fields(document: IndexDocument) -> dict[str, object]:
    """Field -> value or list of values; tokens joined by blanks. Raises ValueError or TypeError.

    Jalali year and month are keywords: nobody asks for a range of them.
    """
    fields: dict[str, object] = {
        "id": document.id,
        "version_no": document.version_no,
        "sha_head": document.sha_head,
        **{key: getattr(document, key) for key in KEYS},
    }
    exact, stems = (document.title, document.text), (document.title_stem, document.text_stem)
    for suffix, (title, text) in (("", exact), ("_stem", stems)):
        fields[f"title{suffix}"] = " ".join(title)
        fields[f"text{suffix}"] = " ".join(text)
        fields[f"all{suffix}"] = " ".join((*title, _BETWEEN, *text))
    for name, values in _keywords(document).items():
        fields[name] = [_checked(name, value) for value in dict.fromkeys(values)]  # a value counts once a record
    for name, (first, last) in document.days.items():
        if name not in DATES:
            raise ValueError(f"unknown date {name}")
        fields |= {f"day_{name}": first, f"day_{name}_last": last}
    return fields


def _keywords(document: IndexDocument) -> dict[str, list[str]]:
    keywords = {name: list(values) for name, values in document.keywords.items()}
    if document.jalali_year is not None:
        keywords["jalali_year"] = [str(document.jalali_year)]
    if document.jalali_month is not None:
        year, month = divmod(document.jalali_month, 100)
        keywords["jalali_month"] = [f"{year}-{month:02}"]
    return keywords


def _checked(name: str, value: str) -> str:
    if name not in FILTERS or not value or len(value) > LONGEST_KEYWORD:
        raise ValueError(f"keyword {name} of {len(value)} characters")
    return value
