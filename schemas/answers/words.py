"""The one table of what members of answers mean whose name alone does not say it: name -> Persian and English.

A member that means something else in one shape stands once more as `Shape:name`.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

MEMBER_WORDS: Mapping[str, Message] = {
    # ---------- lists ----------
    "total": Message("شمار دقیق همه", "exact count of all"),
    "truncated": Message("آنچه آمده کامل به چشم می‌آید و نیست", "what is shown looks complete and is not"),
    "next": Message("نشانی صفحهٔ بعد؛ در پایان null", "address of the next page; null exactly at the end"),
    "effective_query": Message("پرسش، چنان‌که خوانده شد", "what was asked, as it was read"),
    "as_of": Message("دفتر تا کجا خوانده شده بود", "up to where the log had been read"),
    "coverage_until": Message(
        "کهنه‌ترین «آخرین گردآوری کامل» در میان منبع‌های پرسیده", "the oldest last complete job among the sources asked"
    ),
    "never_complete": Message(
        "منبع‌هایی که هرگز کامل گردآوری نشده‌اند", "how many sources have never been harvested completely"
    ),
    "log_index": Message("شمارهٔ دفتر: یگانه ساعت این فهرست", "index of the log, the only clock of this catalogue"),
    "at": Message("زمان ثبت آن ردیف دفتر", "when that entry of the log was recorded"),
    # ---------- files of a query ----------
    "Manifest:sha256": Message(
        "SHA-256 همهٔ سطرهای «id version_no sha256»، مرتب‌شده؛ برای هر قالب همین است",
        'SHA-256 of all lines "id version_no sha256", sorted; the same for every form',
    ),
    "Manifest:count": Message("شمار سطرهای این اثر انگشت", "how many lines the hash is made of"),
    "files": Message("همین مجموعه به هر قالب", "the same set in each form"),
    # ---------- search ----------
    "facets": Message("شمار هر مقدار صافی‌های خواسته", "counts by value of the filters that were asked for"),
    "query": Message("نشانی جست‌وجویی که درست همین‌ها را می‌یابد", "address of the search that finds exactly these"),
    "other": Message("شمار آنچه در مقدارهای نیامده است", "count in the values that are not shown"),
    "label": Message("نام مقدار برای مردم", "the value as people read it"),
    "snippet": Message(
        "پاره‌ای از متن که واژه‌های یافته در آن نشان دارند (<mark>)", "escaped text with <mark> around words found"
    ),
    "opening": Message("آغاز متن، تا ۳۰۰ نویسه", "the first 300 characters of the text"),
    "terms": Message("واژه‌ها، چنان‌که خوانده شدند", "the words as they were read"),
    "Vocabulary:terms": Message("شمار واژه‌ها", "how many terms it has"),
    "matching": Message("همهٔ واژه‌ها یا بیشترشان", "whether all words or most of them were asked for"),
    "with_all": Message("شمار آن‌ها که همهٔ واژه‌ها را دارند", "how many hold all of the words, where not all do"),
    "ignored": Message("واژه‌های بی‌معنای کنارگذاشته", "words without meaning that were left out"),
    "repaired": Message("واژه‌هایی که جور دیگر خوانده شدند", "words that were read otherwise than typed"),
    "understood": Message("آنچه واژه‌ها شاید یعنی آن", "what words may mean, offered as filters"),
    "same": Message("واژه‌هایی که برابرشان هم پرسیده شد", "words asked for also in equal ones"),
    "did_you_mean": Message("شاید این خواسته شده بود", "what may have been meant"),
    "unheld": Message(
        "مقدارهایی از صافی‌ها که هیچ رکوردی ندارد؛ شاید نادرست نوشته شده‌اند",
        "values of filters that no record has: mistyped ones mostly; looked for where nothing was found",
    ),
    "unfiltered": Message("همین پرسش بی صافی‌ها", "the same query without its filters, where they leave nothing"),
    "notes": Message("نکته‌هایی دربارهٔ خواندن پرسش", "what else is to be told of how the query was read"),
    # ---------- records and the log ----------
    "id": Message("شناسهٔ ماندگار", "permanent id"),
    "version_no": Message("شمارهٔ نسخه، از ۱", "number of the version, from 1 on"),
    "sha256": Message("اثر انگشت همان بایت‌ها", "SHA-256 of the exact bytes"),
    "change_kind": Message("چرا این نسخه هست", "why this version exists"),
    "recorded_at": Message("کی ثبت شد", "when it was recorded"),
    "status": Message("منتشرشده یا برداشته‌شده", "published, or withdrawn"),
    "Problem:status": Message("وضعیت HTTP", "the HTTP status"),
    "source_status": Message("آنچه آخرین بار در منبع دیده شد", "what was last found at the source"),
    "first_seen_at": Message("نخستین دیدار", "when it was first seen"),
    "last_seen_at": Message("آخرین دیدار در منبع", "when it was last seen at the source"),
    "record": Message("خود رکورد، همان که اثر انگشتش گرفته شد", "the record itself, as it was hashed"),
    "sealed_at": Message("از کی متن و اثر انگشت نابود شده است", "since when text and hash are destroyed"),
    "tombstone": Message("آنچه از رکورد برداشته‌شده می‌ماند", "what stays of a withdrawn record"),
    "what_remains": Message("آیا نسخه‌های پیشین خواندنی‌اند", "whether earlier versions can be read"),
    "legal_ground": Message("قانون یا حکمی که خواسته است", "the law or order behind it"),
    "asked_by": Message("چه نهادی خواست", "which office asked for it"),
    "commitment": Message("تعهد دفتر به این نسخه", "SHA-256 of a secret salt and the hash of the version"),
    "native_id": Message("کلید خود ناشر", "the publisher's key"),
    "config_sha256": Message("اثر انگشت فایل منبع", "SHA-256 of the source file"),
    "document_sha256": Message("اثر انگشت سند خام", "SHA-256 of the bytes as they were fetched"),
    "recorded": Message("از ضبط خوانده شد، نه از شبکه", "read from a recording, not from the network"),
    # ---------- sources and jobs ----------
    "counts": Message("شمارها", "counts"),
    "reason": Message("چرا، به کد", "why, as a code"),
    "lane": Message("صف کوتاه یا بلند", "short or long lane"),
    "run_at": Message("زودتر از این آغاز نمی‌شود", "it does not begin before"),
    "approved_at": Message("کی کسی برداشتن‌ها را پذیرفت", "when a person approved what it withheld"),
    "changes_since": Message("تنها تغییرهای پس از این پرسیده شد", "only what changed after this was asked for"),
    "retries_left": Message("چند بار دیگر آزموده می‌شود", "how often it is tried again"),
    "seconds": Message("زمان کار در همهٔ دفعه‌ها", "time worked, over all attempts"),
    "requests": Message("شمار پرسش‌ها از منبع", "how often the source was asked"),
    "stages": Message("از هر مرحله چند تا گذشت", "how many records passed each stage"),
    "place": Message("جای آن در سند", "where it stood in the document"),
    "excerpt": Message("پاره‌ای از متن، با پوشاندن چیزهای شخصی", "what stood there; what is personal is masked"),
    "judged_job": Message("کاری که سلامت از آن است", "the job by which the health is judged"),
    "schedule": Message("زمان‌بندی cron به وقت تهران", "cron in Asia/Tehran; null: by hand"),
    "robots_agreed": Message(
        "نامه‌ای که ناشر با آن اجازه داد", "the letter by which the publisher agreed, whatever robots.txt says"
    ),
    "expected": Message("شمار اعلام‌شدهٔ ناشر", "what the publisher states; null unless it does"),
    "undated": Message("بی‌تاریخ‌ها", "how many have no leading date"),
    "year_only": Message("آنها که تنها سالشان پیداست", "how many have only a year for a date, so no month"),
    "gaps": Message("ماه‌های خالی", "months without any"),
    "patterns": Message("عبارت‌های باقاعدهٔ شناختن آن", "regular expressions by which it is recognised"),
    "build": Message("نسخهٔ برنامه", "the running version of the program"),
    # ---------- problems ----------
    "instance": Message("نشانی پرسیده", "the path that was asked for"),
    "errors": Message("پارامترهای نادرست، یکایک", "each wrong parameter"),
    "request_id": Message("برای گزارش خطا به ما", "to be told when the problem is reported"),
}


def told(shape: str, name: str) -> dict[str, str]:
    """The description of a member of the shape of this name, if the table has words for it."""
    words = MEMBER_WORDS.get(f"{shape}:{name}") or MEMBER_WORDS.get(name)
    return {"description": f"{words.fa} | {words.en}"} if words else {}
