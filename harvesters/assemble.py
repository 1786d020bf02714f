"""Puts treated values together as one record in our words: where each field goes, its defaults, the order of sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from catalogue.vocab import Kind, vocabulary
from harvesters.issues import shown
from harvesters.recognise import code_of, type_of_title
from harvesters.shapes import file_name, folded, language_of, licence_of, unique
from harvesters.source import Rule, Source
from harvesters.treatments import Value
from schemas.fields import is_http_url
from schemas.our_fields import NEEDED_MEMBER, OUR_FIELDS

Problem = tuple[str, str, dict[str, object]]
OTHER = "other"
MOST_DIGITS = 15
"""A longer whole number is no count of bytes or rows."""


class Assembly:
    """One record in the making; `problems` are (code, our field, facts)."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._record: dict[str, Any] = {"kind": source.kind}
        self._members: dict[str, dict[str, list[Any]]] = {}
        self._constants: dict[str, dict[str, Any]] = {}
        self.problems: list[Problem] = []

    def put(self, rule: Rule, values: Sequence[Value]) -> None:
        """Add the values of one rule."""
        head, _, rest = rule.path.partition(".")
        if "[]" in head:
            self._put_member(head.removesuffix("[]"), rest, rule, values)
            return
        made = [value for value in values if value.made not in (None, "")]
        if made:
            _PUT[head](self, rest, made, rule)

    def finish(self, address: str, today: str) -> dict[str, Any] | None:
        """The record with its defaults, or None when its lists of objects do not agree. `today` is an ISO day."""
        if not all(self._zip(name, members) for name, members in self._members.items()):
            return None
        self._default_roles()
        self._default_type()
        self._default_links(address)
        if self._source.language:
            self._record.setdefault("language", [self._source.language])
        if self._source.licence and "licence" not in self._record:
            self._record["licence"] = licence_of(self._source.licence)
        self._look_ahead(today)
        for name, order in _SETS.items():
            if name in self._record:
                self._record[name] = sorted(unique(self._record[name]), key=order)
        self._limit("tags", self._source.limits.tags)  # after sorting: another order at the source cuts the same
        self._limit("distributions", self._source.limits.distributions)
        return self._record

    # ---------- one method for each form of field; `rest` is what follows the first dot of its path ----------

    def put_one(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A single text."""
        self._record[rule.path] = values[0].made

    def put_text(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A text in a role; many blocks are one text."""
        text = "\n\n".join(value.made for value in values)
        self._record.setdefault("texts", []).append({"role": rest, "text": text})

    def put_date(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A DualDate by its name."""
        self._record.setdefault("dates", {})[rest] = values[0].made

    def put_role(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Who did what; a name read from a page that no agency has is an issue with the nearest one."""
        for value in values:
            slug = self._source.register.find(value.made)
            if slug is None and rule.place.way != "const":
                near = self._source.register.nearest(value.made) or "-"
                self.problems.append(("agency-unknown", rule.path, {"given": value.made, "near": near}))
            role = {"role": rest, "raw": value.made} | ({"agency": slug} if slug else {})
            self._record.setdefault("roles", []).append(role)

    def put_words(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A set of words."""
        self._record.setdefault(rule.path, []).extend(value.made for value in values)

    def put_codes(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A set of words of a vocabulary."""
        codes = [code for value in values if (code := self._code(value, rule))]
        if codes:
            self._record.setdefault(rule.path, []).extend(codes)

    def put_code_and_words(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A word of the vocabulary beside the printed one."""
        code = self._code(values[0], rule)
        if code:
            self._record[rule.path] = {"code": code, "raw": values[0].printed}

    def put_claims(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """What the publisher says about legal force."""
        by = self._source.register.name_of(self._source.agency)
        codes = [(self._code(value, rule), value.printed) for value in values]
        claims = [{"value": code, "by": by, "raw": printed} for code, printed in codes if code]
        if claims:
            self._record["lifecycle"] = claims

    def put_places(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Places of one level."""
        self._record.setdefault("places", []).extend({"level": rest, "raw": value.made} for value in values)

    def put_type(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """The publisher's own word for the type."""
        code = self._code(values[0], rule)
        if code:
            self._record["type"] = code

    def put_number(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A number as printed and as compared."""
        self._record["number"] = folded(values[0].made)

    def put_source_ids(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Numbers printed on the page."""
        self._record.setdefault("source_ids", []).extend({"scheme": rest, **folded(value.made)} for value in values)

    def put_inside(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A member of an object that a record has once: its session, its gazette, its contact."""
        made = self._web_addresses(values, rule) if rule.type == "url" else [value.made for value in values]
        if made:
            self._record.setdefault(rule.path.partition(".")[0], {})[rest] = made[0]

    def put_address(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A single address."""
        urls = self._web_addresses(values, rule)
        if urls:
            self._record[rule.path] = urls[0]

    def put_signers(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Signatures as printed."""
        self._record.setdefault("signers", []).extend({"raw": value.made} for value in values)

    def put_amounts(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Amounts in their order on the page, at the stage that the path names."""
        stage = {"stage": rest} if rest else {}
        self._record.setdefault("amounts", []).extend({**value.made, **stage} for value in values)

    def put_licence(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Stated terms."""
        self._record["licence"] = licence_of(values[0].made)

    def put_links(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Addresses of the record; what is no web address is an issue."""
        urls = self._web_addresses(values, rule)
        if urls:
            self._record.setdefault("links", []).extend({"rel": rest, "url": url} for url in urls)

    def put_files(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Files by their addresses; the name is the end of it."""
        urls = self._web_addresses(values, rule)
        if urls:
            files = [{"role": "original", "name": file_name(url), "url": url} for url in urls]
            self._record.setdefault("files", []).extend(unique(files))

    def put_relations(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """What the record says of others, as it names them."""
        self._record.setdefault("relations", []).extend({"type": rest, "to_raw": value.made} for value in values)

    def put_whole(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """A whole number."""
        number = self._whole(values[0], rule)
        if number is not None:
            self._record[rule.path] = number

    def put_coverage(self, rest: str, values: Sequence[Value], rule: Rule) -> None:
        """Space, or one end of the time that is covered."""
        coverage = self._record.setdefault("coverage", {})
        time, _, end = rest.partition(".")
        if end:
            coverage.setdefault(time, {})[end] = values[0].made
        else:
            coverage[rest] = values[0].made

    # ---------- lists of objects ----------

    def _put_member(self, name: str, member: str, rule: Rule, values: Sequence[Value]) -> None:
        made = [self._member(member, value, rule) for value in values]
        if rule.type == "url":
            self._web_addresses([value for value in values if value.made], rule)  # tells what is refused
            made = [url if url and is_http_url(url) else None for url in made]
        if rule.place.way == "const":
            self._constants.setdefault(name, {})[member] = made[0]
        elif made:
            self._members.setdefault(name, {})[member] = made

    def _member(self, member: str, value: Value, rule: Rule) -> Any:
        """A value as it stands in its object."""
        if value.made and OUR_FIELDS[rule.path].vocabulary:
            return self._code(value, rule)
        if value.made and member == "licence":
            return licence_of(value.made)
        return self._whole(value, rule) if rule.type == "number" else value.made

    def _zip(self, name: str, members: Mapping[str, list[Any]]) -> bool:
        """The objects, one for each place; whether the members have one value for each."""
        lengths = {member: len(values) for member, values in members.items()}
        if len(set(lengths.values())) > 1:
            counts = [f"{member} {length}" for member, length in sorted(lengths.items())]
            self.problems.append(("lists-differ", name, {"counts": counts}))
            return False
        zipped = [dict(zip(members, values, strict=True)) for values in zip(*members.values(), strict=True)]
        found = [{member: made for member, made in row.items() if made not in (None, "")} for row in zipped]
        rows = [{**self._constants.get(name, {}), **row} for row in found if row]
        needed = NEEDED_MEMBER.get(f"{name}[]", "").rpartition(".")[2]
        whole = [row for row in rows if needed in row or not needed]
        if len(whole) < len(rows):  # one that cannot be had is no reason to lose the record
            facts = {"count": len(rows) - len(whole), "name": f"{name}[].{needed}"}
            self.problems.append(("member-left", name, facts))
        if whole:
            self._record.setdefault(name, []).extend(whole)
        return True

    # ---------- defaults and limits ----------

    def _default_roles(self) -> None:
        """Publisher, and of a decision the issuer, default to the agency of the source."""
        roles = self._record.setdefault("roles", [])
        agency = self._source.agency
        for role in ("publisher", "issuer") if self._source.kind == Kind.DECISION else ("publisher",):
            if not any(known["role"] == role for known in roles):
                roles.append({"role": role, "agency": agency, "raw": self._source.register.name_of(agency)})

    def _default_type(self) -> None:
        """A decision without a type from its source gets what its title begins with; otherwise `other` and an issue."""
        if self._source.kind == Kind.NOTICE:
            self._record.setdefault("type", OTHER)  # a word that nobody knows was told, and the notice stays
        if self._source.kind != Kind.DECISION:
            return
        if "type" in self._record:
            self._record["type_asserted_by"] = "source"
            return
        title = self._record.get("title", "")
        found = type_of_title("decision_types", title, self._names_of_site())
        if found is None and title:
            self.problems.append(("type-unknown", "type", {"given": title}))
        self._record |= {"type": found or OTHER, "type_asserted_by": "pattern"}

    def _names_of_site(self) -> list[str]:
        """What this site writes in front of its titles."""
        agency = self._source.register.files[self._source.agency]
        names = [name["text"] for name in agency["names"]]
        return [self._source.name, *names, *agency.get("aliases", ())]

    def _default_links(self, address: str) -> None:
        """A record of a listing is found where the listing says; files have no address on the web."""
        links = self._record.get("links", [])
        if any(link["rel"] == "landing" for link in links) or self._source.reading.url is None:
            return
        if is_http_url(address):
            self._record.setdefault("links", []).append({"rel": "landing", "url": address})
        else:
            self.problems.append(("url-refused", "links.landing", {"given": shown(address, 200)}))

    def _look_ahead(self, today: str) -> None:
        published = self._record.get("dates", {}).get("published", {}).get("iso", "")
        if published[:10] > today:
            self.problems.append(("date-in-future", "dates.published", {"given": published}))

    def _limit(self, name: str, most: int) -> None:
        given = len(self._record.get(name, ()))
        if given > most:
            self._record[name] = self._record[name][:most]
            self.problems.append(("cut-to-limit", name, {"field": name, "allowed": most}))

    # ---------- single values ----------

    def _code(self, value: Value, rule: Rule) -> str | None:
        name = (OUR_FIELDS[rule.path].vocabulary or {})[self._source.kind]
        code = value.made if value.made in vocabulary(name) else _CODES.get(name, partial(code_of, name))(value.made)
        if code is None:
            self.problems.append(("word-unknown", rule.path, {"field": rule.path, "given": shown(value.printed, 100)}))
        return code

    def _whole(self, value: Value, rule: Rule) -> int | None:
        digits = str(value.made or "")
        if value.made is None or (digits.isdecimal() and len(digits) <= MOST_DIGITS):
            return int(digits) if digits else None
        self.problems.append(("number-not-whole", rule.path, {"field": rule.path, "given": shown(value.printed, 100)}))
        return None

    def _web_addresses(self, values: Sequence[Value], rule: Rule) -> list[str]:
        good = [value.made for value in values if value.made and is_http_url(value.made)]
        bad = [value.printed for value in values if not value.made or not is_http_url(value.made)]
        self.problems += [("url-refused", rule.path, {"given": shown(printed, 200)}) for printed in bad]
        return good


_CODES: Mapping[str, Callable[[str], str | None]] = {
    "languages": language_of,
    "decision_types": lambda words: code_of("decision_types", words) or type_of_title("decision_types", words),
}
"""Vocabularies that know more than the words of their lists."""

_SETS: Mapping[str, Callable[[Any], Any]] = {
    "tags": lambda tag: tag,
    "topics": lambda topic: topic,
    "language": lambda language: language,
    "conforms_to": lambda standard: standard,
    "places": lambda place: (place["level"], place["raw"]),
    "source_ids": lambda source_id: (source_id["scheme"], source_id["raw"]),
    "roles": lambda role: (role["role"], role["raw"]),
    "relations": lambda relation: (relation["type"], relation["to_raw"]),
    "links": lambda link: (link["rel"], link["url"]),
}
"""Lists whose order means nothing, and the order we give them."""

_PUT: Mapping[str, Callable[[Assembly, str, Sequence[Value], Rule], None]] = {
    "title": Assembly.put_one,
    "known_limitations": Assembly.put_one,
    "edition": Assembly.put_one,
    "texts": Assembly.put_text,
    "dates": Assembly.put_date,
    "roles": Assembly.put_role,
    "tags": Assembly.put_words,
    "topics": Assembly.put_codes,
    "frequency": Assembly.put_code_and_words,
    "type": Assembly.put_type,
    "number": Assembly.put_number,
    "source_ids": Assembly.put_source_ids,
    "session": Assembly.put_inside,
    "gazette": Assembly.put_inside,
    "contact": Assembly.put_inside,
    "access": Assembly.put_code_and_words,
    "language": Assembly.put_codes,
    "lifecycle": Assembly.put_claims,
    "places": Assembly.put_places,
    "draft": Assembly.put_address,
    **dict.fromkeys(("legal_basis", "conforms_to"), Assembly.put_words),
    **dict.fromkeys(("origin_note", "steps", "complaint_route", "classification_stated"), Assembly.put_one),
    "signers": Assembly.put_signers,
    "amounts": Assembly.put_amounts,
    "licence": Assembly.put_licence,
    "links": Assembly.put_links,
    "files": Assembly.put_files,
    "relations": Assembly.put_relations,
    "row_count": Assembly.put_whole,
    "coverage": Assembly.put_coverage,
}
