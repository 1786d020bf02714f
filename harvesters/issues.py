"""An issue as data: something about a record or a source to look at. Its words stand in schemas.messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.personal.labels import Personal, Sign
from catalogue.privacy import REPLACEMENTS, Finding, mask_text
from harvesters.errors import GONE_STATUSES, BadStatus

LONGEST_EXCERPT = 500
LONGEST_NUMBER = 200
"""Characters of a number of a person in its longest writing, percent-encoded."""

SIGNS_FA: Mapping[Sign, str] = {
    Sign.LABELLED: "از برچسب کنارش",
    Sign.UNCHECKED: "از برچسب کنارش، با رقم کنترل نادرست",
    Sign.FORM: "از شکلش",
    Sign.UNLABELLED: "تنها از رقم کنترلش",
    Sign.COMMAND: "به فرمان",
}
DOUBTS_FA: Mapping[str, str] = {
    "address": "نشانی",
    "salutation": "خطاب به یک شخص",
    "account": "شمارهٔ حساب",
    "minor": "کودک",
}
"""By what a number is known, and what a person should look at (catalogue.privacy.Finding), for readers of Persian."""

ONCE_PER_JOB = frozenset(
    (
        "leftover",
        "others-left",
        "agency-unknown",
        "not-in-map",
        "no-match",
        "pattern-too-slow",
        "word-unknown",
        "cut-to-limit",
        "masked",
    )
)
"""Codes that are reported once per job for equal facts, with a count and the first record as example."""

INCOMPLETE = frozenset(
    {
        "page-unreadable",
        "folder-too-deep",
        "foreign-sitemap",
        "page-short",
        "entries-unclosed",
        "paging-loops",
        "paging-stuck",
        "too-many-pages",
        "too-many-records",
        "listing-shifted",
        "total-differs",
        "sitemap-too-deep",
        "dataset-undescribed",
        "sheet-ambiguous",
    }
)
"""Codes that say a part of the source was not read: the job is partial."""


@dataclass(frozen=True, slots=True)
class Issue:
    """`stage` as in harvesting.md section 8; `document` is a SHA-256; `facts` fill in the message of `code`.

    `refuses`: the protocol read a record here but gives none. `may_pass`: trouble on the network, which may be over in
    a while, kept a part of the source from being read.
    """

    stage: str
    code: str
    native_id: str | None = None
    document: str | None = None
    place: str | None = None
    excerpt: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    refuses: bool = False
    may_pass: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether the page of this record is not there any more."""
        return self.code == BadStatus.code and self.facts.get("status") in GONE_STATUSES

    @property
    def subject(self) -> tuple[object, ...]:
        """Issues with an equal subject are one issue seen several times."""
        facts = tuple(sorted((key, str(value)) for key, value in self.facts.items()))
        where = () if self.code in ONCE_PER_JOB else (self.native_id, self.place)
        return (self.stage, self.code, *where, facts)


def page_unreadable(place: str, url: str, why: str, may_pass: bool) -> Issue:
    """A part of a listing that was not read, at an address; `why` is the code of what hindered it."""
    return Issue("fetch", "page-unreadable", place=place, facts={"url": url, "why": why}, may_pass=may_pass)


def excerpt_of(text: str, under: str = "") -> str:
    """The beginning of a text as an issue shows it, masked; `under` is the label that it stood under."""
    if not under:
        return shown(text, LONGEST_EXCERPT)
    label = f"{under}: "
    return mask_text(label + shown(text, LONGEST_EXCERPT))[len(mask_text(label)) :][:LONGEST_EXCERPT]


def shown(text: str, most: int) -> str:
    """The beginning of a text, masked before it is cut: half a number would be no number any more."""
    return mask_text(text[: most + LONGEST_NUMBER])[:most]


def privacy_issues(findings: Sequence[Finding], native_id: str, document: str) -> Iterator[Issue]:
    """One for each mask, and one for all that a person should look at in a record; neither holds what was found."""
    for one in findings:
        if one.span:
            fa = {"what_fa": REPLACEMENTS[Personal(one.what)].strip("[]"), "rule_fa": SIGNS_FA[Sign(one.rule)]}
            facts = {"what": str(one.what), "rule": str(one.rule), **fa}
            yield Issue("mask", "masked", native_id, document, one.path, facts=facts)
    doubts = [one for one in findings if one.span is None]
    if doubts:
        names = sorted({str(one.what) for one in doubts})
        facts = {"what": ", ".join(names), "what_fa": "، ".join(DOUBTS_FA.get(name, name) for name in names)}
        yield Issue("mask", "privacy-doubt", native_id, document, doubts[0].path, facts=facts)
