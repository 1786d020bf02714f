"""The one table of what the keys of a source file mean: key -> Persian and English.

The reference page (schemas/reference.py) and the JSON Schema (schemas/source_json_schema.py) are made of it. A key
that means something else in one protocol stands once more as `protocol:key`. Keys of rules begin with `rule.`.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

KEY_WORDS: Mapping[str, Message] = {
    # ---------- every protocol ----------
    "format": Message("همیشه ۱", "always `1`"),
    "id": Message(
        "نام همیشگی با حرف‌های کوچک لاتین، رقم و خط تیره؛ همان نام فایل",
        "permanent name of small Latin letters, digits and hyphens; the name of the file",
    ),
    "name": Message("نامی که خوانندگان می‌بینند", "what readers see"),
    "agency": Message("شناسهٔ دستگاه ناشر (فایل agencies)", "slug of the agency that publishes (its file in agencies)"),
    "kind": Message("نوع رکوردها؛ هر فایل تنها یک نوع", "the kind of its records; one file, one kind"),
    "protocol": Message("منبع چگونه منتشر می‌شود", "in which way the source publishes"),
    "contact": Message(
        "ایمیل ناشر (حرف‌های لاتین)؛ با schedule لازم است",
        "mail address of the publisher in ASCII; needed with `schedule`",
    ),
    "schedule": Message(
        "زمان برداشت: cron با پنج بخش به وقت تهران، مانند «15 5 * * sat-wed»؛ بی آن تنها با فرمان",
        "when it is harvested: cron of five fields in the time of Asia/Tehran, like `15 5 * * sat-wed`; "
        "without it by hand only",
    ),
    "jitter_minutes": Message(
        "برداشت زمان‌بندی‌شده تا این اندازه دیرتر آغاز می‌شود، برای هر منبع همیشه یکسان",
        "a scheduled job begins up to so many minutes later, always the same for one source",
    ),
    "licence": Message("شرط بازنشر همهٔ رکوردها", "terms of use of all its records"),
    "language": Message("زبان رکوردها", "language of its records"),
    "calendar": Message(
        "تقویم تاریخ‌های عددی که خودشان نمی‌گویند از کدام‌اند؛ سال‌های دورقمی از همین تقویم‌اند",
        "what numeric dates leave open; years of two digits are of this calendar",
    ),
    "timezone": Message(
        "ساعتی که منطقه‌اش نوشته نشده، به وقت کجاست (نامی از پایگاه tz)",
        "where times of day without a zone are read, with its history; a name of the tz database",
    ),
    "reachable_from": Message(
        "منبع تنها از درون این کشور پاسخ می‌دهد؛ check و preview نشانش می‌دهند",
        "the source answers only inside this country; `check` and `preview` show it",
    ),
    "coverage": Message(
        "all: فهرست همه‌چیز را نشان می‌دهد؛ window: تنها تازه‌ها را، و هیچ رکوردی برای نبودن برداشته نمی‌شود",
        "`all`: the listing shows everything; `window`: only the newest, and no record is withdrawn for being absent",
    ),
    "encoding": Message(
        "رمزگذاری متن، تنها اگر ناشر نادرست اعلامش می‌کند",
        "encoding of the text, only when the publisher declares a false one",
    ),
    "ignore": Message(
        "برچسب‌ها، سرستون‌ها یا مسیرهایی که می‌شناسیم و نمی‌خواهیم؛ هر مانده‌ای جز این‌ها یک یادداشت کار می‌شود",
        "labels, headings or paths known and left; any other leftover is an issue of the job",
    ),
    "fields": Message("فیلد ما ← قاعده", "our field -> rule"),
    "expect.records.min": Message(
        "کمترین شمار رکوردها؛ کمتر از آن کار ناتمام است", "least records of a plausible job; otherwise it is partial"
    ),
    "expect.records.max": Message("بیشترین شمار رکوردها", "most records of a plausible job"),
    "expect.required_share": Message(
        "فیلد ما ← سهم (۰ تا ۱) رکوردهایی که باید آن را داشته باشند",
        "our field -> share (0 to 1) of records that have it",
    ),
    "expect.fresh_within_days": Message(
        "تازه‌ترین تاریخ رکوردها از این شمار روز کهنه‌تر نباشد؛ وگرنه کار ناتمام است",
        "the newest date of a record is at most so many days old; otherwise the job is partial",
    ),
    "withdraw.absent_jobs": Message(
        "رکوردی که در این شمار کار کامل پیاپی نبود برداشته می‌شود",
        "a record goes when so many complete jobs in a row did not show it",
    ),
    "withdraw.grace_days": Message(
        "و این شمار روز از نخستین نبودن گذشته باشد", "and so many days have passed since the first of them"
    ),
    "withdraw.max_share": Message(
        "سهمی (۰ تا ۱) از رکوردها که در هفت روز می‌تواند برود؛ بیش از آن تا dastras approve نگه داشته می‌شود",
        "share (0 to 1) of its records that may go within seven days; more are withheld until `dastras approve JOB`",
    ),
    "limits.records": Message("رکوردهای یک کار؛ بیش از آن ناتمام", "records of a job; beyond: the job is partial"),
    "limits.pages": Message(
        "صفحه‌های فهرست؛ بیش از آن ناتمام", "pages of the listing in all; beyond: the job is partial"
    ),
    "limits.depth": Message(
        "لایه‌های یک رکورد JSON، XML یا RDF؛ ژرف‌تر از آن کنار گذاشته می‌شود، با یادداشت",
        "levels of a row in JSON, XML or RDF; what lies deeper is left out, with an issue",
    ),
    "limits.document_bytes": Message("بایت‌های یک سند", "bytes of one document"),
    "limits.job_bytes": Message(
        "بایت‌های همهٔ سندهای یک کار؛ بیش از آن: آنچه خوانده شده می‌ماند و کار ناتمام است",
        "bytes of all documents of a job; beyond: what was read stays, the job is partial",
    ),
    "limits.tags": Message(
        "برچسب‌های یک رکورد؛ بیش از آن بریده می‌شود، با یادداشت", "tags of one record; beyond: cut, with an issue"
    ),
    "limits.distributions": Message(
        "شکل‌های دریافتنی یک رکورد؛ بیش از آن بریده می‌شود، با یادداشت",
        "distributions of one record; beyond: cut, with an issue",
    ),
    "limits.seconds": Message(
        "ثانیه‌های یک کار؛ بیش از آن: آنچه خوانده شده می‌ماند و کار ناتمام است",
        "seconds a job may take; beyond: what was read stays, the job is partial",
    ),
    "privacy.address_ids": Message(
        "true: ده رقم در نشانی‌های این منبع شناسهٔ صفحه‌اند و می‌مانند",
        "true: ten digits in the addresses of this source are ids of pages and stay, also where they pass "
        "for a national code",
    ),
    "privacy.public": Message(
        "شماره‌های دستگاه‌ها که می‌مانند: حساب (IR…) و تلفن، با هر رقمی",
        "numbers of offices that stay: accounts (`IR…`), telephones, in any digits",
    ),
    # ---------- the network ----------
    "url": Message(
        "نشانی فهرست یا سند؛ بسته به paging می‌تواند {page}، {offset}، {cursor} و {year} داشته باشد",
        "address of the listing or document; may hold `{page}`, `{offset}`, `{cursor}`, `{year}` with their paging",
    ),
    "ckan:url": Message("نشانی CKAN، بی /api", "address of the CKAN site, without `/api`"),
    "oai:url": Message("نشانی پایهٔ OAI-PMH، بی ?verb", "base address of OAI-PMH, without `?verb`"),
    "polite.gap_seconds": Message(
        "ثانیه‌های میان دو درخواست به یک میزبان، تا ۱۲۰؛ کمتر از ۱ تنها برای میزبان‌هایی که گرداننده اجازه داده است",
        "seconds between the end of one request to a host and the next, up to 120, also `0.5`; below 1 only "
        "for hosts that "
        "the operator allowed. A slower Crawl-delay or Request-rate of robots.txt wins",
    ),
    "robots": Message(
        "respect، یا {agreed: …} با شمارهٔ نامه‌ای که ناشر در آن اجازه داده است؛ در صفحهٔ منبع دیده می‌شود",
        "`respect`, or `{agreed: …}`: whatever robots.txt says; shown on the source's page",
    ),
    "robots.agreed": Message("شمارهٔ نامهٔ موافقت ناشر", "number of the letter in which the publisher agreed"),
    "auth.header": Message(
        "سرآیندی که کلید در آن فرستاده می‌شود، مانند X-Api-Key", "the header of a key, like `X-Api-Key`"
    ),
    "auth.secret": Message(
        "نام کلید در فایل گرداننده (DASTRAS_SECRETS)، هرگز خود کلید",
        "the *name* of the key in the operator's file (docs/operators.md), never the key; it goes to the "
        "host of `url` only",
    ),
    "tls.ca": Message(
        "مسیر گواهی PEM زیر DASTRAS_FILES_ROOT، برای ناشری با زنجیرهٔ شکسته",
        "path under `DASTRAS_FILES_ROOT` of a certificate in PEM that its https trusts besides the usual list",
    ),
    # ---------- how a listing goes on ----------
    "paging.style": Message(
        "فهرست چگونه ادامه می‌یابد: none، page ({page} در نشانی)، offset، next (پیوند صفحهٔ بعد)، cursor، hydra",
        "how the listing goes on: `none`, `page` (numbers in `{page}`, until a page has the table or list "
        "but no rows), "
        "`offset` (`{offset}` in steps), `next` (follows a link), `cursor` (`{cursor}`), `hydra`",
    ),
    "paging.start": Message(
        "نخستین شماره: در page یک، در offset صفر", "the first number: 1 for `page`, 0 for `offset`"
    ),
    "paging.step": Message("گام offset", "how far `{offset}` goes on with each page"),
    "paging.first_year": Message(
        "نخستین سال شمسی فهرست‌های سالانه؛ {year} در نشانی از امسال تا آن می‌رود",
        "the first Jalali year of listings by year; `{year}` in the address goes from this year back to it",
    ),
    "paging.max_pages": Message(
        "صفحه‌های یک فهرست؛ بیش از آن ناتمام", "pages of one listing; more make the job partial"
    ),
    "paging.next": Message("جای نشانی (یا نشانک) صفحهٔ بعد", "path of the next address, or of the cursor"),
    "paging.next.css": Message("پیوند صفحهٔ بعد", "the link to the next page"),
    "paging.next.attr": Message("ویژگی‌ای که نشانی در آن است", "its attribute with the address"),
    "paging.stop.css": Message(
        "عنصری که در صفحهٔ بی‌ردیف می‌گوید فهرست تمام شده است؛ بی آن، آن صفحه باید همان جدول یا فهرست را داشته باشد",
        "an element by which a page without rows says that the listing is over; without it the page must have the "
        "table or list that held the rows",
    ),
    "paging.stop.text": Message("همان، با متنی که در صفحه است", "the same, by words on the page"),
    "paging.total": Message("جای شمار همهٔ ردیف‌ها", "path of the number of rows in all"),
    "paging.total.css": Message(
        "جایی که هر صفحه شمار همهٔ ردیف‌ها را می‌گوید؛ اگر با شمار شناسه‌ها یکی نباشد کار ناتمام است",
        "where each page says how many rows there are in all; when it is not the number of ids read, the job "
        "is partial",
    ),
    "paging.total.attr": Message("ویژگی آن", "its attribute"),
    "paging.total.match": Message("الگوی آن", "a pattern for the part that counts"),
    # ---------- rows ----------
    "list.rows": Message(
        "مسیر ردیف‌ها؛ بی آن همهٔ سند یک رکورد یا فهرستی از آن‌هاست",
        "path of the rows; without it the whole is one record, or a list of them",
    ),
    "html:list.rows": Message("گزینشگر CSS ردیف‌ها", "selector of the rows"),
    "list.detail": Message("پیوند ردیف به صفحهٔ رکورد", "the link from a row to the page of its record"),
    "list.native_id": Message(
        "کلید ناشر برای هر رکورد؛ فهرستی از جاها، اگر هیچ‌یک به‌تنهایی کلید نیست",
        "the publisher's key of a record; a list of places where no single one is a key",
    ),
    "list.fields": Message("قاعده‌هایی برای خود ردیف، هم با column", "rules for the row itself, also by `column`"),
    "list.match": Message(
        "الگوی نشانی‌هایی که رکوردند؛ نخستین گروه آن کلید ناشر است",
        "pattern of the addresses that are records; its first group is the publisher's key",
    ),
    "list.detail.css": Message("عنصر پیوند", "the element of the link"),
    "list.detail.attr": Message(
        "ویژگی‌ای که نشانی در آن است، بیشتر href", "its attribute with the address, mostly `href`"
    ),
    "list.detail.path": Message("مسیر پیوند در ردیف", "path of the link in the row"),
    "list.detail.column": Message("سرستون پیوند", "heading of the link"),
    "list.detail.match": Message("الگوی بخشی که به کار می‌آید", "a pattern; its first group counts"),
    "list.native_id.css": Message("عنصر کلید ناشر", "the element of the publisher's key"),
    "list.native_id.attr": Message("ویژگی آن؛ بی آن متن عنصر", "its attribute; without it the text of the element"),
    "list.native_id.path": Message("مسیر کلید ناشر در ردیف", "path of the publisher's key in the row"),
    "list.native_id.column": Message("سرستون کلید ناشر", "heading of the publisher's key"),
    "list.native_id.match": Message("الگوی بخشی که کلید است", "a pattern; its first group is the key"),
    # ---------- the page of one record ----------
    "detail.url": Message(
        "نشانی‌ای که از {detail} ساخته می‌شود، مانند {detail}?print=1؛ نشانی همگانی همان پیوند می‌ماند",
        "made of `{detail}`, as `{detail}?print=1`; the link itself stays the public address",
    ),
    "detail.must_contain": Message(
        "متنی که در هر صفحهٔ درست هست؛ صفحهٔ ورود و خطا را رد می‌کند",
        "text that refuses login and error pages that come with status 200",
    ),
    "detail.drop": Message("گزینشگر آنچه نخست بریده می‌شود", "selectors of what is cut out first"),
    "detail.join_lines": Message(
        "true: این تارنما میان جمله سطر عوض می‌کند", "true: this site breaks lines inside sentences"
    ),
    # ---------- keys of single protocols ----------
    "filter": Message(
        "پالایهٔ package_search، مانند organization:nemouneh", "filter of package_search, like `organization:nemouneh`"
    ),
    "full_every_days": Message(
        "هر چند روز فهرست کامل خوانده شود؛ در میان تنها تغییرها",
        "days between two full listings; in between only changes are asked for",
    ),
    "syntax": Message("نگارش RDF، اگر از نوع سند پیدا نیست", "syntax of the RDF, where the media type does not say it"),
    "prefix": Message("قالب فراداده", "form of the metadata"),
    "set": Message("مجموعهٔ OAI", "set of OAI-PMH"),
    "sheet": Message(
        "نام برگ؛ بی آن، برگ پیدایی که سرستون‌ها را دارد",
        "name of the sheet; without it the visible one with the headings",
    ),
    "header_row": Message(
        "شمارهٔ سطر سرستون‌ها؛ بی آن پیدا می‌شود",
        "number of the row of headings, as a sheet or editor counts it; without it found among the first 100",
    ),
    "skip_rows": Message(
        "سطرهایی که نخستین خانهٔ پرشان یکی از این‌هاست رکورد نیستند، مانند جمع",
        "rows whose first filled cell is one of these are no records, like جمع",
    ),
    "folder": Message(
        "مسیر زیر DASTRAS_FILES_ROOT؛ نه مطلق و نه با «..»",
        "path under `DASTRAS_FILES_ROOT`; never absolute, never with `..`",
    ),
    "match": Message("الگوی نام فایل‌ها؛ بی آن همه", "pattern on the files' names; without it every file"),
    "read": Message("فایل چگونه خوانده شود", "how a file is read"),
    "accepts": Message("آنچه فرستاده می‌شود", "what is pushed"),
    # ---------- a rule: place ----------
    "rule.css": Message("متن عنصر، یا یکی از ویژگی‌هایش", "the text of the element, or one of its attributes"),
    "rule.attr": Message("ویژگی عنصر css", "an attribute of the element of `css`"),
    "rule.label": Message(
        "آنچه پس از برچسب می‌آید: عنصر بعدی، یا ماندهٔ بندی که با «برچسب:» آغاز می‌شود",
        "what stands after the label: the next sibling element, or the rest of a block that begins with “label:”",
    ),
    "rule.column": Message("خانهٔ زیر این سرستون", "the cell below this heading"),
    "rule.extract": Message(
        "text: متن اصلی صفحه، بی منو و پیوند و دیدگاه؛ اگر عنصری متن را دارد css مطمئن‌تر است",
        "`text`: the main text of the page, without menus, share links, comment form and footer; where an "
        "element holds "
        "the text, `css` is surer",
    ),
    "rule.path": Message(
        "مقدار این مسیر: a.b، a[].b؛ در فایل متنی: text، lines، lines.0",
        "the value at this path: `a.b`, `a[].b`; of a text file: `text` (the whole), `lines`, `lines.0` (the "
        "first line "
        "that is not blank)",
    ),
    "rule.name": Message("آنچه این الگو از نام فایل می‌برد", "what this pattern cuts out of the file's name"),
    "rule.const": Message("همین متن", "this text"),
    # ---------- a rule: treatment ----------
    "rule.match": Message(
        "الگو؛ نخستین گروهش از متن خود ناشر بریده می‌شود. در ۲۰۰٬۰۰۰ نویسهٔ نخست جست‌وجو می‌شود",
        "pattern; its first group, cut out of the publisher's own text. It is looked for in the first "
        "200,000 characters; a "
        "match that runs into their end is none. A pattern that takes more than a second on a text gives no "
        "value and an "
        "issue (`pattern-too-slow`)",
    ),
    "rule.map": Message(
        "چاپ‌شده ← ما؛ مقداری که در آن نیست یادداشت می‌شود", "printed -> ours; a value that is not in it is an issue"
    ),
    "rule.type": Message(
        "text، block (بندها می‌مانند)، code، date، instant، number، amount، url، list",
        "`text` (trimmed, one blank between words), `block` (keeps paragraphs), `code`, `date`, `instant`, `number`, "
        "`amount`, `url`, `list`",
    ),
    "rule.unit": Message(
        "یکای مبلغی که یکایش چاپ نشده است؛ یکایی که در متن چاپ شده پیش است",
        "of an `amount` whose unit is not printed; a unit printed in the text wins",
    ),
    "rule.century": Message(
        "سده‌ای که سال دورقمی از آن است: 13 یا 14، با calendar: gregorian 19 یا 20",
        "`13`, `14` (with `calendar: gregorian` `19`, `20`): reads years of two digits",
    ),
    "rule.form": Message(
        "date: ترتیب عددها: d/m/yy یا yy/m/d (هر دو با century)، d/m/y یا m/d/y (بی آن 03/04/2023 خوانده نمی‌شود)، "
        "y/m (1402-05 ماه است)؛ instant: epoch-s، epoch-ms، utc (بی‌منطقه)",
        "of a `date`: `d/m/yy`, `yy/m/d` (both with `century`), `d/m/y` or `m/d/y` (`03/04/2023` is read with "
        "one of them only), `y/m` (`1402-05` is a month); of an `instant`: `epoch-s`, `epoch-ms` "
        "(since 1970), `utc` (times that name no zone are UTC)",
    ),
    "rule.many": Message("true: همهٔ عنصرها، نه تنها نخستین", "true: all such elements, not the first"),
}


DEFAULTS: Mapping[str, str] = {
    "contact": "with `schedule`",
    "jitter_minutes": "20",
    "calendar": "`jalali`",
    "timezone": "`Asia/Tehran`",
    "full_every_days": "7",
    "reachable_from": "`everywhere`",
    "coverage": "`all`",
    "feed:coverage": "`window`",
    "expect.records.min": "half the median of the last five complete jobs",
    "withdraw.absent_jobs": "2",
    "withdraw.grace_days": "0",
    "withdraw.max_share": "0.1",
    "limits.records": "100,000",
    "limits.pages": "5,000",
    "limits.depth": "50",
    "limits.document_bytes": "20 MiB",
    "limits.job_bytes": "2 GiB",
    "limits.seconds": "21,600",
    "limits.tags": "200",
    "limits.distributions": "1,500",
    "privacy.address_ids": "false",
    "polite.gap_seconds": "1",
    "robots": "`respect`",
    "paging.style": "`none`",
    "paging.start": "1; 0",
    "paging.step": "with `offset`",
    "paging.max_pages": "5,000",
    "paging.next": "with `next`, `cursor`",
    "paging.next.css": "with `next`",
    "paging.next.attr": "`href`",
    "detail.url": "the link",
    "detail.join_lines": "false",
    "prefix": "`oai_dc`",
    "rule.type": "by the field",
    "rule.many": "false",
}
"""What holds where a file does not say it and that is not plain from the schema; none stands for nothing."""


def default_of(protocol: str, key: str) -> str:
    """The default of a key in a protocol, as the reference page writes it."""
    return DEFAULTS.get(f"{protocol}:{key}") or DEFAULTS.get(key, "")


def words_of(protocol: str, key: str) -> Message:
    """What a key means in a protocol; raises KeyError for a key that nobody has described."""
    return KEY_WORDS.get(f"{protocol}:{key}") or KEY_WORDS[key]
