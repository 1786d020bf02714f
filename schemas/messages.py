"""The one table of messages to people: code -> Persian and English. Facts are filled in by `{name}`."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.problem_messages import PROBLEMS
from schemas.wording import Message

MESSAGES: Mapping[str, Message] = {
    **PROBLEMS,
    # fields of anything that is loaded
    "bad-public-number": Message("«{given}» شماره نیست.", "{given!r} is no number."),
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
        "با outcome بگویید کدام رکوردها: added، changed، unchanged، withdrawn، withheld یا refused.",
        "Say with `outcome` which records: added, changed, unchanged, withdrawn, withheld or refused.",
    ),
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
    "bad-path": Message("مسیر باید نسبی و بی «..» باشد.", "A path is relative and holds no `..`."),
    "bad-header": Message(
        "نام سرآیند درست نیست، یا سرآیندی است که خود ما می‌فرستیم. نمونه: X-Api-Key یا Authorization.",
        "Not the name of a header, or one that is ours to send. For example: X-Api-Key or Authorization.",
    ),
    "bad-secret-name": Message(
        "نام کلید از حرف‌های کوچک لاتین، رقم، _ و خط تیره است، مانند example_api.",
        "The name of a secret: small Latin letters, digits, _ and hyphens, like example_api.",
    ),
    "looks-like-key": Message(
        "این خود کلید به نظر می‌آید. آن را بردارید و در فایل DASTRAS_SECRETS بگذارید؛ اینجا تنها نام آن می‌آید.",
        "This looks like the key itself. Move it to the file DASTRAS_SECRETS, and write only its name here.",
    ),
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
    "secret-unknown": Message(
        "{source}: کلید «{name}» در فایل DASTRAS_SECRETS نیست؛ آن را آنجا بنویسید",
        "{source}: the file DASTRAS_SECRETS has no secret {name!r}; add it there",
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
    "page-cut": Message("صفحه ناتمام است (</html> ندارد): {url}", "The page is cut off (it has no </html>): {url}"),
    "row-width": Message(
        "ردیف ستون‌هایی جز سرستون‌ها دارد؛ هیچ ستونش خوانده نشد.",
        "The row is not as wide as the headings; none of its columns were read.",
    ),
    "bad-exchange": Message(
        "سطر ضبط باید method، address، status، headers (با Date) و file داشته باشد.",
        "A line of a recording holds method, address, status, headers (with Date) and file.",
    ),
    "bad-file-name": Message("نام فایل UTF-8 نیست.", "The file's name is not UTF-8."),
    "wrong-media-type": Message("نوع سند {given} است، نه HTML: {url}", "The document is {given}, not HTML: {url}"),
    "parser-died": Message(
        "این سند خوانده نشد: هر دو بار حافظه یا زمان تمام شد یا خواننده از کار افتاد: {url}. سند خام نگه داشته شده است؛"
        " آن را ببینید و اگر درست است به ما بگویید.",
        "This document was not read: both times memory or time ran out, or the parser broke: {url}. Its bytes are kept;"
        " look at them, and tell us if they are fine.",
    ),
    "xml-with-dtd": Message(
        "سند XML است و DTD دارد؛ چنین سندی را نمی‌خوانیم. از ناشر بخواهید <!DOCTYPE …> را بردارد: {url}",
        "The document is XML with a DTD, which is not read. Ask the publisher to leave out <!DOCTYPE …>: {url}",
    ),
    "zip-bomb": Message(
        "بایگانی zip بیش از اندازه باز می‌شود (سقف {allowed})؛ خوانده نشد: {url}",
        "The zip unpacks to more than is allowed ({allowed}); it was not read: {url}",
    ),
    "zip-unreadable": Message(
        "بایگانی zip را نمی‌توان خواند ({given}): {url}", "The zip cannot be read ({given}): {url}"
    ),
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
    "masked": Message("پوشانده شد: {what}، به قاعدهٔ {rule}.", "Masked: {what}, by the rule {rule}."),
    "privacy-doubt": Message(
        "شاید دادهٔ شخصی باشد ({what})؛ رکورد را ببینید و اگر هست با dastras redact بپوشانید.",
        "Perhaps personal data ({what}); look at the record and mask it with `dastras redact` if it is.",
    ),
    "record-refused": Message("رکورد پذیرفته نشد: {field}: {reason}", "The record was refused: {field}: {reason}"),
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
