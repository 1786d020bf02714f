"""Words for codes, in the language of the page: of the vocabularies, and of what none of them names.

Sentences are in the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.shown.language import States, Words, gettext, is_persian, ngettext, said
from catalogue.labels import VOCABULARY_OF
from catalogue.search.index import Order
from catalogue.vocab import (
    ChangeKind,
    Health,
    JobState,
    Kind,
    Lane,
    SourceStatus,
    Status,
    Term,
    WithdrawReason,
    vocabulary,
)
from schemas.reasons import reason

FACETS = Words(
    {
        "kind": "نوع",
        "type": "گونه",
        "agency": "دستگاه",
        "jalali_year": "سال",
        "topic": "موضوع",
        "format": "قالب فایل",
        "tag": "برچسب",
        "jalali_month": "ماه",
        "language": "زبان",
        "licence": "پروانه",
        "source": "منبع",
        "status": "وضعیت",
    }
)
"""Names of filters and of the facets of the same name."""

OFFERS = Words({**FACETS.persian, "date": "تاریخ", "number": "شماره"})
"""What the words of a search may mean: filters, and what is none."""

BOUNDS = Words({"from": "از تاریخ", "to": "تا تاریخ"})

STATUSES = Words({Status.PUBLISHED: "منتشرشده", Status.WITHDRAWN: "برداشته‌شده", "all": "همه"})

REPAIRS = Words(
    {
        "letters": "با نویسهٔ دیگر",
        "joined": "سرهم",
        "split": "جدا از هم",
        "form": "به شکل دیگر",
        "layout": "با صفحه‌کلید فارسی",
        "pinglish": "به خط فارسی",
        "edit": "با املای نزدیک",
    }
)
"""How a word was read otherwise than it was typed: «…» سرهم «…» خوانده شد."""

SORTS = Words(
    {
        Order.RELEVANCE: "مرتبط‌ترین",
        Order.NEWEST: "تازه‌ترین تاریخ",
        Order.OLDEST: "قدیمی‌ترین تاریخ",
        Order.CHANGED: "تازه‌ترین تغییر",
    }
)

DATES = Words(
    {
        "leading": "تصویب یا انتشار",
        "published": "انتشار",
        "adopted": "تصویب",
        "notified": "ابلاغ",
        "effective_from": "لازم‌الاجرا شدن",
        "first_seen": "نخستین دیدار ما",
        "changed": "آخرین تغییر",
    }
)
"""The dates that a search can be limited to."""

RECORD_DATES = Words(
    {
        "adopted": "تاریخ تصویب",
        "notified": "تاریخ ابلاغ",
        "published": "تاریخ انتشار",
        "modified": "به‌روزرسانی به گفتهٔ منبع",
        "effective_from": "لازم‌الاجرا از",
        "effective_to": "لازم‌الاجرا تا",
        "gazette": "تاریخ روزنامهٔ رسمی",
        "deadline": "مهلت نظر دادن",
        "promised": "تاریخ وعده‌داده‌شده",
    }
)

CHANGES = Words(
    {
        ChangeKind.FIRST: "نخستین دیدار",
        ChangeKind.SOURCE_EDIT: "تغییر در منبع",
        ChangeKind.CORRECTION: "اصلاح",
        ChangeKind.METADATA: "تغییر در خواندن ما",
        ChangeKind.REPARSE: "بازخوانی همان سند",
        ChangeKind.REDACTION: "پوشاندن بخشی از متن",
        ChangeKind.WITHDRAWAL: "برداشته شدن",
        ChangeKind.RETURN: "بازگشت",
    }
)

ROLES = Words(
    {
        "publisher": "منتشرکننده",
        "issuer": "صادرکننده",
        "proposer": "پیشنهاددهنده",
        "co_responsible": "همکار",
        "executor": "مجری",
        "addressee": "گیرنده",
        "copy_recipient": "گیرندهٔ رونوشت",
        "notifier": "ابلاغ‌کننده",
        "rights_holder": "دارندهٔ حق",
    }
)

FILE_ROLES = Words(
    {
        "original": "اصل سند",
        "scan": "تصویر سند",
        "text": "متن",
        "annex": "پیوست",
        "data": "داده",
        "correction": "اصلاحیه",
    }
)

LINKS = Words(
    {
        "landing": "صفحهٔ منبع",
        "canonical": "نشانی اصلی در منبع",
        "print": "نسخهٔ چاپی منبع",
        "related": "مرتبط",
    }
)

RELATED = Words(
    {
        "amends": "اصلاح‌شده با",
        "adds_to": "الحاق‌شده با",
        "repeals": "لغوشده با",
        "replaces": "جانشین آن",
        "suspends": "متوقف‌شده با",
        "annuls": "ابطال‌شده با",
        "corrects": "غلط‌گیری‌شده با",
        "consolidates": "تنقیح‌شده در",
        "implements": "اجراشده با",
        "based_on": "مستندِ",
        "cites": "ارجاع در",
        "annex_of": "پیوست آن",
        "part_of_series": "عضو این مجموعه",
        "responds_to": "واکنش به آن",
        "stage_of": "مرحله‌ای از آن",
        "same_as": "همان است که",
        "republication_of": "بازنشر آن",
    }
)
"""What others say of a record, seen from it."""

PLACE_LEVELS = Words(
    {
        "country": "کشور",
        "province": "استان",
        "county": "شهرستان",
        "city": "شهر",
        "village": "روستا",
    }
)

AMOUNT_STAGES = Words(
    {
        "budget": "بودجه",
        "commitment": "تعهد",
        "tender": "برآورد مناقصه",
        "award": "برنده",
        "contract": "قرارداد",
        "payment": "پرداخت",
        "revenue": "درآمد",
        "fine": "جریمه",
    }
)
"""At which stage of its way money stands."""

JOB_STATES = States(
    {
        JobState.QUEUED: ("mute", "در نوبت"),
        JobState.RUNNING: ("mute", "در حال اجرا"),
        JobState.SUCCEEDED: ("ok", "کامل"),
        JobState.PARTIAL: ("warn", "ناقص"),
        JobState.FAILED: ("bad", "ناموفق"),
        JobState.ABORTED: ("mute", "متوقف‌شده"),
    }
)
"""State of a job -> kind of tag, word."""

LANES = Words({Lane.SHORT: "کوتاه", Lane.LONG: "بلند"})
"""Sources that take long have a queue of their own."""

PROTOCOLS = Words(
    {
        "ckan": "فهرست CKAN",
        "datajson": "فایل data.json",
        "dcat": "فهرست DCAT",
        "feed": "خوراک (RSS، Atom یا JSON Feed)",
        "files": "پوشهٔ فایل‌ها",
        "html": "صفحه‌های وب",
        "json": "JSON",
        "oai": "OAI-PMH",
        "sitemap": "نقشهٔ وبگاه (sitemap)",
        "table": "جدول (CSV یا صفحه‌گسترده)",
    }
)
"""How a source is read, by its protocol."""

HEALTH = States(
    {
        Health.FINE: ("ok", "سالم"),
        Health.LATE: ("warn", "دیرکرده"),
        Health.DOUBTFUL: ("warn", "ناقص"),
        Health.FAILING: ("bad", "ناموفق"),
        Health.PAUSED: ("mute", "متوقف"),
    }
)
"""Health of a source -> kind of tag, word."""

SOURCE_STATES = States(
    {
        SourceStatus.MISSING: ("warn", "در منبع دیده نشد"),
        SourceStatus.GONE: ("gone", "حذف‌شده از منبع"),
        SourceStatus.UNREACHABLE: ("warn", "منبع پاسخ نمی‌دهد"),
    }
)
"""What is worth a tag; a record that is present needs none."""

JOB_COUNTS = Words(
    {
        "read": "خوانده‌شده",
        "added": "تازه",
        "changed": "تغییرکرده",
        "unchanged": "بی‌تغییر",
        "withdrawn": "برداشته‌شده",
        "withheld": "نگه‌داشته از برداشتن",
        "refused": "پذیرفته‌نشده",
        "issues": "نکته",
    }
)

STAGES = Words(
    {
        "config": "پیکربندی",
        "fetch": "دریافت",
        "keep": "نگه‌داری",
        "read": "خواندن",
        "normalise": "یکدست‌سازی",
        "validate": "سنجش",
        "mask": "پوشاندن",
        "ingest": "ثبت",
        "finish": "پایان",
    }
)

REASONS = Words(
    {
        WithdrawReason.GONE_AT_SOURCE: "دیگر در منبع نیست",
        WithdrawReason.COURT_OR_LAW: "حکم دادگاه یا قانون",
        WithdrawReason.PERSONAL_DATA: "داشتن اطلاعات شخصی",
        WithdrawReason.MISTAKE: "اشتباه در ثبت",
        WithdrawReason.DUPLICATE: "تکراری بودن",
    }
)

BASES = Words({"stated": "اعلام منبع", "by_law": "به حکم قانون", "not_stated": "اعلام نشده"})
"""Who says under which terms a record may be used."""

ASSERTED = Words({"source": "گفتهٔ منبع", "pattern": "شناسایی خودکار", "person": "تشخیص یک ویراستار"})

COLUMN_TYPES = Words(
    {
        "text": "متن",
        "code": "کد",
        "integer": "عدد صحیح",
        "number": "عدد",
        "date": "تاریخ",
        "boolean": "بله یا خیر",
    }
)

NUMBERED = ("jalali_year", "jalali_month", "date", "number")
"""Facets and offers whose values are made of digits."""


def word_of(term: Term) -> str:
    """What a vocabulary calls it, as a word that stands alone."""
    return said((term.fa, term.en[:1].upper() + term.en[1:]))


def kind_word(kind: str) -> str:
    """The name of a kind of record."""
    return word_of(vocabulary("kinds")[kind])


def kinds_word(kind: str, count: int) -> str:
    """What so many records of a kind are called, beside their number."""
    words = vocabulary("kinds")[kind].fa
    return ngettext(words, words, count)


def type_word(record: Mapping[str, Any]) -> str:
    """What a record or card is called."""
    return word_of(type_term(record))


def type_term(record: Mapping[str, Any]) -> Term:
    """Its type, or its kind where a type says nothing."""
    kind, code = record["kind"], record.get("type", "other")
    if kind == Kind.DATASET or code == "other":
        return vocabulary("kinds")[kind]
    return vocabulary("decision_types" if kind == Kind.DECISION else "notice_types")[code]


def term(name: str, code: str) -> str:
    """The word of a vocabulary for a code, or the code itself."""
    found = vocabulary(name).get(code)
    return word_of(found) if found else code


def value_word(name: str, value: str, label: str) -> str:
    """What a value of a facet or filter is called; `label` is its Persian name, which agencies and tags keep."""
    if is_persian():
        return label
    if name in NUMBERED:
        return value
    found = (vocabulary(of_name).get(value) for of_name in VOCABULARY_OF.get(name, ()))
    return next((word_of(term) for term in found if term), label)


def why(code: str | None) -> str:
    """Why a job did not succeed, or waits, in a sentence."""
    return said(reason(code)) if code else gettext("دلیلی ثبت نشده است.")
