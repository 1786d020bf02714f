"""The file of equal words: which words a search may ask for in place of others, and who says that they are equal."""

from __future__ import annotations

from marshmallow import fields

from schemas.fields import Door, NonEmptyList, PersianText


class Group(Door):
    """Words and phrases of one meaning."""

    words = NonEmptyList(PersianText(longest=200), required=True, longest=20)
    source = PersianText(required=True, longest=500)


class SynonymsFile(Door):
    """All groups of a catalogue."""

    groups = NonEmptyList(fields.Nested(Group), required=True)
