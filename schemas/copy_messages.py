"""Messages about whole copies: backups, the move to another store, mirrors of other catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.wording import Message

COPIES: Mapping[str, Message] = {
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
    # moving to another store
    "move-bad-address": Message(
        "این نشانی یک انباره نیست. نمونه: ‎postgresql://user@host/database یا ‎sqlite:////folder/dastras.sqlite",
        "This is no address of a store. For example: postgresql://user@host/database or sqlite:////folder/dastras.sqlite",
    ),
    "move-onto-itself": Message(
        "انبارهٔ تازه همان انبارهٔ کهنه است؛ نشانی انبارهٔ تازه را در DASTRAS_STORE بگذارید.",
        "The new store is the old one; put the address of the new one into DASTRAS_STORE.",
    ),
    "move-into-filled-store": Message(
        "انبارهٔ تازه خالی نیست و رونوشت این انباره هم نیست؛ انبارهٔ خالی دیگری بدهید. چیزی جابه‌جا نشد.",
        "The new store is not empty, nor a copy of this one; give another one that is. Nothing was moved.",
    ),
    "move-store-changed": Message(
        "در هنگام رونوشت چیزی در انبارهٔ کهنه نوشته شد؛ همین فرمان را دوباره اجرا کنید. چیزی جابه‌جا نشد.",
        "Something was written into the old store meanwhile; run the same command again. Nothing was moved.",
    ),
    "move-incomplete": Message(
        "از جدول {table} {read} سطر خوانده شد و {stored} سطر نوشته شد؛ چیزی جابه‌جا نشد.",
        "Of table {table} {read} rows were read and {stored} stored; nothing was moved.",
    ),
    "move-index-busy": Message(
        "انباره جابه‌جا شد ولی نمایه را دیگری می‌سازد؛ «dastras verify» را با نشانی‌های تازه اجرا کنید.",
        "The store was moved, but somebody else is writing the index; run `dastras verify` with the new addresses.",
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
    # a mirror of another catalogue
    "mirror-no-dastras": Message(
        "{url} دسترسی نیست که دفترش با متن خواندنی باشد؛ نشانی سایت را بسنجید.",
        "{url} is no Dastras whose log can be read with its texts; check the address of the site.",
    ),
    "mirror-line-wrong": Message(
        "ردیف {line} دفتر آن سو درست نیست ({part})؛ رونوشت تا ردیف پیش از آن کامل است.",
        "Entry {line} of the log there is not right ({part}); the copy is whole up to the part before it.",
    ),
    "mirror-other-log": Message(
        "ردیف {line} آن سو دیگر همانی نیست که رونوشت شده است: انبارهٔ آن از پشتیبان بازگردانده شده. رونوشت را در "
        "پوشه‌ای تازه آغاز کنید.",
        "Entry {line} there is not the one that was copied: its store was put back from a backup. Begin the copy in a "
        "new folder.",
    ),
}
