"""Where many records are read at once: the same comes out as when each is read by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.reader import blocks, json_window
from lakehouse.reader.blocks import lines_in_blocks
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.framing import Framed, Framer
from lakehouse.reader.json_document import read_document
from lakehouse.reader.json_lines import read_lines
from lakehouse.reader.json_record import parse_record
from lakehouse.reader.layout import Layout
from lakehouse.reader.quoting import Quoting
from lakehouse.reader.records import Records, from_json_texts, json_record
from lakehouse.reader.verdict import Refused
from tests.glue_scripts.judging import EVENTS, said

PLAIN = st.sampled_from(["", "E1", "a b", "ä€", "😀", "null", "{", "}", ":", "'", "\u2028"])
ODD = st.sampled_from(["a,b", ",", '"', "\\", "},{", "\n", "\x1f", DAMAGE, '","user_id":"', "}"])
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUE = PLAIN | NUMBER | st.none() | st.booleans() | PLAIN | ODD
NESTED = st.fixed_dictionaries({"country": VALUE, "ort": VALUE, "größe": PLAIN})
# Some columns are texts in all records, some in none, some in a few.
RECORD = st.fixed_dictionaries(
    {"event_id": PLAIN, "straße": PLAIN, "user_id": VALUE, "price": NUMBER, "geo": NESTED},
    optional={"more": VALUE, "uid": VALUE, "Country": PLAIN, "ts": st.just({"$date": "1"})},
)
ELEMENT = RECORD | RECORD | RECORD | st.sampled_from([17, [], [{"a": 1}, {"b": 2}], {}, "},{"])
BETWEEN = st.sampled_from([(",", ":"), (", ", ": "), (" ,  ", " : "), (",", " :")])


def written(value: Any, between: tuple[str, str], indent: int | None = None) -> str:
    """As one producer writes all values: with the same order of keys."""
    return json.dumps(value, ensure_ascii=False, separators=between, indent=indent, sort_keys=True)


def many(texts: list[str]) -> list[str]:
    """So many that reading them at once is worth it."""
    return texts * (100 // len(texts) + 1)


def found(parts: Any) -> dict[int, Any]:
    """What became of each record: its values, or why it is bad."""
    of: dict[int, Any] = {}
    part: Records
    for part in parts:
        rows: list[dict[str, Any]] = [{} for _ in part.numbers]
        for name, column in part.columns.items():
            for row, value in zip(rows, column.to_pylist(), strict=True):
                row |= {} if value is None else {name: value}
        of |= dict(zip(part.numbers.to_pylist(), rows, strict=True))
        of |= {b.record_no: (b.reason, b.raw) for b in part.bad}
    return of


def native(parts: Iterable[Records]) -> set[str]:
    """The columns whose values, in all parts that have some, came as numbers."""
    there, texts = set[str](), set[str]()
    for part in parts:
        filled = {n for n, c in part.columns.items() if c.null_count < len(c)}
        there |= filled
        texts |= filled - part.native
    return there - texts


def exactly(texts: list[str]) -> dict[int, Any]:
    """The same, one by one."""
    return found([from_json_texts(enumerate(texts, 1), EVENTS)])


@given(
    st.lists(RECORD, min_size=1, max_size=8),
    BETWEEN,
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["", '"', ",", "\\", "\x01", " ", "0", "-", "}", "null", '"a":1,']),
    st.integers(0, 150),
)
def test_lines(
    records: list[Any], between: tuple[str, str], around: str, wrong: str, place: int
) -> None:
    texts = [written(record, between) for record in records]
    texts[-1] = texts[-1][:place] + wrong + texts[-1][place:]
    lines = many([f"{around}{text}{around}" for text in texts])
    parts = list(read_lines(["\n".join(lines).encode()], EVENTS))
    assert found(parts) == exactly(lines)
    assert native(parts) == native([from_json_texts(enumerate(lines, 1), EVENTS)])


@given(
    st.lists(ELEMENT, min_size=1, max_size=8),
    BETWEEN,
    st.sampled_from([",", ",\n", " , ", ",\r\n\t"]),
    st.sampled_from([None, 1]),
    st.integers(1, 500),
    st.sampled_from([200, 2000, 1 << 20]),
)
def test_elements_of_a_document(
    elements: list[Any],
    between: tuple[str, str],
    comma: str,
    indent: int | None,
    size: int,
    block: int,
) -> None:
    texts = many([written(element, between, indent) for element in elements])
    document = f"[{comma.join(texts)}]".encode()
    # The chunks cut through letters, too.
    chunks = [document[i : i + size] for i in range(0, len(document), size)]
    with patch.object(json_window, "BLOCK_BYTES", block):
        assert found(read_document(chunks, EVENTS)) == exactly(texts)


@given(
    st.lists(RECORD, min_size=1, max_size=8),
    st.sampled_from(["", " ", "\n", ",", " ,\r\n"]),
    st.sampled_from([None, 1]),
    st.sampled_from([200, 2000, 1 << 20]),
)
def test_objects_one_behind_the_other(
    records: list[Any], gap: str, indent: int | None, block: int
) -> None:
    texts = many([written(record, (",", ":"), indent) for record in records])
    chunks = [gap.join(texts).encode()]
    with patch.object(json_window, "BLOCK_BYTES", block):
        assert found(read_document(chunks, EVENTS)) == exactly(texts)


@given(
    st.lists(ELEMENT, min_size=1, max_size=8),
    st.sampled_from(['{"data":[%s]}', '{"n":1,"a":{"b":[{}],"c":[%s],"d":[1,{}]},"e":"x"}']),
    st.sampled_from([None, 1]),
    st.sampled_from([200, 2000, 1 << 20]),
)
def test_elements_of_a_list_in_an_object(
    elements: list[Any], around: str, indent: int | None, block: int
) -> None:
    records = [{"event_id": "E1"}, *elements]
    texts = many([written(element, (",", ":"), indent) for element in records])
    chunks = [(around % ",".join(texts)).encode()]
    with patch.object(json_window, "BLOCK_BYTES", block):
        assert found(read_document(chunks, EVENTS)) == exactly(texts)


# What stands in a text, and what is kept of it.
KEPT = st.one_of(
    st.from_regex(
        r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,5})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
    ).map(lambda number: (number, number)),
    st.text(max_size=5).map(lambda text: (json.dumps(text), text)),
    st.text(max_size=5).map(lambda text: (json.dumps(text, ensure_ascii=False), text)),
    st.just(("null", None)),
    st.sampled_from(["true", "false", "[1.0, 2 ]", '[{"a" :1}]', "{ }"]).map(lambda t: (t, t)),
)
MEMBERS = st.dictionaries(st.sampled_from("abcd"), KEPT | st.dictionaries(st.just("x"), KEPT))


@given(MEMBERS)
def test_a_record_keeps_every_value_as_it_was_written(members: dict[str, Any]) -> None:
    assert parse_record(_text_of(members)) == _kept_of(members, "")


def _text_of(value: Any) -> str:
    if isinstance(value, tuple):
        return str(value[0])
    return "{" + ", ".join(f'"{key}" : {_text_of(v)}' for key, v in value.items()) + "}"


def _kept_of(value: Any, name: str) -> dict[str, str | None]:
    if isinstance(value, tuple):
        return {name: value[1]}
    if not value and name:
        return {name: "{}"}
    inside = f"{name}." if name else ""
    return {k: v for key, m in value.items() for k, v in _kept_of(m, inside + key).items()}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a":{"b":1},"a.b":"c"}', "repeated_key"),
        ('{"a":{"b":1},"a.b":[]}', "repeated_key"),
        ('{"a":[{"b":1,"b":2}]}', "repeated_key"),
        ('{"a":1,"a":2}x', "invalid_json"),
        ('{"a":1,"b":[NaN]}', "invalid_json"),
        ('{"a":"\\ud800"}', "invalid_json"),
        ('{"a":["\\ud800"]}', "invalid_json"),
        ('{"a":{"\\ud800":1}}', "invalid_json"),
        ("[]", "not_an_object"),
        ('{"event_id":1,"event_id":2}', "repeated_key"),
        ('{"a":' * 512 + "{}" + "}" * 512, "too_deep"),
    ],
)
def test_a_bad_record_is_bad_for_the_same_reason_as_ever(text: str, reason: str) -> None:
    assert json_record(text, EVENTS) == (None, reason)


QUOTED = ['"', '""', '"x,y"', '"l\nm"', '"q\r\nr"']
ENDS = ["\n", "\n1,2\n", "\r\n", "\r"]
DELIMITED = st.lists(st.sampled_from([",", "a", "ä", " ", "\0", DAMAGE, *QUOTED, *ENDS]))


@given(DELIMITED, st.integers(1, 30))
def test_records_of_delimited_text_are_the_same_however_it_comes(
    marks: list[str], size: int
) -> None:
    text = "".join(marks).encode()
    chunks = [text[i : i + size] for i in range(0, len(text), size)]
    with patch.object(blocks, "BLOCK_BYTES", size):
        assert _framed(lines_in_blocks(chunks)) == _framed([text])


def _framed(some: Iterable[bytes]) -> list[tuple[str, bool, bool]]:
    framer = Framer(Quoting(","))
    framed = [framer.take(block, last=False) for block in some]
    framed.append(framer.take(b"", last=True))
    return [record for part in framed for record in _flagged(part)]


def _flagged(framed: Framed) -> list[tuple[str, bool, bool]]:
    """Records, whether they are broken and whether they must be looked at."""
    texts = framed.texts.to_pylist()
    none = [False] * len(texts)
    broken = none if framed.broken is None else framed.broken.to_pylist()
    doubtful = none if framed.doubtful is None else framed.doubtful.to_pylist()
    doubted = [any(mark in text for mark in ('"', "\r", "\0", DAMAGE[0])) for text in texts]
    assert doubtful == doubted
    return list(zip(texts, broken, doubtful, strict=True))


@pytest.mark.parametrize("wrong", ["{{}}", "{}{}", "{},,{}", "{},}", '{"a":"},{}', "\x00", "{},"])
def test_a_damaged_document_is_refused_wherever_it_is_damaged(wrong: str) -> None:
    good = ",".join(['{"a":"b"}'] * 100)
    for text in (f"[{wrong},{good}]", f"[{good},{wrong},{good}]", f"[{good},{wrong}]"):
        assert said("x.json", text.encode()) == "reject not_json"


@pytest.mark.parametrize("chunks", [[b"[1.", b"5]"], [b"[1e", b"5]"], [b"[1e+", b"5]"]])
def test_a_number_may_go_on_behind_the_window(chunks: list[bytes]) -> None:
    with patch.object(json_window, "BLOCK_BYTES", 16):
        assert [len(r.numbers) for r in read_document(chunks, Layout())] == [1]


def test_the_offset_of_damage_counts_bytes() -> None:
    document = "[" + ",".join(['{"a":"ä€😀"}'] * 300) + ",{]"
    with patch.object(json_window, "BLOCK_BYTES", 1000), pytest.raises(Refused) as refusal:
        list(read_document([document.encode()], EVENTS))
    assert refusal.value.offset == len(document.encode()) - 1
