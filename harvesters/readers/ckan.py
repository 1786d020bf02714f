"""An answer of CKAN's `package_search` -> rows. It is judged here, before anybody else believes it to be one.

A package is made flat where CKAN is not: `extras` is a map of names, `tags` and `groups` are words, the licence is one
text. What CKAN leaves out for its own site is said: the page of the package (`landing`), the page of a resource that
has no address on the web. Paths lead from there (harvesters/built_in/ckan.yaml).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from harvesters.decode import Received, decode, is_clean, replace_forbidden
from harvesters.errors import StructureBroken
from harvesters.readers.trees import end_of, row_of, rules_of

Package = dict[str, Any]

ROWS_IN_PART = 100
SITE = "../../.."
"""From the action's address to the site that the catalogue is mounted at."""
PLACEHOLDER = "nan"
"""What spreadsheets that became packages wrote for nothing."""
MOST_DIGITS = 18
NO_LICENCE = ("notspecified", "")
_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_ODD = re.compile(r"\\u(?:0000|[dD][89a-fA-F]|[fF][dDfF])")
_NAN = re.compile(r'"\s*[nN][aA][nN]\s*"')
"""Without one of these in the JSON no text of it needs to be cleaned."""
_ODD_BEGIN = ("\\u0000", "\\ud", "\\uD", "\\uf", "\\uF")
"""How an odd escape begins: looked for first, as a Persian answer is one escape after the other."""


def read(body: bytes, question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The packages as rows, and at last what CKAN counts in all as `total`; raises StructureBroken."""
    rules = rules_of(question["rules"])
    decoded = decode(Received(body, question["media_type"], question["charset"]), rules.encoding)
    problems = Counter(decoded.problems)
    result = _result(decoded.text)
    packages, rows = result["results"], []
    is_odd = _is_odd(decoded.text)
    for number, package in enumerate(packages, start=1):
        flat = _flat(_clean(package, problems) if is_odd else package) if isinstance(package, dict) else {}
        row = row_of(flat, rules, f"row {number}")
        rows.append({**row, "deleted": flat.get("state") == "deleted"})
        if len(rows) == ROWS_IN_PART:
            yield {"rows": rows}
            rows = []
    yield {"rows": rows}
    yield end_of(decoded.charset, problems, total=str(result["count"]))


def _is_odd(text: str) -> bool:
    """Whether some text in this JSON may need to be cleaned."""
    if any(begin in text for begin in _ODD_BEGIN) and _ODD.search(text):
        return True
    return "nan" in text.lower() and bool(_NAN.search(text))


def _result(text: str) -> Mapping[str, Any]:
    """The result of an answer that says `success`, with a count and a list of packages."""
    try:
        answer = json.loads(text, parse_int=_number, parse_float=str, parse_constant=_nothing)
    except (ValueError, RecursionError):
        raise StructureBroken("ckan-no-answer") from None
    if not isinstance(answer, dict) or not isinstance(answer.get("success"), bool):
        raise StructureBroken("ckan-no-answer")
    if not answer["success"]:
        error = answer.get("error")
        said = error.get("message") or error.get("__type") if isinstance(error, dict) else error
        raise StructureBroken("ckan-refused", given=str(said)[:200])
    result = answer.get("result")
    if (
        not isinstance(result, dict)
        or type(result.get("count")) is not int
        or not isinstance(result.get("results"), list)
    ):
        raise StructureBroken("ckan-no-answer")
    return result


def _number(digits: str) -> int | str:
    """A number; one that nothing counts stays text, for Python refuses thousands of digits."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _nothing(_written: str) -> None:
    """NaN and Infinity are no JSON, but Python's own writer writes them."""


# ---------- one package ----------


def _clean(value: Any, problems: Counter[str]) -> Any:
    """The value without placeholders and without characters that no text may hold."""
    if isinstance(value, dict):
        return {_clean_text(key, problems): _clean(inner, problems) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, problems) for inner in value]
    if not isinstance(value, str):
        return value
    return None if value.strip().lower() == PLACEHOLDER else _clean_text(value, problems)


def _clean_text(text: str, problems: Counter[str]) -> str:
    if is_clean(text):
        return text
    cleaned, count = replace_forbidden(text)
    problems["bad-characters"] += count
    return cleaned


def _flat(package: Package) -> Package:
    page = f"{SITE}/dataset/{quote(str(package.get('name') or package.get('id') or ''), safe='')}"
    organization = package.get("organization")
    flat = {
        **package,
        "landing": page,
        "organization": {"title": organization} if isinstance(organization, str) else organization,
        "tags": [_word(tag, "display_name", "name") for tag in _list(package.get("tags"))],
        "groups": [_word(group, "title", "display_name", "name") for group in _list(package.get("groups"))],
        "extras": _extras(package.get("extras")),
        "resources": [_resource(one, page) for one in _list(package.get("resources"))],
        "licence": _licence(package),
    }
    return _set_aside(flat, "url")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(one: Any, *names: str) -> Any:
    """What a tag or group is called; in old answers it is its name."""
    return next((one[name] for name in names if one.get(name)), None) if isinstance(one, dict) else one


def _extras(extras: Any) -> dict[str, Any]:
    """Names and values; of a name that stands twice both values."""
    if isinstance(extras, dict):
        return extras
    found: dict[str, Any] = {}
    for one in _list(extras):
        if isinstance(one, dict) and isinstance(one.get("key"), str):
            found.setdefault(one["key"], []).append(one.get("value"))
    return found


def _resource(resource: Any, page: str) -> dict[str, Any]:
    """A resource with an address: its own, or its page at the catalogue."""
    given = _set_aside(resource, "url") if isinstance(resource, dict) else {}
    own = f"{page}/resource/{quote(str(given.get('id') or ''), safe='')}"
    file = given.get("url") if given.get("url_type") == "upload" else None
    return {**given, "access_url": given.get("url") or own, "download_url": file}


def _set_aside(given: dict[str, Any], name: str) -> dict[str, Any]:
    """An address that is none on the web under another name, where it shows as a leftover and is not resolved."""
    value = given.get(name)
    if not value or (isinstance(value, str) and _WEB.match(value.strip())):
        return given
    return {**{key: part for key, part in given.items() if key != name}, f"{name}_as_written": value}


def _licence(package: Package) -> Any:
    """The address of the terms, else their title, else their code."""
    if package.get("license_id") in NO_LICENCE and not package.get("license_url"):
        return None
    url = package.get("license_url")
    if isinstance(url, str) and _WEB.match(url):
        return url
    return package.get("license_title") or package.get("license_id")
