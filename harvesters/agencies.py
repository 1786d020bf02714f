"""The agency register: agencies/*.yaml, and names found on pages matched to it: folded, also without their blanks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.persian.letters import fold_key
from harvesters.errors import SourceInvalid
from harvesters.likeness import Likeness, squeezed
from harvesters.mistakes import Mistake, line_of, mistake, mistakes_of
from harvesters.yaml_lines import read_yaml
from schemas.agency import Agency
from schemas.errors import InvalidInput
from schemas.fields import nearest
from schemas.record import load_with

SCHEMA = Agency()


@dataclass(frozen=True, slots=True)
class AgencyRegister:
    """Validated agency files by slug; `slugs` maps each name and alias, folded, and `squeezed` without its blanks, to
    its slug; `digest` is of the files; `broken` are the slugs of files with mistakes."""

    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    squeezed: Mapping[str, str] = field(default_factory=dict)
    likeness: Likeness = field(default_factory=Likeness, compare=False)
    broken: frozenset[str] = frozenset()

    def find(self, name: str) -> str | None:
        """The slug of an agency by any of its names or aliases."""
        return self.slugs.get(fold_key(name)) or self.squeezed.get(squeezed(name))

    def nearest(self, name: str) -> str | None:
        """The folded name or alias in the register that is most like this one, when one is like it."""
        return self.likeness.nearest(name)

    def name_of(self, slug: str) -> str:
        """The first Persian name, else the first one."""
        names = self.files[slug]["names"]
        return str(next((name["text"] for name in names if name["lang"] == "fa"), names[0]["text"]))


def load_agencies(folder: Path) -> AgencyRegister:
    """The register of a folder of agency files; raises SourceInvalid with the mistakes of all of them."""
    register, mistakes = judge_agencies(folder)
    if mistakes:
        raise SourceInvalid(mistakes)
    return register


def judge_agencies(folder: Path) -> tuple[AgencyRegister, list[Mistake]]:
    """The register of the files without a mistake, and the mistakes of the others."""
    files: dict[str, Mapping[str, Any]] = {}
    broken: set[str] = set()
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        loaded = _load_agency(path)
        if isinstance(loaded, list):
            mistakes += loaded
            broken.add(path.stem)
        else:
            files[path.stem] = loaded
    slugs, doubled = _slugs(files, folder, fold_key)
    joined, doubled_joined = _slugs(files, folder, squeezed)
    mistakes += doubled or doubled_joined
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return AgencyRegister(files, slugs, digest, joined, Likeness(slugs), frozenset(broken)), mistakes


def unknown_parent(path: Path, register: AgencyRegister) -> list[Mistake]:
    """The mistake of an agency file whose `parent` is no agency; none where the file has other mistakes."""
    parent = register.files.get(path.stem, {}).get("parent")
    if parent is None or parent in register.files:
        return []
    lined = read_yaml(path.read_bytes(), str(path))
    line = line_of(("parent",), lined.lines) if not isinstance(lined, list) else 1
    near = nearest(parent, list(register.files))
    code = "unknown-agency-near" if near else "unknown-agency"
    code = "broken-agency" if parent in register.broken else code
    return [mistake(str(path), line, "parent", code, name=parent, near=near or "")]


def _load_agency(path: Path) -> Mapping[str, Any] | list[Mistake]:
    lined = read_yaml(path.read_bytes(), str(path))
    if isinstance(lined, list):
        return lined
    mistakes, agency = list(lined.mistakes), {}
    try:
        agency = load_with(SCHEMA, lined.value)
    except InvalidInput as invalid:
        mistakes += mistakes_of(str(path), invalid.errors, lined.lines)
    slug = lined.value.get("slug")
    if isinstance(slug, str) and slug.strip() and slug != path.stem:
        mistakes.append(mistake(str(path), lined.lines["slug",], "slug", "id-is-file-name", name=path.stem))
    return sorted(mistakes, key=lambda one: (one.line, one.path)) or agency


def _slugs(
    files: Mapping[str, Mapping[str, Any]], folder: Path, fold: Callable[[str], str]
) -> tuple[dict[str, str], list[Mistake]]:
    """Folded name -> slug; a name of two agencies is a mistake of the second."""
    slugs: dict[str, str] = {}
    doubled = []
    for slug, agency in files.items():
        for name in (*(name["text"] for name in agency["names"]), *agency.get("aliases", ())):
            owner = slugs.setdefault(fold(name), slug)
            if owner != slug:
                file = str(folder / f"{slug}.yaml")
                doubled.append(mistake(file, 1, "names", "agency-name-taken", name=name, owner=owner))
    return slugs, doubled
