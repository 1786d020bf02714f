"""The one table of what parameters mean: name -> Persian and English. One that means something else on a route stands
once more as `Schema:name`. Of what is a parameter, and what it may be, the arguments schemas decide."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

PARAMETER_WORDS: Mapping[str, Message] = {
    "q": Message(
        "واژه‌ها؛ «…» عبارت، -واژه بدون آن، «یا»، بودجه* آغاز واژه؛ خالی یعنی همه",
        'words: "…" a phrase, -word without it, OR, بودجه* a beginning; blank is everything',
    ),
    "SuggestArguments:q": Message("آنچه تا کنون تایپ شده است", "what has been typed so far"),
    "kind": Message("نوع رکورد؛ چند بار یعنی یکی از آن‌ها", "kind of record; several are alternatives"),
    "type": Message("گونهٔ تصمیم یا اطلاعیه، مانند resolution", "type of decision or notice, as `resolution`"),
    "agency": Message("شناسه، نام لاتین، نام یا نام دیگر یک دستگاه", "id, slug, name or alias of an agency"),
    "topic": Message("کد یک موضوع", "code of a topic"),
    "tag": Message("برچسب، چنان‌که چاپ شده است", "a tag as printed"),
    "format": Message("قالب یک مجموعه‌داده، مانند CSV", "form of a dataset, as `CSV`"),
    "language": Message("کد زبان", "code of a language"),
    "licence": Message("نشانی یا نام شرط بازنشر", "address or label of the terms of use"),
    "source": Message("شناسهٔ یک منبع", "id of a source"),
    "jalali_year": Message("سال شمسی، با هر رقمی", "Jalali year, in any digits"),
    "jalali_month": Message("ماه شمسی: 1402-05 یا ۱۴۰۲/۵", "Jalali month: `1402-05` or ۱۴۰۲/۵"),
    "status": Message(
        "رکوردهای منتشرشده، برداشته‌شده (تنها برگهٔ آن‌ها) یا همه", "published, withdrawn (tombstones), or all records"
    ),
    "date": Message("from و to دربارهٔ کدام تاریخ‌اند", "which date `from` and `to` mean"),
    "from": Message("از این روز، ماه یا سال (شمسی یا میلادی)", "from this day, month or year of either calendar on"),
    "to": Message("تا پایان این روز، ماه یا سال", "to the end of this day, month or year"),
    "sort": Message(
        "ترتیب؛ بی آن: با واژه‌ها relevance و بدون آن‌ها -date",
        "order; without it `relevance` with words, else `-date`",
    ),
    "match": Message("همهٔ واژه‌ها (all) یا بیشترشان (most)", "all words, or most of them"),
    "repair": Message("off: هیچ واژه‌ای جز آنچه نوشته شده خوانده نشود", "`off`: no word is read otherwise than typed"),
    "facets": Message("نام صافی‌هایی که شمرده شوند، با ویرگول", "names of filters to be counted, with commas"),
    "tree": Message("1: با دستگاه‌های زیرمجموعه", "`1`: with the agencies below it"),
    "view": Message(
        "card کارت، full همهٔ رکورد، ids تنها شناسه و اثر انگشت",
        "a card, the whole record, or what names it",
    ),
    "highlight": Message("off: واژه‌های یافته نشان نشوند", "`off`: words that were found are not marked"),
    "parent": Message("تنها زیرمجموعه‌های این دستگاه", "only those right below this agency"),
    "AgenciesArguments:q": Message("در نام، نام دیگر یا نام لاتین", "in a name, an alias or the slug"),
    "AgenciesArguments:type": Message("گونهٔ دستگاه", "type of agency"),
    "limit": Message("چند مورد در یک صفحه، با هر رقمی", "how many a page holds, in any digits"),
    "cursor": Message("آنچه در next آمده است", "what `next` holds"),
    "record": Message("تنها آنچه بر این رکورد رفت", "only what became of the record of this id"),
    "since": Message("تنها آنچه پس از این شمارهٔ دفتر آمد", "only what came after this index of the log"),
    "change_kind": Message("گونهٔ تغییر؛ چند بار یعنی یکی از آن‌ها", "kind of change; several are alternatives"),
    "start": Message("نخستین شمارهٔ دفتر", "the first index of the log"),
    "end": Message("آخرین شمارهٔ دفتر", "the last index of the log"),
    "as_of": Message(
        "رکورد چنان‌که آن زمان بود: روز، ماه، سال، لحظه، v3 یا log:120",
        "the record as it stood then: a day, month, year, instant, `v3` or `log:120`",
    ),
    "DiffArguments:from": Message(
        "از کدام زمان یا نسخه؛ بی آن نسخهٔ پیش از to", "from which time or version; without it the one before `to`"
    ),
    "DiffArguments:to": Message(
        "تا کدام زمان یا نسخه؛ بی آن نسخهٔ کنونی", "to which time or version; without it the current one"
    ),
    "form": Message("به چه شکل: JSON، متن ساده یا صفحه", "how it is told: JSON, plain text, or a page to embed"),
    "style": Message("به واژه‌ها یا BibTeX", "in words, or as BibTeX"),
    "lang": Message("به فارسی یا انگلیسی", "in Persian or English"),
    "RelationsArguments:type": Message("گونهٔ پیوند، مانند amends", "type of relation, as `amends`"),
    "direction": Message("آنچه رکورد می‌گوید (out)، آنچه دربارهٔ آن می‌گویند (in)", "what it says, or others say of it"),
    "version": Message("شمارهٔ نسخه؛ بی آن نسخهٔ کنونی", "number of a version; without it the current one"),
    "state": Message("وضعیت کار", "state of the job"),
    "JobsArguments:from": Message("کارهایی که از این روز (تهران) در صف‌اند", "jobs queued from this day on, in Tehran"),
    "JobsArguments:to": Message("تا پایان این روز، ماه یا سال", "to the end of this day, month or year"),
    "before": Message("آنچه در next آمده است: کارهای پیش از این شماره", "what `next` holds: jobs before this number"),
    "after": Message("آنچه در next آمده است", "what `next` holds"),
    "outcome": Message("کار با رکورد چه کرد؛ لازم است", "what the job did with the record; needed"),
    "code": Message("تنها یادداشت‌های این کد", "only issues of this code"),
    "health": Message("سلامت منبع", "health of the source"),
    "labels": Message(
        "نام ستون‌ها و کدها: en یا fa؛ بی آن در CSV لاتین و در XLSX فارسی",
        "names of columns and codes: `en` or `fa`; by default CSV has the one, XLSX the other",
    ),
}


NOT = Message("بی آن‌هایی که {name} آن‌ها این است", "without those whose `{name}` is this")


def words_of(schema: str, name: str) -> tuple[str, str]:
    """(Persian, English) of a parameter of the schema of this name; raises KeyError for one without words."""
    if name.startswith("not."):
        return NOT.say({"name": name.removeprefix("not.")})
    return (PARAMETER_WORDS.get(f"{schema}:{name}") or PARAMETER_WORDS[name]).say({})
