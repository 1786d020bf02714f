"""What `dastras new-source` does: looks at an address, writes the drafts, and says what is still to fill in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.checking import Checked
from deploy.opening import WrongUse, utc_now
from deploy.settings import Settings
from harvesters.agencies import judge_agencies
from harvesters.built_in import with_built_in
from harvesters.door import Door
from harvesters.drafts import KINDS, agency_draft, agency_of, quoted, source_draft, source_id, to_fill_in
from harvesters.grants import Grants
from harvesters.keeping import ForNobody
from harvesters.looking import Seen, look
from harvesters.network import Fetcher
from harvesters.politeness import Manners
from harvesters.robots import Robots
from harvesters.slots import HostSlots

MOST_BYTES = 20 * 2**20
GAP_SECONDS = 0.0
"""Beside what hosts of the world outside get anyway (politeness.LEAST_GAP)."""


def begin(settings: Settings, url: str, out: Path | None) -> Iterator[str]:
    """Look at the address, write the files, and say what was seen and what is to fill in.

    Raises WrongUse before anything is asked when the file exists, and HarvestError when the address gives nothing.
    """
    if out is not None:
        _refuse_existing(out)
    seen = _look(settings, url)
    path = out or settings.sources / f"{source_id(seen)}.yaml"
    _refuse_existing(path)
    agencies = path.parent / "agencies"
    register, _ = judge_agencies(agencies if agencies.is_dir() else settings.sources / "agencies")
    agency = agency_of(seen, register)
    drafts: dict[Path, str] = {}
    if agency is None:
        agency = path.stem[:100].rpartition("-")[0] or path.stem
        while agency in register.files:
            agency += "-2"
        drafts[agencies / f"{agency}.yaml"] = agency_draft(agency, seen)
    brought = with_built_in({"protocol": seen.protocol, "kind": KINDS.get(seen.protocol, "decision")})
    drafts[path] = source_draft(path.stem, agency, seen, brought.get("fields", {}))
    for file, text in drafts.items():
        _write(file, text)
    yield from _told(seen, drafts)
    checked = Checked(settings)
    checked.look_at([path])
    yield from (*checked.understood, *map(str, checked.mistakes))
    yield f"سپس | then: dastras check {path}، dastras preview {path}"


def _look(settings: Settings, url: str) -> Seen:
    """Asks the network as every source does; what is remembered of hosts goes with a folder."""
    with tempfile.TemporaryDirectory(prefix="dastras-new-") as scratch:
        slots = HostSlots(Path(scratch) / "hosts")
        manners = Manners(GAP_SECONDS, settings.allow, Robots(Path(scratch) / "robots", slots, utc_now))
        door = Door(settings.contact, MOST_BYTES, Grants(settings.allow))
        return look(url, Fetcher(ForNobody(), door, slots, manners, utc_now))


def _told(seen: Seen, drafts: dict[Path, str]) -> Iterator[str]:
    count = seen.said.get("count", 0)
    yield f"دیده شد: {seen.protocol}، {count} رکورد | seen: {seen.protocol}, {count} records"
    listing = seen.said.get("listing")
    if seen.protocol == "html" and listing is None:
        yield "ردیف‌های فهرست پیدا نشد؛ تنها چارچوب نوشته شد | the rows were not found; only a skeleton was written"
    for _, place, shape in (listing or {}).get("fields", ()):
        yield f"  {shape}: {quoted(place)}"
    for key in seen.said.get("keys", ()):
        yield f"  {key['shape']}: {quoted(key['name'])} ({quoted(key['example'])})"
    for protocol, address in seen.others:
        yield f"  راه دیگر | another way: {protocol} {address}"
    for file, text in drafts.items():
        yield f"نوشته شد | written: {file}"
        for line, words in to_fill_in(text):
            yield f"{file}:{line}: {words}"


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise WrongUse(
            f"{path} هست و رونویسی نمی‌شود؛ با --out نام دیگری بدهید | "
            f"{path} exists and is not overwritten; give another name with --out"
        )
    if path.suffix != ".yaml":
        raise WrongUse(f"نام فایل باید به .yaml پایان یابد: {path} | the file's name must end with .yaml: {path}")


def _write(path: Path, text: str) -> None:
    """Write a new file; one that came into being meanwhile is not overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
