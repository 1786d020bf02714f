"""The one table of messages to people: code -> Persian and English. Facts are filled in by `{name}`."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.copy_messages import COPIES
from schemas.issue_messages import ISSUES
from schemas.problem_messages import PROBLEMS
from schemas.reader_messages import READERS
from schemas.wording import Message

MESSAGES: Mapping[str, Message] = {
    **PROBLEMS,
    **ISSUES,
    **READERS,
    **COPIES,
    # fields of anything that is loaded
    "bad-public-number": Message(
        "«{given}» شمارهٔ یک دستگاه نیست؛ کد ملی هرگز نمایش داده نمی‌شود.",
        "{given!r} is no number of an office; a national code is never shown.",
    ),
    "required": Message("این کلید باید باشد.", "This key is required."),
    "unknown": Message("«{name}» شناخته نیست.", "Unknown key {name!r}."),
    "unknown-near": Message("«{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown key {name!r}; did you mean {near!r}?"),
    "wrong-type": Message("باید {wanted_fa} باشد.", "Must be {wanted_en}."),
    "empty": Message("نباید خالی باشد.", "Must not be empty."),
    "too-long": Message("بیش از {allowed} نویسه دارد.", "Longer than {allowed} characters."),
    "too-many": Message("بیش از {allowed} مورد دارد.", "More than {allowed} items."),
    "not-one-of-near": Message(
        "«{given}» پذیرفته نیست؛ شاید «{near}»؟ یکی از این‌ها: {allowed}.",
        "{given!r} is not accepted; did you mean {near!r}? One of: {allowed}.",
    ),
    "not-one-of": Message("«{given}» پذیرفته نیست؛ یکی از این‌ها: {allowed}.", "{given!r} is not one of: {allowed}."),
    "bad-text": Message("نویسهٔ صفر یا نیم‌نویسه دارد.", "Holds a NUL character or a lone surrogate."),
    "bad-url": Message("باید نشانی http یا https باشد.", "Must be an http or https address."),
    "bad-date": Message("تاریخ درستی نیست.", "Not a valid date."),
    "bad-amount": Message("مبلغ درستی نیست.", "Not a valid amount."),
    "doubled": Message("دو بار آمده است.", "Given twice."),
    "invalid": Message("پذیرفته نیست.", "Not accepted."),
    # parameters of a search and of every other route
    "unknown-parameter": Message("پارامتر «{name}» شناخته نیست.", "Unknown parameter {name!r}."),
    "nul": Message(
        "در این مقدار نویسهٔ نامرئی NUL هست؛ آن را بردارید یا متن را از نو بنویسید.",
        "It holds the invisible character NUL (U+0000); take it out or type the text anew.",
    ),
    "unknown-parameter-near": Message(
        "پارامتر «{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown parameter {name!r}; did you mean {near!r}?"
    ),
    "bad-bound": Message(
        "«{given}» تاریخ نیست. نمونه: ۱۴۰۲، ۱۴۰۲/۰۵، ۱۴۰۲/۰۵/۰۱ یا 2023-07-23.",
        "{given!r} is no date. For example: 1402, 1402-05, 1402-05-01 or 2023-07-23.",
    ),
    "diff-nothing": Message("میان این دو نسخه چیزی فرق نکرده است.", "Nothing differs between these two versions."),
    "diff-letters-only": Message(
        "تنها شکل حروف و رقم‌ها، نشانه‌ها، نیم‌فاصله‌ها یا فاصله‌ها عوض شده است.",
        "Only forms of letters and digits, marks, joiners or blanks have changed.",
    ),
    "diff-truncated": Message(
        "بخشی از متن بیش از آن عوض شده است که واژه‌به‌واژه سنجیده شود؛ همهٔ آن بخش نشان‌دار است.",
        "Some of the text has changed too much to be compared word by word; all of it is marked.",
    ),
    "bad-point": Message(
        "«{given}» زمان یا نسخه‌ای از یک رکورد نیست. نمونه: ۱۴۰۲، ۱۴۰۲/۰۵، ۱۴۰۲/۰۵/۰۱، 2023-07-23، v۳ (نسخهٔ سوم) "
        "یا log:۱۲۰ (سطری از دفتر).",
        "{given!r} is no time and no version of a record. For example: 1402, 1402-05, 1402-05-01, 2023-07-23, "
        "2023-07-23T10:00Z, v3 or log:120.",
    ),
    "bounds-reversed": Message("«از» پس از «تا» است.", "`from` is after `to`."),
    "start-after-end": Message("«start» پس از «end» است.", "`start` is after `end`."),
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
    "unknown-facet-near": Message(
        "نمای «{given}» شناخته نیست؛ شاید «{near}»؟", "Unknown facet {given!r}; did you mean {near!r}?"
    ),
    "unknown-filter": Message("پالایهٔ «{given}» شناخته نیست.", "Unknown filter {given!r}."),
    "too-deep": Message(
        "به ترتیب «مرتبط‌ترین» تنها {allowed} نتیجهٔ نخست خواندنی است؛ به ترتیب تاریخ همه خواندنی‌اند (sort=-date).",
        "By relevance only the first {allowed} hits can be read; by date all of them can (sort=-date).",
    ),
    # notes on what an answer lacks
    "facets-not-counted": Message(
        "شمارش دسته‌ها اکنون در دسترس نیست؛ فهرست و شمار کل کامل‌اند.",
        "Facets cannot be counted now; the list and its total are complete.",
    ),
    "offers-not-asked": Message(
        "جست‌وجو در میانهٔ کار بازماند: راه‌های دیگرِ خواندن این واژه‌ها و پیشنهادها بررسی نشد؛ کمی بعد دوباره بکوشید.",
        "The search broke off: other readings of these words, and suggestions, were not looked at; try again later.",
    ),
    "words-as-typed": Message(
        "واژه‌ها همان‌گونه که نوشته شدند جست‌وجو شدند؛ املاهای دیگر اکنون در دسترس نیست و شاید نتیجه‌های بیشتری باشد.",
        "Words were searched for exactly as typed; other spellings are not available now, so more may exist.",
    ),
    # notes on how a query was read
    "colon-is-text": Message("دونقطه مانند متن خوانده شد.", "A colon was read as text."),
    "field-is-filter": Message(
        "فیلدی که در جست‌وجو نام برده شد (دستگاه، نوع یا سال) پالایش شد.",
        "A field that the query names (agency, type or year) became a filter.",
    ),
    "field-unknown": Message(
        "پس از «دستگاه:»، «نوع:» یا «سال:» چیزی آمده که در این فهرست شناخته نیست؛ مانند متن خوانده شد.",
        "What follows «agency:», «type:» or «year:» is not known in this catalogue; it was read as text.",
    ),
    "field-in-group": Message(
        "«دستگاه:»، «نوع:» و «سال:» درون پرانتز یا کنار OR مانند متن خوانده شد.",
        "«agency:», «type:» and «year:» within parentheses or beside OR were read as text.",
    ),
    "sign-is-text": Message(
        "نشانه‌ای که جفت یا واژه‌ای برای آن نیست (پرانتز، -، *، یا) مانند متن خوانده شد.",
        "A sign without its partner or its word (parenthesis, -, *, OR) was read as text.",
    ),
    "unbalanced-quote": Message("گیومهٔ بی‌جفت مانند متن خوانده شد.", "An unpaired quotation mark was read as text."),
    "plain-reading": Message("همهٔ نشانه‌ها مانند متن خوانده شدند.", "All operators were read as plain text."),
    "outcome-required": Message(
        "با outcome بگویید کدام رکوردها: added، changed، unchanged، withdrawn، withheld یا refused.",
        "Say with `outcome` which records: added, changed, unchanged, withdrawn, withheld or refused.",
    ),
    # mistakes of source and agency files
    "min-above-max": Message("min از max بزرگ‌تر است.", "`min` is above `max`."),
    "withdraw-of-window": Message(
        "با coverage: window نبودن یک رکورد چیزی نمی‌گوید؛ این کلید را بردارید یا coverage: all بنویسید.",
        "With `coverage: window` an absent record means nothing; take this key out, or write `coverage: all`.",
    ),
    "expect-above-limit": Message(
        "از limits.records ({allowed}) بزرگ‌تر است و هیچ کاری به آن نمی‌رسد.",
        "Above limits.records ({allowed}): no job can ever bring so many.",
    ),
    "share-without-rule": Message(
        "برای «{field}» قاعده‌ای در fields نیست، پس هیچ رکوردی آن را نخواهد داشت.",
        "{field!r} has no rule in `fields`, so no record will ever have it.",
    ),
    "fresh-without-date": Message(
        "هیچ قاعده‌ای برای تاریخ نیست که تازگی از آن دانسته شود؛ یکی از این‌ها لازم است: {allowed}.",
        "No rule gives a date to know it by; one of these is needed: {allowed}.",
    ),
    "detail-unread": Message(
        "از صفحهٔ رکورد چیزی خوانده نمی‌شود: قاعده‌ای با {allowed} به fields بیفزایید یا detail را بردارید.",
        "Nothing is read from the page of a record: add a rule to `fields` by {allowed}, or take `detail` out.",
    ),
    "bad-share": Message("«{given}» سهمی از ۰ تا ۱ نیست.", "{given!r} is no share from 0 to 1."),
    "bad-slug": Message(
        "«{given}» پذیرفته نیست: حرف‌های کوچک لاتین، رقم و خط تیره.",
        "{given!r}: small Latin letters, digits, hyphens only.",
    ),
    "bad-mail": Message("«{given}» نشانی ایمیل نیست (تنها حرف‌های لاتین).", "{given!r} is no mail address in ASCII."),
    "bad-zone": Message(
        "«{given}» منطقهٔ زمانی نیست؛ مانند Asia/Tehran بنویسید.",
        "{given!r} is no time zone; write it like Asia/Tehran.",
    ),
    "century-of-calendar": Message(
        "سدهٔ {given} از تقویم این منبع ({calendar}) نیست؛ ۱۳ و ۱۴ هجری شمسی و ۱۹ و ۲۰ میلادی‌اند.",
        "The century {given} is not of this source's calendar ({calendar}): 13 and 14 are Jalali, 19 and 20 Gregorian.",
    ),
    "bad-placeholder": Message(
        "جای خالی «{given}» در این نشانی پذیرفته نیست.", "The placeholder {given!r} does not belong here."
    ),
    "placeholder-missing": Message(
        "با این paging باید {{{name}}} در نشانی باشد.", "With this paging the address needs {{{name}}}."
    ),
    "stray-placeholder": Message(
        "{{{name}}} در نشانی تنها با paging خودش می‌آید: page، offset و cursor با paging.style، year با first_year.",
        "{{{name}}} stands in an address with its own paging only: page, offset and cursor with paging.style, year "
        "with paging.first_year.",
    ),
    "bad-pattern": Message("الگو خواندنی نیست: {why}", "Not a regular expression: {why}"),
    "bad-selector": Message("«{given}» گزینشگر CSS نیست.", "{given!r} is no CSS selector."),
    "bad-folder": Message("پوشه باید نسبی و بی «..» باشد.", "A folder is relative and holds no `..`."),
    "bad-tree-path": Message(
        "«{given}» مسیر نیست. نمونه: title، agency.name، items[].id؛ بی $ و بی /.",
        "{given!r} is no path. For example: title, agency.name, items[].id; without $ and /.",
    ),
    "bad-file-path": Message(
        "از متن تنها این‌ها خواندنی‌اند: text (همه)، lines (سطرها)، lines با شمارهٔ سطر. «{given}» یکی از آن‌ها نیست.",
        "Of a text there are text (the whole), lines, lines with a number; {given!r} is none of them.",
    ),
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
    "one-of-keys": Message(
        "درست یکی از این کلیدها باید باشد: {allowed}.", "Exactly one of these keys is needed: {allowed}."
    ),
    "one-place": Message("درست یکی از این‌ها باید باشد: {allowed}.", "Exactly one of these is needed: {allowed}."),
    "required-with": Message("این کلید باید باشد، چون {key} آمده است.", "Required, because {key} is set."),
    "protocol-missing": Message(
        "این کلید باید باشد؛ یکی از این‌ها: {allowed}.", "This key is required; one of: {allowed}."
    ),
    "unknown-protocol": Message(
        "پروتکل «{name}» شناخته نیست؛ یکی از این‌ها: {allowed}.", "Unknown protocol {name!r}; one of: {allowed}."
    ),
    "unknown-protocol-near": Message(
        "پروتکل «{name}» شناخته نیست؛ شاید «{near}»؟ یکی از این‌ها: {allowed}.",
        "Unknown protocol {name!r}; did you mean {near!r}? One of: {allowed}.",
    ),
    "key-of-other-protocol": Message(
        "«{name}» کلید این پروتکل نیست؛ این پروتکل‌ها آن را دارند: {protocols}.",
        "{name!r} is no key of this protocol; these have it: {protocols}.",
    ),
    "bad-schedule": Message(
        "«{given}» زمان‌بندی cron با پنج بخش (دقیقه، ساعت، روز، ماه، روز هفته) نیست.",
        "{given!r} is no cron schedule of five fields, like '15 5 * * sat-wed'.",
    ),
    "total-of-years": Message(
        "با paging.first_year هر سال شمار خودش را می‌گوید؛ paging.total را بردارید.",
        "With paging.first_year each year states a number of its own; leave paging.total out.",
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
    "broken-agency": Message(
        "فایل این دستگاه، agencies/{name}.yaml، اشتباه دارد؛ نخست آن را درست کنید.",
        "The file of this agency, agencies/{name}.yaml, has mistakes; mend it first.",
    ),
    "still-a-guess": Message(
        "هنوز حدس برنامه است ({what_fa}): درست کنید و نشان ← را از این سطر بردارید.",
        "Still a guess of the program ({what_en}): make it right and take the mark ← out of this line.",
    ),
    "unknown-agency": Message("دستگاهی با نام «{name}» ثبت نشده است.", "No agency {name!r} is registered."),
    "unknown-agency-near": Message(
        "دستگاهی با نام «{name}» ثبت نشده است؛ شاید «{near}»؟", "No agency {name!r}; did you mean {near!r}?"
    ),
    "unknown-encoding-near": Message(
        "رمزگذاری «{name}» شناخته نیست؛ شاید «{near}»؟", "Unknown encoding {name!r}; did you mean {near!r}?"
    ),
    "unknown-secret": Message(
        "در فایل DASTRAS_SECRETS کلیدی به نام «{name}» نیست.",
        "There is no secret {name!r} in the file DASTRAS_SECRETS.",
    ),
    "unknown-secret-near": Message(
        "در فایل DASTRAS_SECRETS کلیدی به نام «{name}» نیست؛ شاید «{near}»؟",
        "There is no secret {name!r} in the file DASTRAS_SECRETS; did you mean {near!r}?",
    ),
    "unknown-encoding": Message("رمزگذاری «{name}» شناخته نیست.", "Unknown encoding {name!r}."),
    "id-is-file-name": Message("باید با نام فایل یکی باشد: {name}", "Must be the name of the file: {name}"),
    "agency-name-taken": Message("نام «{name}» از آن «{owner}» است.", "The name {name!r} belongs to {owner!r}."),
    "synonym-alone": Message(
        "یک واژه تنها هم‌معنایی ندارد؛ دست‌کم دو واژه بنویسید.", "One word alone equals nothing; write at least two."
    ),
    "synonym-no-word": Message("در «{name}» هیچ واژه‌ای نیست.", "There is no word in {name!r}."),
    "synonym-twice": Message(
        "«{name}» دو بار آمده است؛ دو گروه را یکی کنید یا یکی را بردارید.",
        "{name!r} stands twice; join the two groups or take one away.",
    ),
    "synonym-within": Message(
        "«{name}» درون «{other}» هم هست و خود آن را می‌یابد؛ یکی از این دو را از گروه بردارید.",
        "{name!r} stands within {other!r} and finds it anyway; take one of the two out of this group.",
    ),
    "yaml-too-large": Message("فایل از {allowed} کیلوبایت بزرگ‌تر است.", "The file is larger than {allowed} KiB."),
    "yaml-not-utf8": Message("فایل باید UTF-8 باشد.", "The file must be UTF-8."),
    "yaml-tab": Message(
        "این سطر با جهش (Tab) تورفته است؛ YAML تنها فاصله می‌پذیرد: آن را با دو فاصله عوض کنید.",
        "Indented with a tab; YAML takes blanks only: put two blanks in its place.",
    ),
    "yaml-indent": Message("تورفتگی این سطر با سطرهای هم‌رده‌اش یکی نیست.", "Not indented like the lines it belongs to."),
    "yaml-colon": Message(
        "اینجا یا تورفتگی نادرست است، یا متنی «: » دارد و باید میان دو گیومهٔ ساده بیاید: 'الف: ب'.",
        "Either wrong indentation, or a text that holds `: ` and needs quotes: 'a: b'.",
    ),
    "yaml-no-colon": Message("پس از کلید «:» و یک فاصله نیست.", "A key without a colon and a blank after it."),
    "yaml-quote": Message("گیومه‌ای که اینجا باز شده بسته نشده است.", "The quotation mark opened here is never closed."),
    "yaml-escape": Message(
        "میان گیومهٔ دوتایی ممیز وارونه معنای دیگری دارد؛ الگوها را میان گیومهٔ ساده بنویسید: '(\\d+)'.",
        "Inside double quotes a backslash means something else; write patterns in single quotes: '(\\d+)'.",
    ),
    "yaml-bracket": Message(
        "{{ یا [ که اینجا باز شده درست بسته نشده، یا ویرگولی میان دو بخش آن کم است.",
        "The {{ or [ opened here is not closed well, or a comma is missing between two of its parts.",
    ),
    "yaml-start": Message(
        "متن با این نشانه آغاز نمی‌شود؛ آن را میان گیومهٔ ساده بنویسید: '@…' ({why})",
        "No text begins with this sign; put it in single quotes: '@…' ({why})",
    ),
    "yaml-broken": Message("YAML خواندنی نیست: {why}", "Not readable as YAML: {why}"),
    "yaml-no-map": Message("فایل باید از کلیدها و مقدارها باشد.", "The file must be a map of keys."),
    "yaml-second-document": Message("تنها یک سند در هر فایل.", "One document a file."),
    "yaml-too-deep": Message("بیش از {allowed} لایه تودرتو است.", "Nested deeper than {allowed} levels."),
    "yaml-tag": Message("برچسب YAML (!) پذیرفته نیست.", "YAML tags are not accepted."),
    "yaml-anchor": Message("لنگر YAML (&) پذیرفته نیست.", "YAML anchors are not accepted."),
    "yaml-alias": Message("ارجاع YAML (*) پذیرفته نیست.", "YAML aliases are not accepted."),
}


def message(code: str, facts: Mapping[str, object] | None = None) -> tuple[str, str]:
    """(Persian, English) of a code; a code without a line is a fault of ours and raises KeyError."""
    return MESSAGES[code].say(facts or {})
