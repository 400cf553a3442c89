"""Which eight-bit encoding a text is in: what its letters say where they stand.

Every byte is a character in some encoding, so that only language can tell. `accents.tsv` has, for
each language, how often a letter beyond ASCII stands between two others (natural logarithms of
shares, made by `scripts/accents.py`). A reading is taken if its letters are known from one language
or another, and if no other reading of the same bytes comes near.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

MOST_WORDS = 4000
LONGEST_WORD = 40
# From where a word begins, and without a way back: words in ASCII are looked at once.
WORD = re.compile(rb"(?<![0-9A-Za-z\x80-\xff])[0-9A-Za-z]*+[\x80-\xff][0-9A-Za-z\x80-\xff]*")

# A letter between two others: never there, and there beside either of them.
UNHEARD_OF, THINKABLE = -13.0, -11.0
UNLIKELY = -9.0
AMISS = -18.0
# A quote that another one should answer.
ALONE = -10.0
# How much better than others a reading must be, in a usual encoding and in one of old systems.
# And how much more if a single word decides.
MARGIN, RARE_MARGIN, OF_ONE_WORD = 4.5, 8.5, 1.0

WESTERN = ("de", "fr", "es", "pt", "it", "nl", "sv", "nb", "da", "fi", "is", "ca", "et")
CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "de")
BALTIC = ("lt", "lv", "et", "de")
TURKISH = ("tr", *WESTERN)
SLAVONIC = ("ru", "uk", "bg")
GREEK = ("el",)

# Languages that an encoding is used for, and how much rarer than others it has become.
# Of those that agree about all bytes of a file the first one names it.
CODE_PAGES: dict[str, tuple[tuple[str, ...], float]] = {
    "latin-1": (WESTERN, 0.0),
    "cp1252": (WESTERN, 0.0),
    "iso8859-15": (WESTERN, -1.0),
    "cp1250": (CENTRAL, -1.5),
    "iso8859-2": (CENTRAL, -1.8),
    "cp1254": (TURKISH, -1.5),
    "cp1257": (BALTIC, -1.2),
    "cp1251": (SLAVONIC, 0.0),
    "koi8-u": (SLAVONIC, -1.0),
    "iso8859-5": (SLAVONIC, -1.0),
    "cp1253": (GREEK, 0.0),
    "iso8859-7": (GREEK, -0.5),
    "mac-roman": (WESTERN, -2.0),
    "mac-latin2": (CENTRAL, -3.0),
    "mac-cyrillic": (SLAVONIC, -2.0),
    "cp850": (WESTERN, -2.0),
    "cp437": (WESTERN, -2.5),
    "cp852": (CENTRAL, -2.0),
    "cp857": (TURKISH, -3.0),
    "cp866": (SLAVONIC, -2.0),
    "cp737": (GREEK, -3.0),
}
C1 = {chr(code) for code in range(0x80, 0xA0)}

# Powers behind the last letter of a unit (m², ft³), and behind another; ordinals of abbreviations.
POWERS, OF_UNITS, STRAY = "²³", "mdint", -11.5
ABBREVIATED = ("nº", "mª", "dª")
MONEY, BESIDE_DIGITS = "€£¥¢", "°ºª²³½¼¾§©®™×±µ\xa0"
OPENING, CLOSING, APART = "¡¿„“‘«‹", "“”’»›…", "–—•·"
# The one mark that belongs between letters (`l’eau`, `O’Neil`), read as one that does not.
ELISION = re.compile(
    r"(?<![^\W_])([cdjlmnsto]|qu|all|dell|nell)’(?=[aeiouyhàâéèêëîïôœnb])"
    r"|([a-z])’(?=(?:[dmst]|ll|re|ve)(?![^\W_]))",
    re.IGNORECASE,
)


Word = tuple[str, float, float]


@dataclass(frozen=True)
class Reading:
    """A text read by one encoding.

    Attributes:
        encoding: what Python calls it.
        rarity: how much less usual it is than others.
        words: each word, with its likelihood and the mean of each of its high characters.
    """

    encoding: str
    rarity: float
    words: list[Word]

    @property
    def score(self) -> float:
        """How likely the text is."""
        return self.rarity + sum(score for _, score, _ in self.words)

    @property
    def known(self) -> int:
        """How many words a language knows, as far as their letters tell."""
        return _known(self.words)

    def beats(self, other: Reading) -> bool:
        """Whether it is so much better that the other need not be thought of."""
        # Words that both read alike decide nothing.
        pairs = zip(self.words, other.words, strict=True)
        differing = [(mine, theirs) for mine, theirs in pairs if mine[0] != theirs[0]]
        ahead = sum(mine[1] - theirs[1] for mine, theirs in differing)
        known, theirs = _known(mine for mine, _ in differing), _known(t for _, t in differing)
        enough = RARE_MARGIN if self.rarity <= -2 else MARGIN
        enough += OF_ONE_WORD if len(differing) == 1 else 0
        return ahead + self.rarity - other.rarity >= enough and known >= max(theirs, 1)


def _known(words: Iterable[Word]) -> int:
    return sum(mean > UNLIKELY for _, _, mean in words)


def high_words(data: bytes) -> set[bytes]:
    """Words with bytes beyond ASCII."""
    return {word[:LONGEST_WORD] for word in WORD.findall(data)}


def readings(high: bytes, words: Iterable[bytes]) -> list[Reading]:
    """Readings that differ, the best one first.

    Args:
        high: every byte beyond ASCII that the file has.
        words: some of its words that have such bytes.
    """
    listed = sorted(words)
    found: dict[str, Reading] = {}
    for encoding, (languages, rarity) in CODE_PAGES.items():
        letters = _decoded(high, encoding)
        if letters is None:
            continue
        texts = [word.decode(encoding, "replace") for word in listed]
        reading = Reading(encoding, rarity, [(t, *_likelihood(t, languages)) for t in texts])
        first = found.setdefault(letters, reading)
        if reading.score > first.score:
            found[letters] = replace(reading, encoding=first.encoding)
    return sorted(found.values(), key=lambda reading: -reading.score)


def decided(found: list[Reading]) -> Reading | None:
    """The only reading that makes sense, if there is one."""
    for reading in found:
        others = (other for other in found if other is not reading)
        # Names that no language knows are a part of every list; they must not be most of it.
        if reading.known * 2 >= len(reading.words) and all(map(reading.beats, others)):
            return reading
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    """None if the encoding does not have all of these bytes."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if C1 & set(text) else text


