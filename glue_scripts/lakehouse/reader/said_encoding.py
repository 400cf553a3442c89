"""The encoding that a producer names, held against what the bytes of the file say."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable

from lakehouse.reader.encoding import Encoding, EncodingDoubt, survey, to_utf8
from lakehouse.reader.verdict import Refused

UTF8 = codecs.lookup("utf-8").name
PLAIN = Encoding("utf-8")
CONTRADICTION = "contradicts_producer"


def agreed(found: Encoding, said: str | None, chunks: Callable[[], Iterable[bytes]]) -> Encoding:
    """The encoding to read by.

    Args:
        found: what the first bytes say, or all.
        said: what the producer says.
        chunks: the bytes, once more.

    Raises:
        Refused: bytes and producer contradict each other, and the text depends on it.
    """
    if said is None or _name(found) == said:
        return found
    if found == PLAIN:
        found = _looked_at(chunks)
    if found == PLAIN:
        return found
    if found.unknown is not None:
        return Encoding(said, damaged=said == UTF8)
    if found.is_unicode or _differ(found, said, chunks()):
        what = f"its bytes are {_name(found)}, the producer says {said}: mend the producer file"
        raise Refused(CONTRADICTION, what)
    return Encoding(said)


def _looked_at(chunks: Callable[[], Iterable[bytes]]) -> Encoding:
    """What the whole file is; plain UTF-8 if it is ASCII, which is so in many encodings."""
    plain = True
    try:
        for chunk in to_utf8(chunks(), PLAIN):
            plain = plain and chunk.isascii()
    except EncodingDoubt:
        return survey(chunks())
    return PLAIN if plain else Encoding("utf-8-sig")


def _name(found: Encoding) -> str:
    return codecs.lookup(found.name.removesuffix("-sig")).name


def _differ(found: Encoding, said: str, chunks: Iterable[bytes]) -> bool:
    """Whether some byte of the file is another character in each of the two."""
    high = {byte for chunk in chunks if not chunk.isascii() for byte in chunk if byte > 127}
    some = bytes(sorted(high))
    return some.decode(found.name, "replace") != some.decode(said, "replace")
