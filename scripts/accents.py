"""Writes `accents.tsv`, the letters beyond ASCII that languages have and where they stand.

The words come from packages whose licences allow any use; none of them is kept:

- Faker (MIT): names of people, streets, cities and companies, jobs, words of everyday texts;
- CLDR (Unicode-3.0): what emojis show, and the names of countries, languages and scripts.

CLDR comes from npm, into any folder:

    npm install --prefix build/cldr cldr-annotations-full@48.2.0 cldr-localenames-full@48.2.0
    python scripts/accents.py build/cldr/node_modules

The same versions give the same bytes; requirements-dev.txt has the version of Faker.
"""

from __future__ import annotations

import importlib
import json
import math
import pkgutil
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import faker.providers

TABLE = Path(__file__).parents[1] / "glue_scripts" / "lakehouse" / "reader" / "accents.tsv"
LONGEST_WORD = 40

# Faker's locales of each language. CLDR has every language, under the same name but for Norwegian.
LOCALES = {
    "bg": ("bg_BG",),
    "ca": ("es_CA",),
    "cs": ("cs_CZ",),
    "da": ("da_DK",),
    "de": ("de", "de_AT", "de_CH", "de_DE", "de_LI", "de_LU"),
    "el": ("el_GR",),
    "es": ("es", "es_AR", "es_CL", "es_CO", "es_ES", "es_MX"),
    "et": ("et_EE",),
    "fi": ("fi_FI",),
    "fr": ("fr_BE", "fr_CA", "fr_CH", "fr_FR", "fr_QC"),
    "hr": ("hr_HR",),
    "hu": ("hu_HU",),
    "is": ("is_IS",),
    "it": ("it_IT",),
    "lt": ("lt_LT",),
    "lv": ("lv_LV",),
    "nb": ("no_NO",),
    "nl": ("nl_BE", "nl_NL"),
    "pl": ("pl_PL",),
    "pt": ("pt_BR", "pt_PT"),
    "ro": ("ro_RO",),
    "ru": ("ru_RU",),
    "sk": ("sk_SK",),
    "sl": ("sl_SI",),
    "sv": ("sv_SE",),
    "tr": ("tr_TR",),
    "uk": ("uk_UA",),
}
# Nearly all of whose places the words have: another one is a sign of another encoding.
NON_LATIN = ("bg", "el", "ru", "uk")
CLDR_NAMES = {"nb": "no"}
CLDR_FOLDERS = ("cldr-annotations-full/annotations", "cldr-localenames-full/main")

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What eight-bit encodings have instead, and İ, whose small letter is two characters.
RESPELLED = str.maketrans("șțȘȚ’İ", "şţŞŢ'ı")

# How much counts the place itself, both pairs of letters in it, and either pair alone.
PLACE, PAIRS, PAIR = 0.7, 0.2, 0.05
RAREST = 10.5


def main() -> int:
    """Write the table from the packages in the folder that is named."""
    if len(sys.argv) != 2 or not Path(sys.argv[1], CLDR_FOLDERS[0]).is_dir():
        print("name the folder that has the packages of CLDR: see this script", file=sys.stderr)
        return 1
    lines = [line for lang in LOCALES for line in _lines(lang, Path(sys.argv[1]))]
    TABLE.write_text("".join(lines), encoding="utf-8", newline="\n")
    return 0


def words(language: str, cldr: Path) -> Counter[str]:
    """Its words with letters beyond ASCII, and how many sources have each."""
    sources = [_faker(language), *(_cldr(cldr / folder, language) for folder in CLDR_FOLDERS)]
    found = Counter(word for source in sources for word in set(_accented(source)))
    # Lists of letters are no words: `à` is one in French, `ä` in no language.
    return Counter({word: n for word, n in found.items() if len(word) > 1 or n > 1})


def _faker(language: str) -> Iterator[str]:
    kinds = [module.name for module in pkgutil.iter_modules(faker.providers.__path__)]
    for kind, locale in product(kinds, LOCALES[language]):
        try:
            module = importlib.import_module(f"faker.providers.{kind}.{locale}")
        except ModuleNotFoundError:
            continue
        public = {k: v for k, v in vars(module.Provider).items() if not k.startswith("__")}
        yield from _strings(public)


def _cldr(folder: Path, language: str) -> Iterator[str]:
    for file in (folder / CLDR_NAMES.get(language, language)).glob("*.json"):
        yield from _strings(json.loads(file.read_text(encoding="utf-8")))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _strings(item)


def _accented(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        respelled = unicodedata.normalize("NFC", text).translate(RESPELLED).lower()
        found = WORD.findall(respelled)
        yield from (word for word in found if not word.isascii() and len(word) <= LONGEST_WORD)


def shares(counts: Counter[str], smooth: bool) -> dict[str, float]:
    """How often each letter beyond ASCII stands between two others, or may be thought to."""
    padded = [(re.sub(r"[^\w]|_", " ", f" {word} "), n) for word, n in counts.items()]
    threes, left, right = (Counter[str]() for _ in range(3))
    for text, n in padded:
        left.update({letter: k * n for letter, k in Counter(text[:-1]).items()})
        right.update({letter: k * n for letter, k in Counter(text[1:]).items()})
        for i in (i for i, letter in enumerate(text) if _is_accented(letter)):
            threes[text[i - 1 : i + 2]] += n
    places = _smoothed(threes, left, right) if smooth else threes
    return {three: n / threes.total() for three, n in places.items() if n}


def _smoothed(threes: Counter[str], left: Counter[str], right: Counter[str]) -> dict[str, float]:
    """The places of the words, and those that are made of pairs which the words have."""
    befores, letters, afters = (Counter[str]() for _ in range(3))
    for three, n in threes.items():
        befores[three[:2]] += n
        letters[three[1]] += n
        afters[three[1:]] += n
    found: dict[str, float] = {}
    for before, letter, after in product(left, letters, right):
        three = before + letter + after
        one, two = befores[before + letter], afters[letter + after]
        pair = (one * right[after] + two * left[before]) / right.total()
        thought = PAIRS * one * two / letters[letter] + PAIR * pair
        # A letter that is a word of its own must be one.
        found[three] = PLACE * threes[three] + (0 if before == after == " " else thought)
    return found


def _is_accented(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) == "Ll"


def _lines(language: str, cldr: Path) -> Iterator[str]:
    """Places under the logarithms of their shares, rounded, the commonest first."""
    rounded: dict[int, list[str]] = {}
    for three, share in shares(words(language, cldr), language not in NON_LATIN).items():
        if -math.log(share) <= RAREST:
            rounded.setdefault(round(-math.log(share)), []).append(three)
    for rank in sorted(rounded):
        yield f"{language}\t{rank}\t{''.join(sorted(rounded[rank]))}\n"


if __name__ == "__main__":
    sys.exit(main())
