"""Why a job did not succeed, or waits: code -> a sentence in Persian and English. Facts stand in its issues."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

REASONS: Mapping[str, Message] = {
    "worker-lost": Message("برنامه‌ای که کار می‌کرد ناگهان بسته شد.", "The process that ran the job was lost."),
    "internal": Message("خطایی از سوی ما کار را پایان داد.", "A fault of ours ended the job."),
    "by-operator": Message("گردانندهٔ دسترس آن را پایان داد.", "The operator ended it."),
    "interrupted": Message("گرداننده در میان کار آن را قطع کرد.", "The operator interrupted it."),
    "source-file-missing": Message("فایل این منبع دیگر نیست.", "The file of this source is gone."),
    "source-file-broken": Message(
        "فایل این منبع اشکال دارد؛ پس از اصلاح آن از نو کوشیده می‌شود.",
        "The file of this source has mistakes; it is tried again once they are mended.",
    ),
    "files-root-missing": Message(
        "گرداننده هنوز نگفته است پوشه‌های منبع کجا هستند.", "The operator has not said where folders of sources are."
    ),
    "secret-unknown": Message(
        "گرداننده هنوز کلید دسترسی این منبع را نگذاشته است.",
        "The operator has not yet provided the access key of this source.",
    ),
    "secret-in-clear": Message(
        "کلید منبع تنها با https فرستاده می‌شود.", "The secret of the source is sent over https only."
    ),
    "secret-elsewhere": Message(
        "کلید دسترسی این منبع از آن نشانی دیگری است.", "The access key of this source is for another address."
    ),
    "ca-root-missing": Message(
        "گرداننده هنوز نگفته است گواهی‌های منبع کجا هستند.",
        "The operator has not said where certificates of sources are.",
    ),
    "ca-unusable": Message("گواهی این منبع خواندنی نیست.", "The certificate of this source cannot be read."),
    "out-of-time": Message(
        "کار از زمانی که برای این منبع گذاشته‌ایم بیشتر شد؛ آنچه خوانده شد می‌ماند.",
        "It took longer than this source is given; what was read stays.",
    ),
    "unreachable": Message("منبع پاسخ نداد.", "The source could not be reached."),
    "certificate-refused": Message("گواهی https منبع پذیرفته نشد.", "The source's https certificate was refused."),
    "too-slow": Message("منبع در مهلت پاسخ نداد.", "The source was too slow."),
    "cut-short": Message("پاسخ منبع ناتمام یا خالی رسید.", "The source's answer came cut short or empty."),
    "still-written": Message("فایل منبع هنوز نوشته می‌شد.", "A file of the source was still being written."),
    "bad-status": Message("منبع به جای سند، خطا پاسخ داد.", "The source answered with an error."),
    "too-large": Message("سند منبع از اندازهٔ مجاز بزرگ‌تر بود.", "A document of the source was too large."),
    "too-many-redirects": Message("منبع پی‌درپی به نشانی دیگری فرستاد.", "The source redirected too often."),
    "robots-forbid": Message(
        "ناشر در robots.txt خواندن منبع را ممنوع کرده است.", "The publisher's robots.txt forbids to read the source."
    ),
    "robots-unreachable": Message(
        "robots.txt منبع پاسخ نداد، پس روشن نیست چه چیزی مجاز است.",
        "The source's robots.txt did not answer, so nobody knows what it allows.",
    ),
    "crawl-delay-too-long": Message(
        "ناشر میان دو درخواست فاصله‌ای می‌خواهد که برای گردآوری بیش از اندازه است؛ با او باید به توافق رسید.",
        "The publisher wants longer pauses between requests than a job can wait; an agreement is needed.",
    ),
    "asked-to-wait": Message(
        "منبع خواست تا زمانی چیزی از آن نپرسیم.", "The source asked us to stay away for some time."
    ),
    "too-many-bytes": Message(
        "سندهای منبع روی هم بیش از اندازه بزرگ بودند؛ بقیه خوانده نشد.",
        "The source's documents were too large in all; the rest was not read.",
    ),
    "address-refused": Message("نشانی منبع پرسیدنی نیست.", "The source's address may not be asked."),
    "address-blocked": Message(
        "منبع به نشانی یا درگاهی می‌رسد که عمومی نیست.", "The source leads to an address or port that is not public."
    ),
    "secret-at-risk": Message(
        "پاسخ منبع کلید دسترسی ما را به خطر می‌انداخت.", "The source's answer put our access key at risk."
    ),
    "not-recorded": Message("بخشی از منبع در ضبط نیست.", "A part of the source was not recorded."),
    "listing-empty": Message("فهرست منبع خالی بود.", "The source's listing was empty."),
    "folder-empty": Message("پوشهٔ منبع خالی بود.", "The source's folder was empty."),
    "ckan-no-answer": Message(
        "پاسخ منبع پاسخ یک CKAN نبود (شاید صفحهٔ ورود یا خطا).",
        "The source's answer was none of a CKAN (perhaps a login or error page).",
    ),
    "ckan-refused": Message("CKAN پرسش ما را نپذیرفت.", "The CKAN refused our question."),
    "wrong-media-type": Message(
        "سند منبع از گونه‌ای نبود که باید باشد.", "The source's document was not of the form that it should be."
    ),
    "page-cut": Message("صفحهٔ منبع ناتمام بود.", "The source's page was cut off."),
    "json-broken": Message("سند منبع JSON نبود.", "The source's document was no JSON."),
    "rows-missing": Message(
        "در سند منبع جای ردیف‌ها نبود.", "The source's document had nothing where its rows should be."
    ),
    "no-feed": Message("سند منبع خوراک (RSS، Atom یا JSON Feed) نبود.", "The source's document was no feed."),
    "entries-unclosed": Message(
        "رکوردهایی از خوراک از هم جدا نبودند و خوانده نشدند.",
        "Some entries of the feed were not apart from each other, and were not read.",
    ),
    "no-sitemap": Message("نقشهٔ سایت منبع درست نبود.", "The source's sitemap was none, or broken."),
    "foreign-sitemap": Message("بخشی از نقشهٔ سایت در میزبان دیگری است.", "A part of the sitemap lies on another host."),
    "folder-too-deep": Message("بخشی از پوشه خوانده نشد.", "A part of the folder was not read."),
    "sitemap-too-deep": Message("بخشی از نقشهٔ سایت خوانده نشد.", "A part of the sitemap was not read."),
    "page-too-deep": Message("صفحهٔ منبع بیش از اندازه تودرتو بود.", "The source's page was nested too deep."),
    "xml-with-dtd": Message("سند منبع XML با DTD بود.", "The source's document was XML with a DTD."),
    "table-form-unknown": Message("سند منبع جدول نیست.", "The source's document is no table."),
    "table-locked": Message("صفحه‌گستردهٔ منبع رمز دارد.", "The source's workbook has a password."),
    "table-unreadable": Message("صفحه‌گستردهٔ منبع خواندنی نیست.", "The source's workbook cannot be read."),
    "table-empty": Message("جدول منبع خالی است.", "The source's table is empty."),
    "sheet-missing": Message("برگهٔ خواسته‌شده در صفحه‌گسترده نیست.", "The workbook has not the sheet it should."),
    "sheet-ambiguous": Message(
        "چند برگه یا جدول سرستون‌های خواسته‌شده را دارند و تنها یکی خوانده شد.",
        "Several sheets or tables have the headings; only one was read.",
    ),
    "sheet-too-large": Message("برگهٔ منبع بزرگ‌تر از اندازه است.", "The source's sheet is too large."),
    "headings-missing": Message("سرستون‌های خواسته‌شده در جدول نیست.", "The table has not the headings it should."),
    "too-many-columns": Message("جدول منبع بیش از اندازه ستون دارد.", "The source's table has too many columns."),
    "cell-too-long": Message("خانه‌ای از جدول بیش از اندازه بلند است.", "A cell of the table is too long."),
    "too-many-quotes-broken": Message(
        "علامت‌های نقل قول در جدول ناجورند.", "The quotes in the source's table are broken."
    ),
    "headings-moved": Message(
        "سرستون‌ها در میان جدول با ترتیب دیگری دوباره می‌آیند.",
        "The headings of the table come again in another order further down.",
    ),
    "rows-unfit": Message(
        "بیشتر ردیف‌های جدول به پهنای سرستون‌ها نیستند.", "Most rows of the table are not as wide as its headings."
    ),
    "xml-broken": Message("سند XML منبع شکسته بود.", "The source's XML was broken."),
    "rdf-broken": Message("سند RDF منبع خواندنی نبود.", "The source's RDF could not be read."),
    "context-elsewhere": Message(
        "واژه‌های JSON-LD منبع در نشانی دیگری تعریف شده‌اند.", "The terms of the source's JSON-LD are defined elsewhere."
    ),
    "next-elsewhere": Message("صفحهٔ بعد در میزبان دیگری بود.", "The next page was on another host."),
    "oai-refused": Message("مخزن OAI-PMH درخواست را نپذیرفت.", "The OAI-PMH repository refused the request."),
    "not-oai": Message("سند منبع پاسخ OAI-PMH نبود.", "The source's document was no answer of OAI-PMH."),
    "zip-bomb": Message("بایگانی zip منبع بیش از اندازه باز می‌شد.", "The source's zip unpacked to too much."),
    "zip-unreadable": Message("بایگانی zip منبع خواندنی نبود.", "The source's zip could not be read."),
    "parser-died": Message(
        "سند منبع را نتوانستیم با حافظه و زمانی که هر سند دارد بخوانیم.",
        "A document of the source could not be read within the memory and time that a document has.",
    ),
    "must-contain-missing": Message(
        "صفحهٔ منبع آن نبود که باید باشد (شاید صفحهٔ ورود یا خطا).",
        "The source's page was not the one expected (perhaps a login or error page).",
    ),
    "no-page-readable": Message("هیچ‌یک از صفحه‌های رکورد خواندنی نبود.", "No record page was readable."),
    "page-unreadable": Message("صفحه‌ای از فهرست خوانده نشد.", "A page of the listing was not read."),
    "paging-stuck": Message(
        "منبع صفحه‌ای پر را دوباره داد؛ شاید همه‌چیز دیده نشد.",
        "The source gave a full page again; perhaps not all was seen.",
    ),
    "page-short": Message(
        "صفحه‌ها کوتاه‌تر از گام فهرست بودند و ردیف‌هایی نخوانده ماند.",
        "Pages were shorter than the step of the listing, and rows were not read.",
    ),
    "paging-loops": Message(
        "صفحه‌های فهرست در حلقه‌اند؛ بقیه خوانده نشد.", "The pages of the listing run in a circle; the rest was not read."
    ),
    "dataset-undescribed": Message(
        "سند از مجموعه‌داده‌هایی نام می‌برد که در آن شرحی ندارند؛ شاید ناتمام باشد.",
        "The document names datasets that it does not describe; it may be cut off.",
    ),
    "too-many-pages": Message(
        "فهرست بیش از اندازه صفحه داشت؛ بقیه خوانده نشد.", "The listing had too many pages; the rest was not read."
    ),
    "too-many-records": Message(
        "رکوردها بیش از اندازه بودند؛ بقیه خوانده نشد.", "There were too many records; the rest was not read."
    ),
    "listing-shifted": Message("ردیف‌ها هنگام خواندن جابه‌جا شدند.", "Rows moved while the listing was read."),
    "total-differs": Message(
        "شمار ردیف‌ها با آنچه فهرست می‌گوید یکی نبود.", "The number of rows was not what the listing states."
    ),
    "pattern-too-slow": Message(
        "الگویی از فایل منبع روی صفحهٔ فهرست به پایان نرسید.",
        "A pattern of the source file came to no end on the listing.",
    ),
    "most-refused": Message("بیشتر رکوردها پذیرفته نشدند.", "Most records were refused."),
    "too-few-records": Message("رکوردها کمتر از انتظار بودند.", "Fewer records came than expected."),
    "more-than-expected": Message("رکوردها بیش از انتظار بودند.", "More records came than expected."),
    "not-fresh": Message("منبع از انتظار کهنه‌تر بود.", "The source was less fresh than expected."),
    "share-missed": Message(
        "فیلدی که باید در بیشتر رکوردها باشد کم بود.", "A field that most records should have was often missing."
    ),
}

OTHER = Message("کار کامل نشد ({code}).", "The job was not completed ({code}).")


def reason(code: str) -> tuple[str, str]:
    """(Persian, English)."""
    return REASONS.get(code, OTHER).say({"code": code})
