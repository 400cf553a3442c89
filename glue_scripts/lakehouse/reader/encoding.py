"""Decides a text file's encoding and turns it into UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lakehouse.reader.codepages import MOST_WORDS, Reading, decided, high_words, readings
from lakehouse.reader.verdict import Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Two noncharacters: they mark bytes that could not be decoded, and make a record `undecodable`.
DAMAGE = "\ufdd0\ufdef"


class EncodingDoubt(Exception):
    """A file taken for UTF-8 has a byte that is not; it must be surveyed and read again."""


@dataclass(frozen=True)
class Encoding:
    """How bytes become text.

    Attributes:
        name: what Python calls it.
        damaged: whether single bytes are known to be wrong.
        unknown: what else it might be, for people: only JSON, which is Unicode by definition, may
            be read by it.
    """

    name: str
    damaged: bool = False
    unknown: str | None = None

    @property
    def is_unicode(self) -> bool:
        """Whether it has all characters."""
        return self.name.startswith("utf")


def of_head(head: bytes) -> Encoding:
    """The encoding that a byte-order mark names or that NULs give away; else UTF-8, for a try."""
    marked = next((Encoding(name) for bom, name in BOMS if head.startswith(bom)), None)
    return marked or _wide(head) or Encoding("utf-8")


def survey(chunks: Iterable[bytes]) -> Encoding:
    """The encoding of a whole file that is not plain UTF-8.

    Unknown if it is not UTF-8 with damage, and several eight-bit encodings make sense of it, or
    none: any guess would be wrong in silence.
    """
    invalid, rest = False, b""
    valid_bytes = high_bytes = 0
    high: set[int] = set()
    words: set[bytes] = set()
    for chunk in chunks:
        valid, found_invalid, rest = _utf8(rest + chunk)
        valid_bytes, invalid = valid_bytes + valid, invalid or found_invalid
        if not chunk.isascii():
            some = chunk.translate(None, _ASCII)
            high.update(some)
            high_bytes += len(some)
            words |= high_words(chunk) if len(words) < MOST_WORDS else set()
    damaged = Encoding("utf-8", damaged=invalid or bool(rest))
    if valid_bytes * 2 >= high_bytes:
        return damaged
    found = readings(bytes(sorted(high)), words)
    if reading := decided(found):
        return Encoding(reading.encoding)
    return damaged if valid_bytes else replace(damaged, unknown=_candidates(found))


def _candidates(found: list[Reading]) -> str:
    """The best readings of an example, for people."""
    sensible = [reading for reading in found if reading.known][:3]
    if not sensible:
        return "not Unicode, and no encoding that was tried makes words of it"
    words = zip(*(reading.words for reading in sensible), strict=True)
    shown = next((some for some in words if len({text for text, *_ in some}) == len(some)), None)
    examples = [f" ({text!r})" for text, *_ in shown] if shown else [""] * len(sensible)
    names = (r.encoding + example for r, example in zip(sensible, examples, strict=True))
    return f"not Unicode, and it may be {' or '.join(names)}"


_ASCII = bytes(range(128))


def _wide(head: bytes) -> Encoding | None:
    """UTF-16 or UTF-32, where NULs stand as they do in text that is mostly ASCII."""
    places = [head[i::4] for i in range(4)]
    full = [p.count(0) * 5 >= len(p) * 4 for p in places]
    none = [p.count(0) * 20 <= len(p) for p in places]
    for name, nuls in _WIDE.items() if b"\0" in head[:4] and len(head) % 2 == 0 else ():
        if all(f if n else o for f, o, n in zip(full, none, nuls, strict=True)):
            return Encoding(name)
    return None


_WIDE = {
    "utf-16-le": (0, 1, 0, 1),
    "utf-16-be": (1, 0, 1, 0),
    "utf-32-le": (0, 1, 1, 1),
    "utf-32-be": (1, 1, 1, 0),
}


def to_utf8(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """The text as UTF-8 without byte-order mark.

    Raises:
        EncodingDoubt: the file is not the plain UTF-8 it was taken for.
        Refused: the file is not in the encoding its byte-order mark names.
    """
    if encoding == Encoding("utf-8"):
        yield from _checked(chunks)
        return
    name = encoding.name.removesuffix("-sig")
    decoder = codecs.getincrementaldecoder(name)(errors=_errors(encoding))
    first = True
    for chunk in chunks:
        text = _decode(decoder, chunk, encoding, final=False)
        yield (text.removeprefix("\ufeff") if first else text).encode()
        first = first and not text  # A mark may come in pieces.
    yield _decode(decoder, b"", encoding, final=True).encode()


def _errors(encoding: Encoding) -> str:
    lenient = encoding.damaged or encoding.name == "utf-8-sig"
    return "mark_damage" if lenient else "strict"


def _decode(
    decoder: codecs.IncrementalDecoder, data: bytes, encoding: Encoding, *, final: bool
) -> str:
    try:
        return decoder.decode(data, final)
    except UnicodeDecodeError as error:
        raise Refused("undecodable", f"not valid {encoding.name}: {error.reason}") from error


def _checked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks:
        # Most text is ASCII, and this check runs at the speed of memory.
        if not chunk.isascii() or decoder.getstate()[0]:
            _assert_utf8(decoder, chunk)
        yield chunk
    _assert_utf8(decoder, b"", final=True)


def _assert_utf8(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> None:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError as error:
        raise EncodingDoubt from error


_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def _utf8(data: bytes) -> tuple[int, bool, bytes]:
    """How many bytes are valid multi-byte sequences, whether some are none; an unfinished end."""
    if data.isascii():
        return 0, False, b""
    try:
        _, used = codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        # The end may be half of a sequence that the next bytes complete.
        return sum(map(len, _MULTIBYTE.findall(data))), True, data[-3:]
    return len(data[:used].translate(None, _ASCII)), False, data[used:]


def _mark_damage(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return DAMAGE + "".join(f"<{b:02x}>" for b in wrong), error.end


codecs.register_error("mark_damage", _mark_damage)
