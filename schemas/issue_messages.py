"""Issues of a job: a part of the table in messages.py."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

ISSUES: Mapping[str, Message] = {
    "files-root-missing": Message(
        "{source}: برای خواندن پوشه، DASTRAS_FILES_ROOT را تنظیم کنید",
        "{source}: set DASTRAS_FILES_ROOT to read a folder",
    ),
    "secret-unknown": Message(
        "{source}: کلید «{name}» در فایل DASTRAS_SECRETS نیست؛ آن را آنجا بنویسید",
        "{source}: the file DASTRAS_SECRETS has no secret {name!r}; add it there",
    ),
    "secret-in-clear": Message(
        "{source}: کلید {name} تنها با https فرستاده می‌شود؛ نشانی منبع را https بنویسید.",
        "{source}: the secret {name} is sent over https only; write the address of the source with https.",
    ),
    "secret-elsewhere": Message(
        "{source}: کلید «{name}» از آن {host} است (با درگاه آن) و url این منبع جای دیگری است",
        "{source}: the secret {name!r} is for {host} and its port, and the url of this source is elsewhere",
    ),
    "ca-root-missing": Message(
        "{source}: برای خواندن tls.ca، DASTRAS_FILES_ROOT را تنظیم کنید",
        "{source}: set DASTRAS_FILES_ROOT, where tls.ca is read",
    ),
    "ca-unusable": Message(
        "{source}: فایل {file} زیر DASTRAS_FILES_ROOT نیست یا گواهی PEM ندارد",
        "{source}: {file} is not under DASTRAS_FILES_ROOT, or holds no certificate in PEM",
    ),
    "out-of-time": Message(
        "کار از زمانی که limits.seconds می‌گذارد بیشتر شد؛ آنچه خوانده شد می‌ماند.",
        "The job took longer than limits.seconds allows; what was read stays.",
    ),
    "source-file-missing": Message(
        "فایل این منبع دیگر نیست یا اشکال دارد.", "The file of this source is gone or has mistakes."
    ),
    "internal": Message("خطایی از سوی ما رخ داد و ثبت شد.", "Something failed on our side and was noted."),
    "address-refused": Message("این نشانی پرسیدنی نیست: {url}", "This address may not be asked: {url}"),
    "address-blocked": Message(
        "{pair} نشانی یا درگاه عمومی نیست و پرسیده نشد. اگر باید پرسیده شود، گرداننده آن را در DASTRAS_ALLOW بنویسد.",
        "{pair} is no public address or port and was not asked. An operator who wants it names it in DASTRAS_ALLOW.",
    ),
    "secret-at-risk": Message(
        "پاسخ، کلید دسترسی این منبع را به خطر می‌انداخت (رفتن از https به http، یا تکرار کلید): {url}",
        "The answer put the secret of this source at risk (it leads from https to http, or repeats it): {url}",
    ),
    "unreachable": Message("منبع پاسخ نداد: {url}", "The source could not be reached: {url}"),
    "certificate-refused": Message(
        "گواهی https منبع پذیرفته نشد ({why}): {url}. اگر زنجیره‌اش ناقص است، tls.ca را بنویسید.",
        "The certificate of the source was refused ({why}): {url}. If its chain is broken, set tls.ca.",
    ),
    "too-slow": Message("منبع در مهلت پاسخ نداد: {url}", "The source was too slow: {url}"),
    "too-large": Message("سند از اندازهٔ مجاز بزرگ‌تر است: {url}", "The document is too large: {url}"),
    "cut-short": Message("سند ناتمام یا خالی رسید: {url}", "The document came cut short or empty: {url}"),
    "still-written": Message(
        "فایل هنگام خواندن دو بار عوض شد؛ شاید هنوز نوشته می‌شود. بار دیگر خوانده می‌شود: {url}",
        "The file changed twice while it was read, so somebody may still write it; the next job tries again: {url}",
    ),
    "bad-status": Message("منبع پاسخ {status} داد: {url}", "The source answered {status}: {url}"),
    "too-many-redirects": Message("تغییر مسیر پی‌درپی: {url}", "Too many redirects: {url}"),
    "robots-forbid": Message(
        "robots.txt ناشر این نشانی را ممنوع کرده است: {url}. با ناشر به توافق برسید و شمارهٔ نامه را در robots.agreed "
        "بنویسید.",
        "The publisher's robots.txt forbids this address: {url}. Come to an agreement and name the letter in "
        "robots.agreed.",
    ),
    "robots-unreachable": Message(
        "robots.txt پاسخ نداد ({why})، پس روشن نیست چه چیزی مجاز است: {url}",
        "robots.txt did not answer ({why}), so nobody knows what it allows: {url}",
    ),
    "crawl-delay-too-long": Message(
        "robots.txt میان دو درخواست {given} ثانیه فاصله می‌خواهد و ما بیش از {allowed} ثانیه نمی‌مانیم: {url}. با ناشر "
        "به توافق برسید و شمارهٔ نامه را در robots.agreed بنویسید.",
        "robots.txt wants {given} seconds between two requests, we wait at most {allowed}: {url}. Come to an agreement "
        "with the publisher and name the letter in robots.agreed.",
    ),
    "asked-to-wait": Message(
        "منبع خواست {seconds} ثانیه چیزی از آن نپرسیم: {url}",
        "The source asked us to stay away for {seconds} seconds: {url}",
    ),
    "too-many-bytes": Message(
        "سندهای این کار بیش از {allowed} بایت شدند (limits.job_bytes)؛ بقیه خوانده نشد.",
        "The documents of the job have more than {allowed} bytes (limits.job_bytes); the rest was not read.",
    ),
    "not-recorded": Message("این نشانی در ضبط نیست: {url}", "This address was not recorded: {url}"),
    "listing-empty": Message("صفحهٔ نخست فهرست ردیفی ندارد: {url}", "The first page of the listing has no rows: {url}"),
    "folder-empty": Message("پوشه فایلی ندارد: {folder}", "The folder has no files: {folder}"),
    "row-width": Message(
        "ردیف ستون‌هایی جز سرستون‌ها دارد؛ هیچ ستونش خوانده نشد.",
        "The row is not as wide as the headings; none of its columns were read.",
    ),
    "bad-exchange": Message(
        "سطر ضبط باید method، address، status، headers (با Date) و file داشته باشد.",
        "A line of a recording holds method, address, status, headers (with Date) and file.",
    ),
    "folder-too-deep": Message(
        "این پوشه بیش از {allowed} لایه زیر پوشهٔ منبع است و خوانده نشد. آن را منبعی جدا کنید.",
        "This folder lies deeper than {allowed} levels below that of the source and was not read. Make it a source of"
        " its own.",
    ),
    "bad-file-name": Message("نام فایل UTF-8 نیست یا نویسهٔ ناروا دارد.", "The file's name is not UTF-8, or no text."),
    "wrong-media-type": Message(
        "نوع سند «{given}» است، نه آنچه این منبع باید بدهد: {url}",
        "The document is {given!r}, not what this source should give: {url}",
    ),
    "parser-died": Message(
        "این سند خوانده نشد: هر دو بار حافظه یا زمان تمام شد یا خواننده از کار افتاد: {url}. سند خام نگه داشته شده است؛"
        " آن را ببینید و اگر درست است به ما بگویید.",
        "This document was not read: both times memory or time ran out, or the parser broke: {url}. Its bytes are kept;"
        " look at them, and tell us if they are fine.",
    ),
    "no-page-readable": Message(
        "از {pages} صفحهٔ رکورد هیچ‌یک خواندنی نبود.", "None of {pages} record pages was readable."
    ),
    "page-unreadable": Message(
        "صفحه‌ای از فهرست خوانده نشد: {url} ({why})", "A page of the listing was not read: {url} ({why})"
    ),
    "paging-stuck": Message(
        "این صفحه همان صفحهٔ پیش است و به اندازهٔ صفحهٔ نخست ردیف دارد: شاید منبع شمارهٔ صفحه را نمی‌خواند و بقیه دیده نشد. "
        "اگر فهرست همین است، paging.style را none کنید یا paging.total را بنویسید: {url}",
        "This page is the one before again, with as many rows as the first: perhaps the source ignores which page is "
        "asked for, and the rest was not seen. If this is all, set paging.style to none, or name paging.total: {url}",
    ),
    "page-short": Message(
        "این صفحه کمتر از {allowed} ردیف داشت و باز صفحه‌ای پس از آن بود: ردیف‌هایی میان آن‌ها نخوانده ماند. paging.step "
        "را شمار ردیف‌های یک صفحه بگذارید.",
        "This page had fewer than {allowed} rows and yet one followed: rows between them were not read. Set "
        "paging.step to the number of rows of one page.",
    ),
    "paging-repeats": Message(
        "صفحه‌ای از فهرست تکرار صفحهٔ پیش است: {url}", "A page of the listing repeats the one before: {url}"
    ),
    "paging-loops": Message(
        "فهرست به صفحه‌ای بازمی‌گردد که پیش‌تر خوانده شد: {url}", "The listing leads back to a page that was read: {url}"
    ),
    "too-many-pages": Message(
        "فهرست بیش از {allowed} صفحه دارد؛ بقیه خوانده نشد.", "More than {allowed} pages; the rest was not read."
    ),
    "too-many-records": Message(
        "منبع بیش از {allowed} رکورد دارد؛ بقیه خوانده نشد.", "More than {allowed} records; the rest was not read."
    ),
    "native-id-refused": Message("شناسهٔ ناشر «{given}» پذیرفته نیست.", "The publisher's id {given!r} is refused."),
    "duplicate-id": Message("این شناسه پیش‌تر آمده است: {first}", "This id stood before: {first}"),
    "detail-link-missing": Message("ردیف پیوندی به صفحهٔ رکورد ندارد.", "The row has no link to its page."),
    "column-missing": Message("فهرست ستون «{name}» ندارد.", "The listing has no column {name!r}."),
    "leftover": Message(
        "فیلد «{name}» نه نگاشته و نه نادیده گرفته شده است.", "The field {name!r} is neither mapped nor ignored."
    ),
    "no-match": Message("الگوی {field} در متن پیدا نشد.", "The pattern of {field} was not found in the text."),
    "pattern-too-slow": Message(
        "الگوی {field} بر این متن در مهلت به پایان نرسید و مقدارش خوانده نشد. الگو را ساده‌تر بنویسید.",
        "The pattern of {field} came to no end on this text, so its value was not read. Write it simpler.",
    ),
    "not-in-map": Message("«{given}» در نگاشت {field} نیست.", "{given!r} is not in the map of {field}."),
    "word-unknown": Message("«{given}» برای {field} شناخته نیست.", "{given!r} is not known for {field}."),
    "agency-unknown": Message(
        "دستگاه «{given}» ثبت نشده است؛ نزدیک‌ترین: {near}", "The agency {given!r} is not registered; nearest: {near}"
    ),
    "type-unknown": Message(
        "نوع تصمیم از عنوان پیدا نشد: {given}", "The type could not be told from the title: {given}"
    ),
    "others-left": Message(
        "برای {field} چند مقدار هست و تنها نخستین گرفته شد. همه را با many: true و یکی را با جایش در path بگیرید.",
        "There are several values for {field}, and only the first was taken. Write many: true for all, or a[0] for it.",
    ),
    "member-left": Message(
        "{count} مورد بی {name} بود و کنار گذاشته شد؛ خود رکورد ماند.",
        "{count} had no {name} and were left out; the record itself stays.",
    ),
    "lists-differ": Message("شمار مقدارها یکی نیست: {counts}", "The lists differ in length: {counts}"),
    "row-too-deep": Message(
        "این رکورد بیش از {allowed} لایه دارد؛ آنچه ژرف‌تر است کنار گذاشته شد (limits.depth).",
        "This record has more than {allowed} levels; what lies deeper was left out (limits.depth).",
    ),
    "cut-to-limit": Message("{field} به {allowed} مورد کوتاه شد.", "{field} was cut to {allowed} items."),
    "number-unreadable": Message("«{given}» عدد نیست.", "{given!r} is no number."),
    "number-not-whole": Message("«{given}» عدد درست نیست.", "{given!r} is no whole number."),
    "amount-unreadable": Message("«{given}» مبلغ خواندنی نیست.", "{given!r} is no readable amount."),
    "number-ambiguous": Message(
        "«{given}» را دو جور می‌توان خواند و عددش خوانده نشد.", "{given!r} has two readings, so no number was taken."
    ),
    "amount-ambiguous": Message(
        "رقم‌های «{given}»، یا علامت و واژهٔ کنارشان، را دو جور می‌توان خواند؛ تنها متنش نگه داشته شد.",
        "{given!r} has two readings, of its digits or of a sign or word beside them; only its text was kept.",
    ),
    "amount-uncertain": Message(
        "خواندن مبلغ «{given}» قطعی نیست (کران، نرخ، واژه‌ای دیگر، علامت یا فاصله).",
        "The reading of the amount {given!r} is not certain (a bound, a rate, another word, a sign or blanks).",
    ),
    "url-unreadable": Message("«{given}» نشانی نیست.", "{given!r} is no address."),
    "url-refused": Message("«{given}» نشانی وب نیست.", "{given!r} is no web address."),
    "date-unreadable": Message("«{given}» تاریخ خواندنی نیست.", "{given!r} is no readable date."),
    "date-impossible": Message("«{given}» روزی نیست که در تقویم باشد.", "{given!r} is no day of the calendar."),
    "date-hijri": Message(
        "«{given}» به هجری قمری است؛ همان‌گونه ماند.", "{given!r} is a lunar Hijri date; kept as it is."
    ),
    "date-out-of-range": Message("سال «{given}» بیرون از بازهٔ پذیرفته است.", "The year of {given!r} is out of range."),
    "date-two-digit-year": Message("سال «{given}» دورقمی است.", "The year of {given!r} has two digits."),
    "date-ambiguous": Message(
        "«{given}» را دو جور می‌توان خواند و خوانده نشد؛ form را در فایل منبع بنویسید.",
        "{given!r} has two readings and was not read; say `form` in the source file.",
    ),
    "date-several": Message(
        "«{given}» چند روز یا یک بازه است و خوانده نشد؛ با match یکی را برگزینید.",
        "{given!r} is several days or a stretch of them and was not read; choose one by `match`.",
    ),
    "date-relative": Message(
        "«{given}» روزی را با روزی دیگر می‌سنجد (پیش، پس، حدود، ۱۰ روز از) و خوانده نشد؛ اگر خود آن روز خواسته است "
        "با match برگزینید.",
        "{given!r} counts from a day or bounds it (before, after, about, 10 days from) and was not read; if that day is"
        " meant, choose it by `match`.",
    ),
    "date-zone-unknown": Message(
        "منطقهٔ زمانی «{given}» روشن نیست و ساعتش خوانده نشد؛ برای UTC form: utc بنویسید.",
        "The time zone of {given!r} is open, so its time was not read; where it is UTC, say `form: utc`.",
    ),
    "date-weekday-disagrees": Message(
        "روز هفتهٔ «{given}» با تاریخ نمی‌خواند.", "The weekday of {given!r} does not fit its date."
    ),
    "date-in-future": Message("تاریخ انتشار در آینده است: {given}", "The date of publication lies ahead: {given}"),
    "masked": Message("پوشانده شد: {what_fa}، شناخته {rule_fa}.", "Masked: {what}, by the rule {rule}."),
    "privacy-doubt": Message(
        "شاید دادهٔ شخصی باشد ({what_fa})؛ رکورد را ببینید و اگر هست با dastras redact بپوشانید.",
        "Perhaps personal data ({what}); look at the record and mask it with `dastras redact` if it is.",
    ),
    "record-refused": Message("رکورد پذیرفته نشد: {field}: {reason}", "The record was refused: {field}: {reason}"),
    "most-refused": Message(
        "{given} رکورد از {records} پذیرفته نشد: نه چند رکورد، که خود منبع یا فایلش را ببینید.",
        "{given} of {records} records were refused: look at the source or its file, not at single records.",
    ),
    "too-few-records": Message(
        "{given} رکورد آمد؛ دست‌کم {allowed} انتظار می‌رود. اگر درست است، expect.records.min را در فایل منبع بنویسید.",
        "{given} records, at least {allowed} expected. If that is right, set expect.records.min in the source file.",
    ),
    "more-than-expected": Message(
        "{given} رکورد آمد؛ حداکثر {allowed} انتظار می‌رود.", "{given} records, at most {allowed} expected."
    ),
    "listing-shifted": Message(
        "ردیف‌ها هنگام خواندن جابه‌جا شدند؛ شاید ردیفی خوانده نشده باشد. بار دیگر گردآوری کنید.",
        "Rows moved while the listing was read, so one may have been missed; harvest again.",
    ),
    "total-differs": Message(
        "فهرست شمار خود را {stated} می‌گوید؛ {seen} شناسه خوانده شد.",
        "The listing states {stated} rows, {seen} ids were read.",
    ),
    "too-many-withdrawals": Message(
        "{count} رکورد از {records} در منبع نیست؛ این همه بی‌نگاه برداشته نمی‌شود. "
        "منبع را ببینید و با «dastras approve» و شمارهٔ این کار بپذیرید.",
        "{count} of {records} records are gone at the source: too many to be withdrawn unseen. "
        "Look at it, then say `dastras approve` with the number of this job.",
    ),
    "deleted-at-source": Message("منبع این رکورد را حذف‌شده خوانده است.", "The source marks this record as deleted."),
    "not-fresh": Message(
        "تازه‌ترین تاریخ رکوردها {newest} است؛ انتظار می‌رود از {allowed} روز پیش کهنه‌تر نباشد.",
        "The newest date of a record is {newest}; it is expected to be at most {allowed} days old.",
    ),
    "share-missed": Message(
        "«{field}» در {given} رکوردها هست؛ دست‌کم {allowed} انتظار می‌رود.",
        "{field!r} is in {given} of the records, expected {allowed}.",
    ),
}
