"""What readers say of documents that they cannot read, or read with a doubt: a part of the table in messages.py."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

READERS: Mapping[str, Message] = {
    "page-cut": Message("صفحه ناتمام است (پایانش نیست): {url}", "The page is cut off (its end is missing): {url}"),
    "json-broken": Message(
        "سند JSON نیست (سطر {line}، نویسهٔ {column})؛ شاید صفحهٔ خطا یا ورود باشد. آن را ببینید و به ناشر بگویید: {url}",
        "The document is no JSON (line {line}, character {column}), perhaps an error or login page. Look at it and tell"
        " the publisher: {url}",
    ),
    "rows-missing": Message(
        "در سند چیزی زیر list.rows نیست؛ آنچه هست: {given}. شاید پیام خطا باشد، شاید ساختار عوض شده است: {url}",
        "Nothing stands at list.rows in the document; what there is: {given}. Perhaps it tells of an error, perhaps its"
        " structure changed: {url}",
    ),
    "line-unreadable": Message(
        "این سطر JSON نیست و خوانده نشد؛ سطرهای دیگر خوانده شد.",
        "This line is no JSON and was not read; the others were.",
    ),
    "row-far-too-deep": Message(
        "این ردیف بیش از {allowed} لایه تودرتو است و خوانده نشد.",
        "This row is nested deeper than {allowed} levels and was not read.",
    ),
    "nested-left": Message(
        "از این فهرست تنها مجموعه‌داده‌هایش خوانده می‌شود؛ این «{name}» نه.",
        "Of this catalogue only its datasets are read, not this {name!r}.",
    ),
    "distribution-nowhere": Message(
        "{count} توزیع نشانی http ندارد و کنار گذاشته شد. از ناشر بخواهید accessURL یا downloadURL را بنویسد: {url}",
        "{count} distributions have no http address and were left out. Ask the publisher for accessURL or downloadURL:"
        " {url}",
    ),
    "address-bad": Message(
        "{count} مقدار accessURL یا downloadURL نشانی http نیست و کنار گذاشته شد؛ آن دیگری به جایش خوانده شد: {url}",
        "{count} values of accessURL or downloadURL are no http addresses and were left out; the other one counts:"
        " {url}",
    ),
    "periods-several": Message(
        "{count} مجموعه‌داده چند دورهٔ زمانی (temporal) دارد؛ هیچ‌کدام خوانده نشد، چون هر یک تنها بخشی است: {url}",
        "{count} datasets state several periods (temporal); none was taken, for each is only a part: {url}",
    ),
    "words-too-long": Message(
        "{count} مقدار spatial یا license چندضلعی یا متن بلند است، نه نام، و کنار گذاشته شد: {url}",
        "{count} values of spatial or license are polygons or long texts, no names, and were left out: {url}",
    ),
    "doubled-key": Message(
        "{count} کلید در یک شیء JSON دو بار آمده است؛ مقدار پسین خوانده شد، چنان‌که مرورگر می‌خواند: {url}",
        "{count} keys stand twice in one JSON object; the later value counts, as in a browser: {url}",
    ),
    "not-a-number": Message(
        "{count} مقدار NaN یا Infinity است، که در JSON نیست؛ تهی خوانده شد: {url}",
        "{count} values are NaN or Infinity, which JSON has not; read as nothing: {url}",
    ),
    "ckan-no-answer": Message(
        "آنچه رسید پاسخ package_search نیست (شاید صفحهٔ ورود یا خطا): {url}. ببینید url نشانی خود CKAN باشد.",
        "What came is no answer of package_search (a login or error page?): {url}. See that url is the CKAN's own.",
    ),
    "ckan-refused": Message(
        "CKAN این پرسش را نپذیرفت ({given}): {url}. اگر filter نوشته‌اید، آن را بررسی کنید.",
        "The CKAN refused the question ({given}): {url}. If there is a filter, look at it.",
    ),
    "xml-with-dtd": Message(
        "سند XML است و DTD دارد؛ چنین سندی را نمی‌خوانیم. از ناشر بخواهید <!DOCTYPE …> را بردارد: {url}",
        "The document is XML with a DTD, which is not read. Ask the publisher to leave out <!DOCTYPE …>: {url}",
    ),
    "xml-broken": Message(
        "سند XML در سطر {line} شکسته است؛ آنچه پیش از آن بود خوانده شد: {url}",
        "The XML is broken in line {line}; what stood before was read: {url}",
    ),
    "rdf-broken": Message(
        "سند RDF نیست یا شکسته است (سطر {line})؛ هیچ رکوردی از آن خوانده نشد. syntax منبع را هم ببینید: {url}",
        "This is no RDF, or broken in line {line}; no record of it was read. See `syntax` of the source too: {url}",
    ),
    "context-elsewhere": Message(
        "واژه‌های این JSON-LD در نشانی دیگری تعریف شده‌اند و چیزی از آنجا نمی‌گیریم. از ناشر بخواهید @context را در خود "
        "سند بنویسد یا Turtle بدهد: {url}",
        "The terms of this JSON-LD are defined at another address, which is not asked. Ask the publisher to write "
        "@context into the document, or for Turtle: {url}",
    ),
    "rdf-lenient": Message(
        "سند RDF درست نوشته نشده است ({count} نشانی با فاصله یا نویسهٔ ناروا) و با گذشت خوانده شد: {url}",
        "The RDF is not well written ({count} addresses with blanks or forbidden characters); read as it is: {url}",
    ),
    "dataset-undescribed": Message(
        "{count} مجموعه‌داده نام برده شده‌اند و شرحی ندارند: {url}",
        "{count} datasets are named but not described: {url}",
    ),
    "tree-cut": Message(
        "{count} چیز بیش از اندازه تودرتو یا پرشمار بود و در رکوردها نیامد: {url}",
        "{count} things are nested too deep or too many, and were left out of the records: {url}",
    ),
    "next-elsewhere": Message(
        "صفحهٔ بعد در میزبان دیگری است و خوانده نشد: {given}. اگر درست است، از ناشر بپرسید.",
        "The next page is on another host and was not read: {given}. Ask the publisher whether that is right.",
    ),
    "oai-refused": Message(
        "مخزن OAI-PMH درخواست را نپذیرفت ({given}): {url}. prefix و set منبع را ببینید.",
        "The OAI-PMH repository refused the request ({given}): {url}. See `prefix` and `set` of the source.",
    ),
    "not-oai": Message("سند پاسخ OAI-PMH نیست: {url}", "The document is no answer of OAI-PMH: {url}"),
    "zip-bomb": Message(
        "بایگانی zip بیش از اندازه باز می‌شود (سقف {allowed})؛ خوانده نشد: {url}",
        "The zip unpacks to more than is allowed ({allowed}); it was not read: {url}",
    ),
    "zip-unreadable": Message(
        "بایگانی zip را نمی‌توان خواند ({given}): {url}", "The zip cannot be read ({given}): {url}"
    ),
    "table-form-unknown": Message(
        "سند جدول نیست ({given}). CSV، XLSX، XLS، ODS یا صفحه‌ای با جدول لازم است؛ نشانی خود جدول را بنویسید: {url}",
        "The document is no table ({given}). CSV, XLSX, XLS, ODS or a page with a table is needed; name the address of "
        "the table itself: {url}",
    ),
    "table-locked": Message(
        "صفحه‌گسترده رمز دارد و خوانده نشد؛ از ناشر نسخهٔ بی‌رمز بخواهید: {url}",
        "The workbook has a password and was not read; ask the publisher for one without: {url}",
    ),
    "table-unreadable": Message(
        "صفحه‌گسترده را نمی‌توان خواند ({given})؛ ببینید با برنامهٔ صفحه‌گسترده باز می‌شود یا نه: {url}",
        "The workbook cannot be read ({given}); see whether a spreadsheet program opens it: {url}",
    ),
    "table-empty": Message("جدول خالی است: {url}", "The table is empty: {url}"),
    "sheet-missing": Message(
        "برگهٔ «{name}» در صفحه‌گسترده نیست. برگه‌ها: {names}. sheet را درست کنید: {url}",
        "The workbook has no sheet {name!r}. Its sheets: {names}. Mend `sheet`: {url}",
    ),
    "sheet-ambiguous": Message(
        "{count} برگه یا جدول همان سرستون‌ها را دارند ({names}) و تنها نخستین خوانده شد. نام برگهٔ خواسته را در sheet "
        "بنویسید و برای هر برگهٔ دیگر منبعی جدا؛ برای جدول‌های یک صفحه protocol: html را: {url}",
        "{count} sheets or tables have the same headings ({names}); only the first was read. Write the wanted one as "
        "`sheet`, and a source of its own for each other; for tables of a page write `protocol: html`: {url}",
    ),
    "sheet-too-large": Message(
        "خانه‌های برگهٔ «{name}» چنان از هم دورند که بیش از {allowed} خانه می‌شود؛ خوانده نشد: {url}",
        "The cells of the sheet {name!r} stand so far apart that they take more than {allowed}; it was not read: {url}",
    ),
    "headings-missing": Message(
        "ردیفی با سرستون‌های {names} در آغاز جدول نیست. سرستون‌های list.native_id و header_row را با جدول بسنجید: {url}",
        "No row at the beginning of the table has the headings {names}. Compare those of list.native_id, and "
        "header_row, with the table: {url}",
    ),
    "too-many-columns": Message(
        "ردیف {row} بیش از {allowed} ستون دارد؛ چنین جدولی را نمی‌خوانیم: {url}",
        "Row {row} has more than {allowed} columns; such a table is not read: {url}",
    ),
    "cell-too-long": Message(
        "خانه‌ای در ردیف {row} بیش از {allowed} نویسه دارد؛ چنین جدولی را نمی‌خوانیم: {url}",
        "A cell of row {row} has more than {allowed} characters; such a table is not read: {url}",
    ),
    "too-many-quotes-broken": Message(
        'علامت‌های نقل قول (") تا ردیف {row} چنان ناجورند که خواندن به پایان نمی‌رسد؛ از ناشر CSV درست بخواهید: {url}',
        'Quotes (") are so broken up to row {row} that reading comes to no end; ask for a right CSV: {url}',
    ),
    "rows-unfit": Message(
        "{given} ردیف به پهنای سرستون‌ها نیست و کمتر از این هست: شاید این‌ها سرستون نباشند ({names}). header_row را "
        "ببینید: {url}",
        "{given} rows are not as wide as the headings, and fewer are: perhaps these are no headings ({names}). Look at "
        "header_row: {url}",
    ),
    "headings-moved": Message(
        "در ردیف {row} سرستون‌ها دوباره و با ترتیب دیگری می‌آیند؛ از آن پس هر خانه زیر سرستون دیگری است و خوانده نشد. "
        "از ناشر بخواهید جدول را با یک ترتیب بدهد: {url}",
        "In row {row} the headings come again in another order; below it each cell is under another one, so it was not "
        "read. Ask the publisher for a table of one order: {url}",
    ),
    "quotes-broken": Message(
        'در {count} ردیف علامت نقل قول (") بسته نمی‌شود یا نابجاست؛ آن ردیف‌ها خوانده نشد: {url}',
        'In {count} rows a quote (") is not closed or stands in a wrong place; those rows were not read: {url}',
    ),
    "number-split": Message(
        "در {count} ردیف شاید جداکنندهٔ هزارگان عددی را دو خانه کرده است (۱٬۰۰۰ به شکل ۱ و ۰۰۰)؛ آن ردیف‌ها را با سند "
        "بسنجید و از ناشر بخواهید چنین عددهایی را در علامت نقل قول بگذارد: {url}",
        "In {count} rows a comma between thousands may have made two cells of one number (1 and 000 of 1,000); compare "
        "those rows with the document, and ask the publisher to put such numbers into quotes: {url}",
    ),
    "cell-error": Message(
        "در {count} خانه به جای مقدار، خطای فرمول است (مانند #REF!)؛ خالی گرفته شد: {url}",
        "{count} cells hold the error of a formula (like #REF!) instead of a value; taken as empty: {url}",
    ),
    "number-shortened": Message(
        "{count} عدد بلندتر از آن است که صفحه‌گسترده نگه می‌دارد (۱۵ رقم) یا به شکل نمایی است؛ شاید رقم‌های آخرش از "
        "دست رفته باشد. در صفحه‌گسترده آنچه گرد نیست خالی گرفته شد. از ناشر بخواهید آن ستون را متن کند: {url}",
        "{count} numbers are longer than a spreadsheet keeps (15 digits), or stand as 1.2E+15: their last digits may "
        "be lost. In a workbook those that are not round are taken as empty. Ask the publisher to make the column "
        "text: {url}",
    ),
    "heading-doubled": Message(
        "{count} سرستون تکراری است؛ به نام دومی شماره‌اش در پرانتز افزوده شد: {url}",
        'The table repeats {count} of its headings; the second is read as "heading (2)": {url}',
    ),
    "no-feed": Message(
        "سند نه RSS است، نه Atom و نه JSON Feed: {url}", "The document is neither RSS nor Atom nor JSON Feed: {url}"
    ),
    "no-sitemap": Message("سند نقشهٔ سایت درستی نیست: {url}", "The document is no sitemap, or a broken one: {url}"),
    "sitemap-too-long": Message(
        "نقشهٔ سایت بیش از {allowed} نشانی دارد ({given})؛ همه خوانده شد، ولی شاید ناشر آن را بریده باشد: {url}",
        "The sitemap has more than {allowed} addresses ({given}); all were read, but it may have been cut: {url}",
    ),
    "sitemap-too-deep": Message(
        "این نقشهٔ سایت بیش از {allowed} لایه زیر نخستین است و خوانده نشد: {url}",
        "This sitemap lies more than {allowed} levels below the first and was not read: {url}",
    ),
    "foreign-address": Message(
        "{count} نشانی از میزبان دیگری است و کنار گذاشته شد؛ نخستین: {first}",
        "{count} addresses are of another host and were left out; the first: {first}",
    ),
    "foreign-sitemap": Message(
        "{count} نقشهٔ سایت از میزبان دیگری است و خوانده نشد؛ نخستین: {first}. برای آن منبعی جدا بنویسید.",
        "{count} sitemaps are of another host and were not read; the first: {first}. Write a source of its own for it.",
    ),
    "lastmod-false": Message(
        "صفحه عوض شده است ولی lastmod آن نه ({given})؛ این بار همهٔ صفحه‌ها پرسیده می‌شوند. به ناشر بگویید: {url}",
        "The page changed, its lastmod did not ({given}); now all pages are asked for. Tell the publisher: {url}",
    ),
    "ill-formed": Message(
        "سند XML درستی نیست و با مدارا خوانده شد؛ رکوردهایش را ببینید و به ناشر بگویید: {url}",
        "The document is no well-formed XML and was read leniently; look at its records and tell the publisher: {url}",
    ),
    "entries-unclosed": Message(
        "{count} رکورد خوراک پیش از پایان رکوردی دیگر آغاز می‌شود یا پایان ندارد؛ هیچ‌کدام خوانده نشد. "
        "به ناشر بگویید: {url}",
        "{count} entries of the feed begin inside of another or are not closed before the next; none of them was read. "
        "Tell the publisher: {url}",
    ),
    "page-too-deep": Message(
        "صفحه بیش از {allowed} لایه تودرتو است.", "The page is nested deeper than {allowed} levels."
    ),
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
    "must-contain-missing": Message(
        "متنی که باید در صفحه باشد نیست (شاید صفحهٔ ورود یا خطا): {url}",
        "The text that must be on the page is missing (perhaps a login or error page): {url}",
    ),
}
