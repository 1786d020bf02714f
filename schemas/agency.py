"""The agency file: who a public body is (harvesting.md section 2, records.md section 5)."""

from __future__ import annotations

from marshmallow import fields

from catalogue.vocab import vocabulary
from schemas.fields import Door, HttpUrl, NonEmptyList, PersianText
from schemas.source_fields import Slug, Word


class Name(Door):
    """A name in one language."""

    text = PersianText(required=True, longest=500)
    lang = Word(vocabulary("languages"), load_default="fa")


class Agency(Door):
    """`slug` is permanent and is the name of the file; `parent` is another agency's slug."""

    slug = Slug(required=True)
    names = NonEmptyList(fields.Nested(Name), required=True)
    aliases = NonEmptyList(PersianText(longest=500), longest=200)
    parent = Slug()
    type = Word(vocabulary("agency_types"), required=True)
    website = HttpUrl(longest=2_000)
    contact = PersianText(longest=200)
    jurisdiction = PersianText(longest=500)
