"""Persian in Latin letters as people write it in messages: Pinglish.

The script hides short vowels, so common words are given as people say them (SAID). For other words the rules are:
long vowels are written (ا a or aa, و u, oo or o, ی i or ee at their place, else the consonants v and y); a syllable
begins with one consonant and ends in two at most, at the end of a word, so short vowels stand between the others:
a, e or o in the shares 5 : 4 : 1, and always the same in one word. خ is kh or x, ق gh or q, a last silent ه e or eh;
ع and hamza are not heard. ZWNJ is nothing or a blank. One writer keeps one habit through a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

ZWNJ = "\u200c"
_PLAIN = {
    **dict(zip("بپتثجدذرزسصضطظفگلمنحه", "bptsjdzrzssztzfglmnhh", strict=True)),
    **{"ک": "k", "چ": "ch", "ژ": "zh", "ش": "sh", "غ": "gh"},
}
_SILENT = frozenset("عءئأؤإ")

_SAID_LINES = """
و va o
در dar
به be
از az
که ke
را ra ro
با ba
این in een
آن an aan oon
برای baraye
است ast
بود bood bud
شد shod
کرد kard
چه che
چیست chist
کدام kodam kodaam
کجا koja
چند chand
شهر shahr
کشور keshvar
ایران iran
تهران tehran
دولت dolat dowlat
مجلس majles
رئیس raees rais
جمهور jomhur jomhoor
جمهوری jomhuri jomhouri
وزیر vazir
وزارت vezarat
سازمان sazman sazeman
مردم mardom
سال sal saal
روز rooz ruz
ماه mah maah
نام nam naam
جهان jahan
جهانی jahani
جام jam jaam
لیگ lig league
برتر bartar
تیم tim team
ملی melli meli
بازی bazi baazi
فوتبال footbal football futbal
سرمربی sarmorabi
پرسپولیس perspolis persepolis
استقلال esteghlal
بازار bazar bazaar
قیمت gheymat qeymat
نفت naft
گاز gaz
بانک bank
مرکزی markazi
اقتصاد eghtesad eqtesad
اقتصادی eghtesadi eqtesadi
سیاسی siasi siyasi
امنیت amniat amniyat
انتخابات entekhabat
اسلامی eslami
انقلاب enghelab
خبر khabar
خبرگزاری khabargozari
فارس fars
اصفهان esfahan isfahan
مشهد mashhad
شیراز shiraz
تبریز tabriz
آمریکا amrika america
عراق aragh eragh iraq
زبان zaban
کتاب ketab
دانشگاه daneshgah
مدرسه madrese
حقوق hoghugh hoghoogh
قانون ghanoon ghanun
شورا shora shoora
شهرداری shahrdari
بهترین behtarin
چگونه chegoone chegune
چطور chetor
چرا chera
درصد darsad
مدیر modir
مدیرکل modirkol modirkoll
استان ostan
پیروزی piroozi piruzi
گل gol
مسابقه mosabeghe mosabeqe
مسابقات mosabeghat mosabeqat
قهرمانی ghahremani
قهرمان ghahreman
جنگ jang
زن zan
مرد mard
دختر dokhtar
پسر pesar
بزرگ bozorg
جدید jadid
اول aval avval
دوم dovom
پول pool pul
خانه khane khaneh
آب ab aab
خط khat
تلفن telefon
برق bargh
حمل haml
صنعت sanat san'at
تجارت tejarat
فرهنگ farhang
فرهنگی farhangi
علم elm
علوم oloom olum
دانش danesh
طرح tarh
توسعه tose'e tosee towse'e
حمله hamle
مذاکرات mozakerat
رهبر rahbar
هسته haste
عربستان arabestan
روسیه rusie roosiye russie
ترکیه torkie torkiye
معلم moallem moalem
بیمه bime bimeh
مالیات maliat maliyat
"""
SAID = {line.split()[0]: line.split()[1:] for line in _SAID_LINES.split("\n") if line}


_SHORT = "aaaaaeeeeo"


@dataclass(frozen=True, slots=True)
class _Habit:
    """How one writer spells what has several spellings; `taste` chooses among those of SAID."""

    alef: str
    vav: str
    yeh: str
    kheh: str
    qaf: str
    heh: str
    taste: int


@dataclass(frozen=True, slots=True)
class _Sound:
    """A consonant or a vowel in Latin letters."""

    letters: str
    is_vowel: bool = False


def in_latin_letters(text: str, random: Random) -> str:
    """The text in Pinglish, without its signs; digits become Latin ones."""
    habit = _Habit(
        random.choice(("a", "a", "aa")),
        random.choice(("u", "oo", "o")),
        random.choice(("i", "i", "ee")),
        random.choice(("kh", "kh", "kh", "x")),
        random.choice(("gh", "gh", "q")),
        random.choice(("e", "e", "eh")),
        random.randrange(12),
    )
    joiner = random.choice(("", " "))
    words = re.findall(rf"[\w{ZWNJ}]+", text)
    return " ".join(joiner.join(_word(part, habit) for part in word.split(ZWNJ)) for word in words).strip()


def _word(word: str, habit: _Habit) -> str:
    if word in SAID:
        return SAID[word][habit.taste % len(SAID[word])]
    if not re.search("[آ-ی]", word):
        return "".join(str(unicodedata.digit(one, one)) for one in word)
    return "".join(_vowelled(list(_sounds(word, habit)), Random(word)))


def _sounds(word: str, habit: _Habit) -> Iterator[_Sound]:
    """What the letters say; و and ی are consonants before a vowel and at the beginning."""
    last = len(word) - 1
    was_vowel = False
    for place, letter in enumerate(word):
        sound = _sound(letter, habit)
        if place == 0 and letter in "اأ" and last:
            sound = None if word[1] in "یو" else _Sound("ae"[word[1] in "سنمجد"], is_vowel=True)
        elif letter in "ویئ" and place < last and (word[place + 1] in "اآه" or (place == 0 and letter != "ئ")):
            sound = _Sound("v" if letter == "و" else "y")
        elif letter in "یئ" and was_vowel and place < last:
            sound = _Sound("y")
        elif letter == "و" and was_vowel:
            sound = _Sound("v")
        elif letter == "ه" and place == last > 1 and not was_vowel:
            sound = _Sound(habit.heh, is_vowel=True)
        if sound is not None:
            was_vowel = sound.is_vowel
            yield sound


def _sound(letter: str, habit: _Habit) -> _Sound | None:
    """What a letter says in the middle of a word; None where it is not heard."""
    vowels = {"ا": habit.alef, "آ": habit.alef, "و": habit.vav, "ؤ": habit.vav, "ی": habit.yeh}
    if letter in vowels:
        return _Sound(vowels[letter], is_vowel=True)
    if letter in _SILENT:
        return None
    return _Sound({"خ": habit.kheh, "ق": habit.qaf}.get(letter) or _PLAIN.get(letter, letter))


def _vowelled(sounds: list[_Sound], random: Random) -> Iterator[str]:
    """The sounds with short vowels where no syllable could be said without."""
    run: list[str] = []
    after_vowel = False
    for sound in sounds:
        if not sound.is_vowel:
            run.append(sound.letters)
            continue
        yield from _syllables(run[:-1], after_vowel, random)
        yield from (*run[-1:], sound.letters)
        run, after_vowel = [], True
    last = run[-1:] if len(run) > after_vowel + 1 or after_vowel else []
    yield from _syllables(run[: len(run) - len(last)], after_vowel and len(run) > 1, random)
    if last and len(run) > 1 and random.random() < 0.5:  # «دانش», «پسر»; the others end in two: «دست», «شهر»
        yield random.choice(_SHORT)
    yield from last


def _syllables(run: list[str], after_vowel: bool, random: Random) -> Iterator[str]:
    """Whole syllables of consonants, with a short vowel in each; the first closes the vowel that stands before."""
    yield from run[:after_vowel]
    for place in range(int(after_vowel), len(run), 2):
        yield from (run[place], random.choice(_SHORT), *run[place + 1 : place + 2])
