"""Titles and details of problems, for the API and for error pages: a part of the table in messages.py."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

PROBLEMS: Mapping[str, Message] = {
    "title-not-found": Message("یافت نشد", "Not found"),
    "detail-not-found": Message("چیزی به این نشانی نیست.", "There is nothing at this address."),
    "title-bad-id": Message("شناسه درست نیست", "Mistyped id"),
    "detail-bad-id": Message(
        "شناسهٔ «{key}» درست نیست؛ شاید یک نویسه جابه‌جا یا اشتباه شده است.",
        "The id {key!r} cannot be right: a character may be wrong or two may be swapped.",
    ),
    "title-before-first": Message("پیش از نخستین نسخه", "Before the first version"),
    "detail-before-first": Message(
        "در آن زمان نسخه‌ای از این رکورد نبود؛ نخستین نسخه در {jalali} ({iso}) ثبت شد. از آن روز به بعد را بپرسید.",
        "There was no version of this record at that time: the first was recorded on {iso} ({jalali}). Ask for that "
        "day or a later one.",
    ),
    "title-nothing-before": Message("نسخه‌ای پیش از این نیست", "No version before this one"),
    "detail-nothing-before": Message(
        "این نخستین نسخه است که در {jalali} ({iso}) ثبت شد؛ چیزی پیش از آن نیست که با آن سنجیده شود.",
        "This is the first version, recorded on {iso} ({jalali}): there is none before it to compare it with.",
    ),
    "title-withdrawn": Message("برداشته‌شده", "Withdrawn"),
    "title-withheld": Message("نشان‌داده‌نشده", "Withheld"),
    "detail-withheld": Message(
        "این سند را نگه داشته‌ایم، اما شاید چیزی پوشانده یا برداشته‌شده در آن باشد؛ آن را در نشانی اصلی‌اش ببینید.",
        "This document is kept, but it may hold what was masked or taken down; see it at its own address.",
    ),
    "title-sealed": Message("مهرشده", "Sealed"),
    "detail-sealed": Message(
        "متن این نسخه از میان برده شده است، چون چیزی در آن بود که نباید منتشر شود. نسخهٔ پس از آن خواندنی است.",
        "The text of this version was destroyed: it held what must not be published. The version after it can be read.",
    ),
    "detail-withdrawn": Message(
        "این رکورد از فهرست برداشته شده است؛ آنچه از آن می‌ماند همین یادداشت است.",
        "This record was withdrawn from the catalogue; what remains of it stands in the tombstone.",
    ),
    "title-bad-cursor": Message("نشانهٔ صفحه درست نیست", "Bad cursor"),
    "detail-bad-cursor": Message(
        "نشانهٔ صفحه از آنِ جست‌وجوی دیگری است یا کهنه شده است؛ از صفحهٔ نخست آغاز کنید.",
        "The cursor is of another query or out of date; begin again with the first page.",
    ),
    "title-dump-stale": Message("این رونوشت از نو ساخته می‌شود", "This dump is being built anew"),
    "detail-dump-stale": Message(
        "پس از ساختن این رونوشت چیزی برداشته شد؛ رونوشت بی آن از نو ساخته می‌شود. کمی بعد دوباره بکوشید.",
        "Something was taken out of the catalogue since this dump was made; it is being built anew without it. Try "
        "again in a while.",
    ),
    "title-busy": Message("جست‌وجو اکنون پاسخ نمی‌دهد", "Search does not answer now"),
    "detail-busy": Message(
        "نمایهٔ جست‌وجو پاسخ نمی‌دهد؛ چند ثانیهٔ دیگر دوباره بکوشید. فهرست‌ها بدون واژه، با پالایش نوع، دستگاه یا منبع، "
        "همچنان خواندنی‌اند.",
        "The search index does not answer; try again in a few seconds. Lists without words, filtered by kind, agency "
        "or source, can be read meanwhile.",
    ),
    "title-store-away": Message("انباره اکنون پاسخ نمی‌دهد", "The store does not answer now"),
    "detail-store-away": Message(
        "رکوردها اکنون خوانده نمی‌شوند؛ چند ثانیهٔ دیگر دوباره بکوشید.",
        "Records cannot be read now; try again in a few seconds.",
    ),
    "title-conflict": Message("هم‌زمان کار دیگری در جریان است", "Conflict"),
    "detail-conflict": Message("کار دیگری از همین منبع در جریان است.", "Another job of this source is running."),
    "title-invalid-record": Message("رکورد درست نیست", "Invalid record"),
    "detail-invalid-record": Message("رکورد پذیرفته نشد.", "The record was refused."),
    "title-unknown-parameter": Message("پارامتر ناشناخته", "Unknown parameter"),
    "title-invalid-value": Message("مقدار پذیرفته نیست", "Invalid value"),
    "title-malformed": Message("درخواست خواندنی نیست", "Malformed request"),
    "detail-malformed": Message("نشانی یا درخواست خواندنی نیست.", "The address or request cannot be read."),
    "detail-doubled": Message(
        "پارامتری که یک بار می‌آید دو بار آمده است.", "A parameter that is given once was given twice."
    ),
    "title-method-not-allowed": Message("این روش پذیرفته نیست", "Method not allowed"),
    "detail-method-not-allowed": Message("این نشانی تنها خوانده می‌شود (GET).", "This address can only be read (GET)."),
    "title-too-large": Message("درخواست بیش از اندازه بزرگ است", "Request too large"),
    "detail-too-large": Message("درخواست را کوتاه‌تر کنید.", "Make the request shorter."),
    "title-no-such-range": Message("چنین بخشی نیست", "No such part"),
    "detail-no-such-range": Message(
        "بخش خواسته پس از پایان سند است؛ Content-Range اندازهٔ آن را می‌گوید.",
        "The part that was asked for lies behind the end of the document; Content-Range tells its size.",
    ),
    "title-internal": Message("خطای ما", "Internal error"),
    "detail-internal": Message(
        "خطایی از سوی ما رخ داد و ثبت شد؛ اگر ماند، شمارهٔ رخداد را به ما بگویید.",
        "Something failed on our side and was noted; if it stays, tell us the request id.",
    ),
    "title-query-too-long": Message("جست‌وجو بیش از اندازه بلند است", "Query too long"),
    "title-too-many-terms": Message("واژه‌ها بیش از اندازه‌اند", "Too many words"),
    "title-query-too-deep": Message("پرانتزها بیش از اندازه تودرتو هستند", "Query too deep"),
    "title-pattern-too-short": Message("واژهٔ ستاره‌دار کوتاه است", "Pattern too short"),
    "title-too-many-patterns": Message("واژه‌های ستاره‌دار بیش از اندازه‌اند", "Too many patterns"),
    "title-no-words": Message("واژه‌ای برای جست‌وجو نیست", "No words"),
    "title-too-deep": Message("این ترتیب تا اینجا خواندنی است", "Too deep"),
    "title-window-too-large": Message("صفحه بیش از اندازه بزرگ است", "Window too large"),
    "title-facet-too-large": Message("نما بیش از اندازه بزرگ است", "Facet too large"),
    "title-unknown-facet": Message("نمای ناشناخته", "Unknown facet"),
    "title-unknown-filter": Message("پالایهٔ ناشناخته", "Unknown filter"),
    "title-too-many-values": Message("مقدارهای پالایه بیش از اندازه‌اند", "Too many values"),
}
