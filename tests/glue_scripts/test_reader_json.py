"""JSON: everything RFC 8259 allows is taken, nothing else."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lakehouse.reader.encoding import DAMAGE
from tests.glue_scripts.judging import EVENTS, judge, said, table, values

NESTED = b"[" * 500 + b"]" * 500


@pytest.mark.parametrize(("content", "words"), table("json.tsv"), ids=repr)
def test_verdict(content: bytes, words: str) -> None:
    assert said("x.json", content) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'["' + b"a" * 70_000 + b'"]', "accept 1"),
        (b"[" + b",".join([b"1"] * 5000) + b"]", "accept 5000"),
        (b"[" + b"9" * 5000 + b"]", "accept 1"),
        (NESTED, "accept 1"),
        (b"[" * 100_000, "reject too_deep"),
        (b"[" * 100_000 + b"]" * 100_000, "reject too_deep"),
        (b'[{"":' * 50_000, "reject too_deep"),
        (b'{"a":' * 600 + b"1" + b"}" * 600, "reject too_deep"),
        (b'{"a":1}\n' + b'{"a":' * 600 + b"1" + b"}" * 600, "accept_with_quarantine 2 1 too_deep"),
        (b'[{"a":[{"b":1},{"b":2}]}' + b',{"a":[{"b":1},{"b":2}]}' * 99 + b"]", "accept 100"),
        (b'[{"a":"},{"}' + b',{"a":"},{"}' * 99 + b"]", "accept 100"),
        (b"[" + b'{"a":1},2,' * 99 + b'{"a":1}]', "accept 199"),
        (b"[\n1\n" + b",\n2\n" * 30_000 + b"]", "accept 30001"),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_long_or_deep(content: bytes, words: str) -> None:
    assert said("x.json", content) == words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.json", b'{"a":1}\n{"a":2}\n', "accept 2"),
        ("x.json", b'{"a":1}\r{"a":2}\r', "accept 2"),
        ("x.json", b'{"a":1}\n\n \n{"a":2}', "accept 2"),
        ("x.json", b"1\n2\n3\n", "accept 3"),
        ("x.json", b'{"a":1}\n{"a":', "accept_with_quarantine 2 1 invalid_json"),
        ("x.json", b'// a\n{"a":1}', "accept_with_quarantine 2 1 invalid_json"),
        ("x.json", b'{"a":1}\n{"a":N}\n{"a":1,}', "reject not_json"),
        ("x.ndjson", b'{"a":1}\n{"a":N}\n{"a":1,}', "reject not_json"),
        ("x.ndjson", b'{"a":1}', "accept 1"),
        ("x.ndjson", b"[1,2]\n", "accept 1"),
        ("x.ndjson", b"[1,2]\n[3]\n", "accept 2"),
        ("x.jsonl", b'[\n{"a":1},\n{"a":2}\n]', "accept 2"),
        ("x.ndjson", b'{\n"a":1\n}\n', "accept 1"),
        ("x.ndjson", b'{"a":1}\n\x00\n{"a":2}', "accept_with_quarantine 3 1 nul_byte"),
        ("x.ndjson", b'{"a":1}\n"\xe9"\n{"a":2}', "accept_with_quarantine 3 1 undecodable"),
        ("x.ndjson", b'\xef\xbb\xbf{"a":1}\n{"a":2}', "accept 2"),
        ("x.ndjson", b'{"a":1}\n{"a":1,"a":2}\n', "accept_with_quarantine 2 1 repeated_key"),
        ("x.ndjson", b'{"a":"' + b"x" * 100_000 + b'"}\n{"a":1}\n', "accept 2"),
        ("x.json", b'\x0c\n{"a":1}', "accept_with_quarantine 2 1 invalid_json"),
        ("x.json", b"\x0c\n[\n1]", "reject not_json"),
        ("x.txt", b'{"a":1}\n{"a":2}\n', "accept 2"),
        ("x", b' [ {"a":1} ] ', "accept 1"),
    ],
    ids=lambda x: repr(x)[:40],
)
def test_lines_or_document(name: str, content: bytes, words: str) -> None:
    assert said(name, content) == words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[1]", "accept_with_quarantine 1 1 not_an_object"),
        (b'[{"event_id":1},"x"]', "accept_with_quarantine 2 1 not_an_object"),
        (b"1\n2\n", "reject no_readable_record"),
        (b"17", "accept_with_quarantine 1 1 not_an_object"),
        (b"null", "accept 0"),
        (b'{"event_id":1,"a":{"b":1},"a.b":2}', "accept_with_quarantine 1 1 repeated_key"),
        (b'{"event_id":1,"event_id":2}', "accept_with_quarantine 1 1 repeated_key"),
        (b'{"event_id":1,"eventId":2}', "accept 1"),
        (b'{"event_id":1,"eventId":2}x', "reject not_json"),
    ],
)
def test_records_of_a_dataset_are_objects(content: bytes, words: str) -> None:
    assert said("x.json", content, EVENTS) == words


def test_many_keys_and_keys_of_their_own() -> None:
    wide = json.dumps({f"k{i}": i for i in range(5000)})
    sparse = "\n".join(json.dumps({"event_id": i, f"k{i}": "x"}) for i in range(5000))
    assert said("x.ndjson", "\n".join([wide] * 70).encode()) == "accept 70"
    assert said("x.ndjson", sparse.encode(), EVENTS) == "accept 5000"


@pytest.mark.parametrize("others", [3, 100])
def test_a_line_is_too_large_whatever_is_around_it(others: int) -> None:
    around = b'{"event_id":"x","b":"y"}\n' * others
    large = b'{"event_id":"%s","b":"y"}\n' % (b"x" * (16 << 20))
    words = f"accept_with_quarantine {2 * others + 1} 1 too_large"
    assert said("x.ndjson", around + large + around) == words


def test_names_that_nesting_makes_long_do_not_fill_the_memory() -> None:
    many = ",".join(f'"{i}":1' for i in range(199))
    once = f'{{"event_id":1,"{"k" * 30_000}":{{{many}}}}}'
    deep = f'{{"event_id":1,"{"k" * 5000}":' * 400 + "1" + "}" * 400
    usual = f'{{"event_id":1,"{"k" * 20}":{{{many}}}}}'
    lines = "\n".join([once] * 99 + [deep] + [usual] * 99)
    assert said("x.ndjson", lines.encode(), EVENTS) == "accept_with_quarantine 199 100 too_deep"


PRETTY = [{"event_id": f"E{i}", "price": i, "geo": {"country": "DE"}, "more": i} for i in range(99)]


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_white_space_between_values_changes_nothing(indent: int | str | None, end: str) -> None:
    text = json.dumps(PRETTY, indent=indent).replace("\n", end)
    verdict, taken = judge("x.json", text.encode(), EVENTS)
    assert (verdict.outcome, verdict.facts.records) == ("accept", 99)
    assert values(taken, "event_id") == [f"E{i}" for i in range(99)]
    assert values(taken, "price") == [str(i) for i in range(99)]


LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from(["},{", '"', "\\", ",", "\u2028", "null"]),
)
JSON = st.recursive(
    LEAF, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=3), v)
)


@given(st.lists(JSON, max_size=5), st.booleans(), st.sampled_from([None, 1]))
def test_every_array_is_taken_with_its_elements(value: list[Any], ascii: bool, indent: int) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    assume(DAMAGE not in text)
    assert said("x.json", text.encode("utf-8", "surrogatepass")) == f"accept {len(value)}"


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


@given(st.text(st.sampled_from('[]{}",:0123e+-.\\ untrue\n'), min_size=1, max_size=12))
def test_no_document_is_taken_that_a_strict_parser_refuses(text: str) -> None:
    verdict, _ = judge("x.json", text.encode())
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        assert verdict.facts.format == "ndjson" or verdict.outcome in ("reject", "empty")
    else:
        assert verdict.outcome in ("accept", "accept_with_quarantine")
