"""Rules that a protocol brings along, in the words of a source file; the file overrides them or adds to them.

<protocol>.yaml here holds `native_id`, `detail`, `fields` and `ignore` as they would stand in a source file. Fields
that a kind of record has not are left out for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from harvesters.yaml_lines import read_yaml
from schemas.our_fields import OUR_FIELDS, path_of

FOLDER = Path(__file__).parent


def with_built_in(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """A source file with what its protocol brings along; one with broken parts stays as it is: the door will tell."""
    built_in = _built_in(str(written.get("protocol")))
    fields, ignored = written.get("fields", {}), written.get("ignore", [])
    listing = written.get("list", {})
    if not built_in or not isinstance(fields, Mapping) or not isinstance(ignored, list):
        return written
    own = {path_of(str(name)) for name in fields}
    kind = written.get("kind")
    ours = {
        name: rule
        for name, rule in built_in["fields"].items()
        if path_of(name) not in own and kind in OUR_FIELDS[str(path_of(name))].kinds
    }
    whole = {**written, "fields": {**ours, **fields}, "ignore": [*built_in.get("ignore", []), *ignored]}
    keys = {name: built_in[name] for name in ("native_id", "detail") if name in built_in}
    if isinstance(listing, Mapping) and keys:
        whole["list"] = {**keys, **listing}
    return whole


@cache
def _built_in(protocol: str) -> Mapping[str, Any]:
    path = FOLDER / f"{protocol}.yaml"
    if not protocol.isalpha() or not path.is_file():
        return {}
    lined = read_yaml(path.read_bytes(), str(path))
    if isinstance(lined, list):
        raise ValueError(lined)
    return dict(lined.value)
