"""Other ways to write what RFC 4180 writes with `"`: turned into it, and back without a loss."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.verdict import Refused

SWAPPED = bytes.maketrans(b"\"'", b"'\"")
# Noncharacters stand for what a backslash hides.
BACKSLASH, QUOTE, DELIMITER, LINE_END = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
# What letters mean behind a backslash, as databases dump tables -> what stands for it.
LETTERS = {
    "t": ("\t", "\ufdd6"),
    "n": ("\n", "\ufdd7"),
    "r": ("\r", "\ufdd8"),
    "b": ("\b", "\ufdd9"),
    "f": ("\f", "\ufdda"),
    "v": ("\v", "\ufddb"),
}
RESERVED = re.compile(rb"\xef\xb7[\x92-\x9b]")
# `\N` is no value, and often there: it stays as it is.
ESCAPED = re.compile(rb"\\(?!N)(.|\n)")


@dataclass(frozen=True)
class Notation:
    r"""How a file quotes.

    Attributes:
        quote: what stands around fields.
        escape: the delimiter, if a backslash takes the meaning from it, quotes and line ends.
        letters: whether a backslash also gives letters another meaning: `\t` is a tab.
    """

    quote: str = '"'
    escape: str | None = None
    letters: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether RFC 4180 has it."""
        return self == Notation()

    def standard(self, text: bytes) -> bytes:
        """Some text as RFC 4180 would write it.

        Raises:
            Refused: the text has characters that stand for others here.
        """
        if not self.is_usual and RESERVED.search(text):
            raise Refused("undecodable", "a file with such quotes may not have U+FDD2 to U+FDDB")
        swapped = text if self.quote == '"' else text.translate(SWAPPED)
        if self.escape is None:
            return swapped
        hidden = {code.encode(): mark.encode() for mark, code, _ in self._hidden()}
        return ESCAPED.sub(lambda found: hidden.get(found[1], found[0]), swapped)

    def values(self, fields: pa.Array) -> pa.Array:
        """What fields say that were divided by RFC 4180."""
        return self._shown(fields, {mark: meaning for mark, _, meaning in self._hidden()})

    def original(self, texts: pa.Array) -> pa.Array:
        """Records as the file has them."""
        return self._shown(texts, {mark: f"\\{code}" for mark, code, _ in self._hidden()})

    def _hidden(self) -> list[tuple[str, str, str]]:
        """What stands for a backslash and the character behind it, that character, its meaning."""
        if self.escape is None:
            return []
        signs = [(BACKSLASH, "\\"), (QUOTE, '"'), (DELIMITER, self.escape), (LINE_END, "\n")]
        letters = LETTERS if self.letters else {}
        return [(mark, sign, sign) for mark, sign in signs] + [
            (mark, letter, meaning) for letter, (meaning, mark) in letters.items()
        ]

    def _shown(self, texts: pa.Array, shown: dict[str, str]) -> pa.Array:
        if shown and pc.any(pc.match_substring_regex(texts, "[\ufdd2-\ufddb]")).as_py():
            for mark, meaning in shown.items():
                texts = pc.replace_substring(texts, mark, meaning)
        if self.quote == "'":
            for old, new in (("'", QUOTE), ('"', "'"), (QUOTE, '"')):
                texts = pc.replace_substring(texts, old, new)
        return texts
