"""The one table of messages to people: code -> Persian and English. Facts are filled in by `{name}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both languages, with places for facts."""

    fa: str
    en: str

    def say(self, facts: Mapping[str, object]) -> tuple[str, str]:
        """(Persian, English) with the facts filled in."""
        return self.fa.format_map(facts), self.en.format_map(facts)


MESSAGES: Mapping[str, Message] = {
    # fields of anything that is loaded
    "required": Message("این کلید باید باشد.", "This key is required."),
    "unknown": Message("«{name}» شناخته نیست.", "Unknown key {name!r}."),
    "unknown-near": Message("«{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown key {name!r}; did you mean {near!r}?"),
    "wrong-type": Message("باید {wanted_fa} باشد.", "Must be {wanted_en}."),
    "empty": Message("نباید خالی باشد.", "Must not be empty."),
    "too-long": Message("بیش از {allowed} نویسه دارد.", "Longer than {allowed} characters."),
    "too-many": Message("بیش از {allowed} مورد دارد.", "More than {allowed} items."),
    "not-one-of": Message("«{given}» پذیرفته نیست؛ یکی از این‌ها: {allowed}.", "{given!r} is not one of: {allowed}."),
    "bad-text": Message("نویسهٔ صفر یا نیم‌نویسه دارد.", "Holds a NUL character or a lone surrogate."),
    "bad-url": Message("باید نشانی http یا https باشد.", "Must be an http or https address."),
    "bad-date": Message("تاریخ درستی نیست.", "Not a valid date."),
    "bad-amount": Message("مبلغ درستی نیست.", "Not a valid amount."),
    "doubled": Message("دو بار آمده است.", "Given twice."),
    "invalid": Message("پذیرفته نیست.", "Not accepted."),
    # parameters of a search and of every other route
    "unknown-parameter": Message("پارامتر «{name}» شناخته نیست.", "Unknown parameter {name!r}."),
    "unknown-parameter-near": Message(
        "پارامتر «{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown parameter {name!r}; did you mean {near!r}?"
    ),
    "bad-bound": Message(
        "«{given}» تاریخ نیست. نمونه: ۱۴۰۲، ۱۴۰۲/۰۵، ۱۴۰۲/۰۵/۰۱ یا 2023-07-23.",
        "{given!r} is no date. For example: 1402, 1402-05, 1402-05-01 or 2023-07-23.",
    ),
    "bounds-reversed": Message("«از» پس از «تا» است.", "`from` is after `to`."),
    "bad-jalali-year": Message("سال شمسی از ۱۲۵۰ تا ۱۴۳۰ است.", "A Jalali year is from 1250 to 1430."),
    "bad-jalali-month": Message("ماه شمسی مانند ۱۴۰۲-۰۵ نوشته می‌شود.", "A Jalali month is written like 1402-05."),
    "bad-number": Message("باید عددی از {least} تا {most} باشد.", "Must be a number from {least} to {most}."),
    # queries that cannot be read
    "query-too-long": Message(
        "جست‌وجو {given} نویسه دارد؛ بیش از {allowed} نویسه پذیرفته نیست. آن را کوتاه‌تر کنید.",
        "The query has {given} characters, at most {allowed} are read. Make it shorter.",
    ),
    "too-many-terms": Message(
        "جست‌وجو {given} واژه دارد؛ بیش از {allowed} واژه پذیرفته نیست. چند واژه را بردارید.",
        "The query has {given} words, at most {allowed} are read. Take some out.",
    ),
    "query-too-deep": Message(
        "پرانتزها {given} لایه دارند؛ بیش از {allowed} لایه پذیرفته نیست.",
        "Parentheses are nested {given} deep, at most {allowed}.",
    ),
    "pattern-too-short": Message(
        "پیش از ستاره دست‌کم {allowed} حرف بنویسید.", "Write at least {allowed} letters before the asterisk."
    ),
    "too-many-patterns": Message(
        "بیش از {allowed} واژهٔ ستاره‌دار پذیرفته نیست.", "At most {allowed} words with an asterisk are read."
    ),
    "no-words": Message(
        "در جست‌وجو هیچ واژه یا عددی نیست. دست‌کم یک واژه بنویسید.",
        "The query holds no word or number. Write at least one.",
    ),
    "too-many-facets": Message("بیش از {allowed} نما پذیرفته نیست.", "At most {allowed} facets are counted."),
    "too-many-values": Message("هر پالایه حداکثر {allowed} مقدار می‌گیرد.", "A filter takes at most {allowed} values."),
    "window-too-large": Message("در هر صفحه حداکثر {allowed} رکورد می‌آید.", "A page holds at most {allowed} records."),
    "facet-too-large": Message("در هر نما حداکثر {allowed} مقدار می‌آید.", "A facet shows at most {allowed} values."),
    "unknown-facet": Message("نمای «{given}» شناخته نیست.", "Unknown facet {given!r}."),
    "unknown-filter": Message("پالایهٔ «{given}» شناخته نیست.", "Unknown filter {given!r}."),
    "too-deep": Message(
        "به ترتیب «مرتبط‌ترین» تنها {allowed} نتیجهٔ نخست خواندنی است؛ به ترتیب تاریخ همه خواندنی‌اند (sort=-date).",
        "By relevance only the first {allowed} hits can be read; by date all of them can (sort=-date).",
    ),
    # notes on how a query was read
    "colon-is-text": Message("دونقطه مانند متن خوانده شد.", "A colon was read as text."),
    "unbalanced-quote": Message("گیومهٔ بی‌جفت مانند متن خوانده شد.", "An unpaired quotation mark was read as text."),
    "word-split": Message(
        "واژه‌ای که سرهم نوشته شده، به دو واژهٔ جدا خوانده شد؛ آن دو شاید در متن کنار هم نباشند.",
        "A word written in one was read as two; the two may stand apart in the text.",
    ),
    "plain-reading": Message("همهٔ نشانه‌ها مانند متن خوانده شدند.", "All operators were read as plain text."),
    "outcome-required": Message(
        "با outcome بگویید کدام رکوردها: added، changed، unchanged، withdrawn یا refused.",
        "Say with `outcome` which records: added, changed, unchanged, withdrawn or refused.",
    ),
    # titles and details of problems, for the API and for error pages
    "title-not-found": Message("یافت نشد", "Not found"),
    "detail-not-found": Message("چیزی به این نشانی نیست.", "There is nothing at this address."),
    "title-bad-id": Message("شناسه درست نیست", "Mistyped id"),
    "detail-bad-id": Message(
        "شناسهٔ «{key}» درست نیست؛ شاید یک نویسه جابه‌جا یا اشتباه شده است.",
        "The id {key!r} cannot be right: a character may be wrong or two may be swapped.",
    ),
    "title-withdrawn": Message("برداشته‌شده", "Withdrawn"),
    "detail-withdrawn": Message(
        "این رکورد از فهرست برداشته شده است؛ آنچه از آن می‌ماند همین یادداشت است.",
        "This record was withdrawn from the catalogue; what remains of it stands in the tombstone.",
    ),
    "title-bad-cursor": Message("نشانهٔ صفحه درست نیست", "Bad cursor"),
    "detail-bad-cursor": Message(
        "نشانهٔ صفحه از آنِ جست‌وجوی دیگری است یا کهنه شده است؛ از صفحهٔ نخست آغاز کنید.",
        "The cursor is of another query or out of date; begin again with the first page.",
    ),
    "title-busy": Message("جست‌وجو اکنون پاسخ نمی‌دهد", "Search does not answer now"),
    "detail-busy": Message(
        "نمایهٔ جست‌وجو آماده نیست؛ چند ثانیهٔ دیگر دوباره بکوشید.",
        "The search index is not ready; try again in a few seconds.",
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
    # mistakes of source and agency files
    "bad-share": Message("«{given}» سهمی از ۰ تا ۱ نیست.", "{given!r} is no share from 0 to 1."),
    "bad-slug": Message(
        "«{given}» پذیرفته نیست: حرف‌های کوچک لاتین، رقم و خط تیره.",
        "{given!r}: small Latin letters, digits, hyphens only.",
    ),
    "bad-mail": Message("«{given}» نشانی ایمیل نیست (تنها حرف‌های لاتین).", "{given!r} is no mail address in ASCII."),
    "bad-placeholder": Message(
        "جای خالی «{given}» در این نشانی پذیرفته نیست.", "The placeholder {given!r} does not belong here."
    ),
    "page-placeholder": Message(
        "برای صفحه‌های شماره‌دار {{page}} باید در نشانی باشد.", "Numbered pages need {{page}} in the address."
    ),
    "stray-placeholder": Message(
        "{{page}} تنها با paging.style برابر page می‌آید.", "{{page}} belongs to paging.style page only."
    ),
    "bad-pattern": Message("الگو خواندنی نیست: {why}", "Not a regular expression: {why}"),
    "bad-selector": Message("«{given}» گزینشگر CSS نیست.", "{given!r} is no CSS selector."),
    "bad-folder": Message("پوشه باید نسبی و بی «..» باشد.", "A folder is relative and holds no `..`."),
    "one-place": Message("درست یکی از این‌ها باید باشد: {allowed}.", "Exactly one of these is needed: {allowed}."),
    "required-with": Message("این کلید باید باشد، چون {key} آمده است.", "Required, because {key} is set."),
    "bad-schedule": Message(
        "«{given}» زمان‌بندی cron با پنج بخش (دقیقه، ساعت، روز، ماه، روز هفته) نیست.",
        "{given!r} is no cron schedule of five fields, like '15 5 * * sat-wed'.",
    ),
    "only-with": Message("تنها همراه «{key}» می‌آید.", "Only together with {key!r}."),
    "column-of-listing": Message(
        "column تنها در list.fields می‌آید: {names}", "column belongs to list.fields only: {names}"
    ),
    "unknown-field": Message("فیلدی به نام «{name}» نداریم.", "We have no field {name!r}."),
    "unknown-field-near": Message(
        "فیلدی به نام «{name}» نداریم؛ شاید «{near}»؟", "No field {name!r}; did you mean {near!r}?"
    ),
    "field-not-of-kind": Message("رکوردهای {kind} این فیلد را ندارند.", "A {kind} has no such field."),
    "field-required": Message("برای «{name}» قاعده‌ای نیست و پیش‌فرضی هم ندارد.", "{name!r} has no rule and no default."),
    "unknown-word": Message("«{name}» شناخته نیست.", "Unknown word {name!r}."),
    "unknown-word-near": Message(
        "«{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown word {name!r}; did you mean {near!r}?"
    ),
    "unknown-agency": Message("دستگاهی با نام «{name}» ثبت نشده است.", "No agency {name!r} is registered."),
    "unknown-agency-near": Message(
        "دستگاهی با نام «{name}» ثبت نشده است؛ شاید «{near}»؟", "No agency {name!r}; did you mean {near!r}?"
    ),
    "unknown-encoding": Message("رمزگذاری «{name}» شناخته نیست.", "Unknown encoding {name!r}."),
    "id-is-file-name": Message("باید با نام فایل یکی باشد: {name}", "Must be the name of the file: {name}"),
    "agency-name-taken": Message("نام «{name}» از آن «{owner}» است.", "The name {name!r} belongs to {owner!r}."),
    "yaml-too-large": Message("فایل از {allowed} کیلوبایت بزرگ‌تر است.", "The file is larger than {allowed} KiB."),
    "yaml-not-utf8": Message("فایل باید UTF-8 باشد.", "The file must be UTF-8."),
    "yaml-broken": Message("YAML خواندنی نیست: {why}", "Not readable as YAML: {why}"),
    "yaml-no-map": Message("فایل باید از کلیدها و مقدارها باشد.", "The file must be a map of keys."),
    "yaml-second-document": Message("تنها یک سند در هر فایل.", "One document a file."),
    "yaml-too-deep": Message("بیش از {allowed} لایه تودرتو است.", "Nested deeper than {allowed} levels."),
    "yaml-tag": Message("برچسب YAML (!) پذیرفته نیست.", "YAML tags are not accepted."),
    "yaml-anchor": Message("لنگر YAML (&) پذیرفته نیست.", "YAML anchors are not accepted."),
    "yaml-alias": Message("ارجاع YAML (*) پذیرفته نیست.", "YAML aliases are not accepted."),
    # issues of a job
    "files-root-missing": Message(
        "{source}: برای خواندن پوشه، DASTRAS_FILES_ROOT را تنظیم کنید",
        "{source}: set DASTRAS_FILES_ROOT to read a folder",
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
    "unreachable": Message("منبع پاسخ نداد: {url}", "The source could not be reached: {url}"),
    "too-slow": Message("منبع در مهلت پاسخ نداد: {url}", "The source was too slow: {url}"),
    "too-large": Message("سند از اندازهٔ مجاز بزرگ‌تر است: {url}", "The document is too large: {url}"),
    "cut-short": Message("سند ناتمام یا خالی رسید: {url}", "The document came cut short or empty: {url}"),
    "bad-status": Message("منبع پاسخ {status} داد: {url}", "The source answered {status}: {url}"),
    "too-many-redirects": Message("تغییر مسیر پی‌درپی: {url}", "Too many redirects: {url}"),
    "not-recorded": Message("این نشانی در ضبط نیست: {url}", "This address was not recorded: {url}"),
    "listing-empty": Message("صفحهٔ نخست فهرست ردیفی ندارد: {url}", "The first page of the listing has no rows: {url}"),
    "folder-empty": Message("پوشه فایلی ندارد: {folder}", "The folder has no files: {folder}"),
    "page-cut": Message("صفحه ناتمام است (</html> ندارد): {url}", "The page is cut off (it has no </html>): {url}"),
    "row-width": Message(
        "ردیف ستون‌هایی جز سرستون‌ها دارد؛ هیچ ستونش خوانده نشد.",
        "The row is not as wide as the headings; none of its columns were read.",
    ),
    "bad-exchange": Message(
        "سطر ضبط باید method، address، status، headers (با Date) و file داشته باشد.",
        "A line of a recording holds method, address, status, headers (with Date) and file.",
    ),
    "bad-file-name": Message("نام فایل UTF-8 نیست یا نویسهٔ ناروا دارد.", "The file's name is not UTF-8, or no text."),
    "wrong-media-type": Message("نوع سند {given} است، نه HTML: {url}", "The document is {given}, not HTML: {url}"),
    "page-too-deep": Message(
        "صفحه بیش از {allowed} لایه تودرتو است.", "The page is nested deeper than {allowed} levels."
    ),
    "must-contain-missing": Message(
        "متنی که باید در صفحه باشد نیست (شاید صفحهٔ ورود یا خطا): {url}",
        "The text that must be on the page is missing (perhaps a login or error page): {url}",
    ),
    "no-page-readable": Message(
        "از {pages} صفحهٔ رکورد هیچ‌یک خواندنی نبود.", "None of {pages} record pages was readable."
    ),
    "page-unreadable": Message(
        "صفحه‌ای از فهرست خوانده نشد: {url} ({why})", "A page of the listing was not read: {url} ({why})"
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
    "undecodable": Message(
        "{count} نویسه به {charset} خواندنی نبود: {url}", "{count} characters could not be read as {charset}: {url}"
    ),
    "bad-characters": Message(
        "{count} نویسهٔ ناروا جایگزین شد: {url}", "{count} forbidden characters were replaced: {url}"
    ),
    "charset-mismatch": Message(
        "رمزگذاری اعلام‌شده نادرست است؛ {charset} خوانده شد: {url}",
        "The declared charset is wrong; read as {charset}: {url}",
    ),
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
    "lists-differ": Message("شمار مقدارها یکی نیست: {counts}", "The lists differ in length: {counts}"),
    "cut-to-limit": Message("{field} به {allowed} مورد کوتاه شد.", "{field} was cut to {allowed} items."),
    "number-unreadable": Message("«{given}» عدد نیست.", "{given!r} is no number."),
    "number-not-whole": Message("«{given}» عدد درست نیست.", "{given!r} is no whole number."),
    "amount-unreadable": Message("«{given}» مبلغ خواندنی نیست.", "{given!r} is no readable amount."),
    "url-unreadable": Message("«{given}» نشانی نیست.", "{given!r} is no address."),
    "url-refused": Message("«{given}» نشانی وب نیست.", "{given!r} is no web address."),
    "date-unreadable": Message("«{given}» تاریخ خواندنی نیست.", "{given!r} is no readable date."),
    "date-impossible": Message("«{given}» روزی نیست که در تقویم باشد.", "{given!r} is no day of the calendar."),
    "date-hijri": Message(
        "«{given}» به هجری قمری است؛ همان‌گونه ماند.", "{given!r} is a lunar Hijri date; kept as it is."
    ),
    "date-out-of-range": Message("سال «{given}» بیرون از بازهٔ پذیرفته است.", "The year of {given!r} is out of range."),
    "date-two-digit-year": Message("سال «{given}» دورقمی است.", "The year of {given!r} has two digits."),
    "date-weekday-disagrees": Message(
        "روز هفتهٔ «{given}» با تاریخ نمی‌خواند.", "The weekday of {given!r} does not fit its date."
    ),
    "date-in-future": Message("تاریخ انتشار در آینده است: {given}", "The date of publication lies ahead: {given}"),
    "record-refused": Message("رکورد پذیرفته نشد: {field}: {reason}", "The record was refused: {field}: {reason}"),
    "too-few-records": Message(
        "{given} رکورد آمد؛ دست‌کم {allowed} انتظار می‌رود.", "{given} records, at least {allowed} expected."
    ),
    "more-than-expected": Message(
        "{given} رکورد آمد؛ حداکثر {allowed} انتظار می‌رود.", "{given} records, at most {allowed} expected."
    ),
    "share-missed": Message(
        "«{field}» در {given} رکوردها هست؛ دست‌کم {allowed} انتظار می‌رود.",
        "{field!r} is in {given} of the records, expected {allowed}.",
    ),
    # backups
    "backup-exists": Message(
        "{file} از پیش هست و رونویسی نمی‌شود؛ نام دیگری بدهید.",
        "{file} exists and is not overwritten; give another name.",
    ),
    "backup-no-folder": Message(
        "پوشهٔ {folder} نیست؛ نخست آن را بسازید.", "There is no folder {folder}; make it first."
    ),
    "backup-not-written": Message(
        "پشتیبان نوشته نشد: {reason}. فایل ناتمامی نماند.", "No backup was written: {reason}. No half file is left."
    ),
    "backup-foreign": Message("این فایل پشتیبان دسترس نیست.", "This file is no backup of Dastras."),
    "backup-of-another-form": Message(
        "این پشتیبان از دسترس {version} است و این نسخه آن را نمی‌شناسد؛ با همان نسخه بازگردانید.",
        "This backup was made by Dastras {version} in a form that is not known here; restore it with that version.",
    ),
    "backup-cut": Message(
        "فایل پشتیبان بریده است؛ رونوشت کاملی از آن بیاورید.", "The backup is cut short; fetch a whole copy of it."
    ),
    "backup-damaged": Message(
        "فایل پشتیبان آسیب دیده است، در {member}؛ رونوشت دیگری از آن بیاورید.",
        "The backup is damaged at {member}; fetch another copy of it.",
    ),
    "backup-foreign-member": Message(
        "در فایل پشتیبان چیزی هست که از آن نیست: {member}. چیزی بازگردانده نشد.",
        "The backup holds something that does not belong there: {member}. Nothing was restored.",
    ),
    "restore-over-store": Message(
        "{store} از پیش هست. آن را کنار بگذارید یا با DASTRAS_DATA پوشهٔ دیگری بدهید.",
        "{store} is there already. Move it away, or name another folder in DASTRAS_DATA.",
    ),
    "restore-busy": Message(
        "بازگردانی دیگری در همین پوشه در کار است؛ تا پایان آن بمانید.",
        "Another restore into this folder is running; wait for its end.",
    ),
    "restore-stopped": Message(
        "بازگردانی پایان نیافت: {reason}. پس از رفع آن همین فرمان را دوباره اجرا کنید.",
        "The restore did not end: {reason}. Mend that and run the same command again.",
    ),
}


def message(code: str, facts: Mapping[str, object] | None = None) -> tuple[str, str]:
    """(Persian, English) of a code; a code without a line is a fault of ours and raises KeyError."""
    return MESSAGES[code].say(facts or {})