def _likelihood(text: str, languages: tuple[str, ...]) -> tuple[float, float]:
    """How likely a word is, at best, in one of the languages; and each of its high characters."""
    elided, elisions = ELISION.subn(r"\1\2'", text)
    padded = f" {elided} "
    places = [i for i, letter in enumerate(padded) if not letter.isascii()]
    letters = [i for i in places if _is_letter(padded[i])]
    others = (i for i in places if i not in letters)
    symbols = [_symbol(padded[i - 1], padded[i], padded[i + 1]) for i in others]
    if any(_wrong_case(padded, i) for i in letters):
        return AMISS * len(places), AMISS
    threes = (padded[i - 1 : i + 2].replace("İ", "ı").lower() for i in letters)
    around = ["".join(map(_or_space, three)) for three in threes]
    shares = (sum(_share(language, three) for three in around) for language in languages)
    score = sum(symbols) - 9.0 * elisions + max(shares)
    odd = AMISS in symbols or (ALONE in symbols and symbols.count(ALONE) != 2)
    return score, AMISS if odd else score / (len(places) + elisions)


def _share(language: str, three: str) -> float:
    """How often a letter stands between two others."""
    threes, twos = _shares(language)
    beside = THINKABLE if three[:2] in twos and three[1:] in twos else UNHEARD_OF
    return threes.get(three, beside)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character) in ("Lu", "Ll")


def _or_space(character: str) -> str:
    return character if character.isdigit() or _is_letter(character) else " "


def _wrong_case(text: str, i: int) -> bool:
    """A capital behind a small letter, or a small letter among capitals."""
    before, letter, after = text[i - 1], text[i], text[i + 1]
    if letter.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return letter.upper() != "SS" and before.isupper() and after.isupper()


def _symbol(before: str, symbol: str, after: str) -> float:
    """How likely something is that is no letter, between two characters."""
    behind_letter, before_letter = _is_letter(before), _is_letter(after)
    if behind_letter and before_letter:
        return AMISS
    if symbol in POWERS and behind_letter:
        return -7.0 if before.lower() in OF_UNITS else STRAY
    if (before + symbol).lower() in ABBREVIATED:
        return -7.0
    if symbol in MONEY + BESIDE_DIGITS:
        alone = before == after == " "
        return -6.0 if before.isdigit() or after.isdigit() or alone else AMISS
    at_start = symbol in OPENING and not behind_letter
    at_end = symbol in CLOSING and not before_letter
    attached = behind_letter or before_letter
    if at_start or at_end:
        return ALONE if attached else -7.0
    return -7.0 if symbol in APART and not attached else AMISS


@cache
def _shares(language: str) -> tuple[dict[str, float], set[str]]:
    """Shares of letters between two others, and pairs that there are."""
    threes = _all_shares()[language]
    return threes, {pair for three in threes for pair in (three[:2], three[1:])}


@cache
def _all_shares() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    table = files("lakehouse.reader").joinpath("accents.tsv").read_text(encoding="utf-8")
    for line in table.removesuffix("\n").split("\n"):
        language, share, threes = line.split("\t")
        some = found.setdefault(language, {})
        some |= {threes[i : i + 3]: -float(share) for i in range(0, len(threes), 3)}
    return found
