"""Persian words for codes that no vocabulary of the catalogue names. Sentences are in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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

FACETS: Mapping[str, str] = {
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
"""Names of filters and of the facets of the same name."""

OFFERS: Mapping[str, str] = {**FACETS, "date": "تاریخ", "number": "شماره"}
"""What the words of a search may mean: filters, and what is none."""

STATUSES: Mapping[str, str] = {Status.PUBLISHED: "منتشرشده", Status.WITHDRAWN: "برداشته‌شده", "all": "همه"}

REPAIRS: Mapping[str, str] = {
    "letters": "با نویسهٔ دیگر",
    "joined": "سرهم",
    "split": "جدا از هم",
    "form": "به شکل دیگر",
    "layout": "با صفحه‌کلید فارسی",
    "pinglish": "به خط فارسی",
    "edit": "با املای نزدیک",
}
"""How a word was read otherwise than it was typed: «…» سرهم «…» خوانده شد."""

SORTS: Mapping[str, str] = {
    Order.RELEVANCE: "مرتبط‌ترین",
    Order.NEWEST: "تازه‌ترین تاریخ",
    Order.OLDEST: "قدیمی‌ترین تاریخ",
    Order.CHANGED: "تازه‌ترین تغییر",
}

DATES: Mapping[str, str] = {
    "leading": "تصویب یا انتشار",
    "published": "انتشار",
    "adopted": "تصویب",
    "notified": "ابلاغ",
    "effective_from": "لازم‌الاجرا شدن",
    "first_seen": "نخستین دیدار ما",
    "changed": "آخرین تغییر",
}
"""The dates that a search can be limited to."""

RECORD_DATES: Mapping[str, str] = {
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

CHANGES: Mapping[str, str] = {
    ChangeKind.FIRST: "نخستین دیدار",
    ChangeKind.SOURCE_EDIT: "تغییر در منبع",
    ChangeKind.CORRECTION: "اصلاح",
    ChangeKind.METADATA: "تغییر در خواندن ما",
    ChangeKind.REPARSE: "بازخوانی همان سند",
    ChangeKind.REDACTION: "پوشاندن اطلاعات شخصی",
    ChangeKind.WITHDRAWAL: "برداشته شدن",
    ChangeKind.RETURN: "بازگشت",
}

ROLES: Mapping[str, str] = {
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

FILE_ROLES: Mapping[str, str] = {
    "original": "اصل سند",
    "scan": "تصویر سند",
    "text": "متن",
    "annex": "پیوست",
    "data": "داده",
    "correction": "اصلاحیه",
}

LINKS: Mapping[str, str] = {
    "landing": "صفحهٔ منبع",
    "canonical": "نشانی اصلی در منبع",
    "print": "نسخهٔ چاپی منبع",
    "related": "مرتبط",
}

RELATED: Mapping[str, str] = {
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
"""What others say of a record, seen from it."""

PLACE_LEVELS: Mapping[str, str] = {
    "country": "کشور",
    "province": "استان",
    "county": "شهرستان",
    "city": "شهر",
    "village": "روستا",
}

AMOUNT_STAGES: Mapping[str, str] = {
    "budget": "بودجه",
    "commitment": "تعهد",
    "tender": "برآورد مناقصه",
    "award": "برنده",
    "contract": "قرارداد",
    "payment": "پرداخت",
    "revenue": "درآمد",
    "fine": "جریمه",
}
"""At which stage of its way money stands."""

JOB_STATES: Mapping[str, tuple[str, str]] = {
    JobState.QUEUED: ("mute", "در نوبت"),
    JobState.RUNNING: ("mute", "در حال اجرا"),
    JobState.SUCCEEDED: ("ok", "کامل"),
    JobState.PARTIAL: ("warn", "ناقص"),
    JobState.FAILED: ("bad", "ناموفق"),
    JobState.ABORTED: ("mute", "متوقف‌شده"),
}
"""State of a job -> kind of tag, word."""

LANES: Mapping[str, str] = {Lane.SHORT: "کوتاه", Lane.LONG: "بلند"}
"""Sources that take long have a queue of their own."""

PROTOCOLS: Mapping[str, str] = {
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
"""How a source is read, by its protocol."""

HEALTH: Mapping[str, tuple[str, str]] = {
    Health.FINE: ("ok", "سالم"),
    Health.LATE: ("warn", "دیرکرده"),
    Health.DOUBTFUL: ("warn", "ناقص"),
    Health.FAILING: ("bad", "ناموفق"),
    Health.PAUSED: ("mute", "متوقف"),
}
"""Health of a source -> kind of tag, word."""

SOURCE_STATES: Mapping[str, tuple[str, str]] = {
    SourceStatus.MISSING: ("warn", "در منبع دیده نشد"),
    SourceStatus.GONE: ("gone", "حذف‌شده از منبع"),
    SourceStatus.UNREACHABLE: ("warn", "منبع پاسخ نمی‌دهد"),
}
"""What is worth a tag; a record that is present needs none."""

JOB_COUNTS: Mapping[str, str] = {
    "read": "خوانده‌شده",
    "added": "تازه",
    "changed": "تغییرکرده",
    "unchanged": "بی‌تغییر",
    "withdrawn": "برداشته‌شده",
    "withheld": "نگه‌داشته از برداشتن",
    "refused": "پذیرفته‌نشده",
    "issues": "نکته",
}

STAGES: Mapping[str, str] = {
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

REASONS: Mapping[str, str] = {
    WithdrawReason.GONE_AT_SOURCE: "دیگر در منبع نیست",
    WithdrawReason.COURT_OR_LAW: "حکم دادگاه یا قانون",
    WithdrawReason.PERSONAL_DATA: "داشتن اطلاعات شخصی",
    WithdrawReason.MISTAKE: "اشتباه در ثبت",
    WithdrawReason.DUPLICATE: "تکراری بودن",
}

BASES: Mapping[str, str] = {"stated": "اعلام منبع", "by_law": "به حکم قانون", "not_stated": "اعلام نشده"}
"""Who says under which terms a record may be used."""

ASSERTED: Mapping[str, str] = {"source": "گفتهٔ منبع", "pattern": "شناسایی خودکار", "person": "تشخیص یک ویراستار"}

COLUMN_TYPES: Mapping[str, str] = {
    "text": "متن",
    "code": "کد",
    "integer": "عدد صحیح",
    "number": "عدد",
    "date": "تاریخ",
    "boolean": "بله یا خیر",
}


def kind_word(kind: str) -> str:
    """The name of a kind of record."""
    return vocabulary("kinds")[kind].fa


def type_word(record: Mapping[str, Any]) -> str:
    """What a record or card is called."""
    return type_term(record).fa


def type_term(record: Mapping[str, Any]) -> Term:
    """Its type, or its kind where a type says nothing."""
    kind, code = record["kind"], record.get("type", "other")
    if kind == Kind.DATASET or code == "other":
        return vocabulary("kinds")[kind]
    return vocabulary("decision_types" if kind == Kind.DECISION else "notice_types")[code]


def term(name: str, code: str) -> str:
    """The Persian word of a vocabulary for a code, or the code itself."""
    found = vocabulary(name).get(code)
    return found.fa if found else code


def why(code: str | None) -> str:
    """Why a job did not succeed, or waits, in a sentence."""
    return reason(code)[0] if code else "دلیلی ثبت نشده است."
