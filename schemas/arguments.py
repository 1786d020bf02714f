"""The parameters of an address: every route has a schema, so nothing that was asked is ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.errors import FieldError, InvalidInput
from schemas.fields import Door, PersianText, WholeNumberText
from schemas.record import load_with


class Arguments(Door):
    """A route's parameters; an unknown one is refused with the nearest name. Itself: a route that takes none."""

    unknown_code = "unknown-parameter"


class VersionArguments(Arguments):
    """`version`: the number of a version; the current one by default."""

    version = WholeNumberText(least=1)


class JobsArguments(Arguments):
    """`source`: only its jobs; `before`: only jobs with a smaller number, as `next` asks."""

    source = PersianText(longest=100)
    before = WholeNumberText(least=1)


def load_arguments(schema: Arguments, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Loaded parameters from `name -> values`; blank values are left out, as empty form fields are.

    Raises InvalidInput with every mistake; code `doubled` alone for a single-valued parameter given twice.
    """
    known = {field.data_key or name: field for name, field in schema.fields.items()}
    many = {name for name, field in known.items() if getattr(field, "takes_many", False)}
    doubled = [name for name, values in given.items() if name in known and name not in many and len(values) > 1]
    if doubled:
        raise InvalidInput([FieldError((name,), "doubled") for name in doubled])
    filled = {name: [value for value in values if value.strip()] for name, values in given.items()}
    asked = {name: values for name, values in filled.items() if values or name not in known}
    return load_with(
        schema, {name: values if name in many or not values else values[0] for name, values in asked.items()}
    )
