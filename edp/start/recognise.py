"""What files are, by the names of their columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from contracts import Contract, allowed_values, delivered, fold, load
from contracts.producers import paths
from contracts.producers.found import producers, shipped
from contracts.producers.model import Part, Producer
from edp.start.model import Look, Match
from edp.start.suspicious import is_money_name

# So many of a profile's names must be there: optional ones may have no value in any record.
MOSTLY = 0.6
# Fewer columns are no likeness to a dataset that asks for little but a key.
LEAST = 4
JSON = ("json", "ndjson")


def recognised(look: Look) -> Match | None:
    """The profile that a file is like, or else the dataset; None where neither is clear."""
    return _by_profile(look) or _by_names(list(look.header))


def _by_profile(look: Look) -> Match | None:
    found = [
        (share, producer)
        for producer in producers()
        if producer.name in shipped() and _is_json(producer) == (look.format in JSON)
        if (share := _likeness(producer, look.header)) >= MOSTLY
    ]
    found.sort(key=lambda pair: -pair[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    producer = found[0][1]
    return Match(producer.parts[0], producer.name, producer.time_zone)


def _is_json(producer: Producer) -> bool:
    return producer.files[0].endswith("json")


def _likeness(producer: Producer, header: Collection[str]) -> float:
    """Of the names that a profile has for columns, those that are there; 0 where one must be."""
    part = producer.parts[0]
    there = {c: [n for n in names if _has(header, n)] for c, names in part.named.items()}
    must = [
        c.name for c in load(f"source.{part.dataset}").columns if c.required and c.name in there
    ]
    if not all(there[column] for column in must):
        return 0.0
    return sum(map(len, there.values())) / sum(map(len, part.named.values()))


def _has(header: Collection[str], name: str) -> bool:
    """Whether all names in a path are there; of an array only its own name is known."""
    heads = [fold(path.head) for path in paths.parsed(name)]
    return set(heads) <= {fold(n) for n in header} | {fold(n.partition("[")[0]) for n in header}


def _by_names(header: Sequence[str]) -> Match | None:
    candidates = [c for d in delivered() if (c := _candidate(load(f"source.{d}"), header))]
    candidates.sort(key=lambda c: c[0])
    if not candidates or (len(candidates) > 1 and candidates[0][0] == candidates[1][0]):
        return None
    return Match(candidates[0][1])


def _candidate(contract: Contract, header: Sequence[str]) -> tuple[tuple[int, int], Part] | None:
    """How little is missing, and what the names mean, if they may be those of a dataset."""
    meant = _meant(contract, header)
    named = {column for column in meant.values() if column}
    missing = [c for c in contract.columns if c.required and c.name not in named]
    # A value for all records can be told, and so can one column that is called otherwise.
    unlike = [c for c in missing if not allowed_values(c)]
    if any(c.currency_column for c in unlike) and not any(map(is_money_name, header)):
        return None
    few = len(named) < min(LEAST, len(contract.columns))
    if few or len(unlike) > 1 or not set(contract.keys) <= named:
        return None
    asks_little = sum(c.required for c in contract.columns) < LEAST
    if asks_little and len(named) * 2 < len(header):
        return None
    return (len(missing), -len(named)), Part(contract.name, columns=meant)


def _meant(contract: Contract, header: Sequence[str]) -> dict[str, str | None]:
    """Name in the file -> column, the likeliest name of each; None: a name that must not count."""
    rank = {name: n for n, name in enumerate(_vocabulary(contract))}
    known = _vocabulary(contract)
    usable = sorted(
        (n for n in header if fold(n) in known and not _is_path(n)), key=lambda n: rank[fold(n)]
    )
    found: dict[str, str | None] = {}
    fixed = {c.name for c in contract.columns if c.currency}
    for name in usable:
        column = known[fold(name)]
        # Files that state no currency are not in the one that the contract takes for granted.
        free = column not in fixed and column not in found.values()
        found[name] = column if free else None
    return found


def _is_path(name: str) -> bool:
    return paths.is_more(name) or not name.strip()


def _vocabulary(contract: Contract) -> dict[str, str]:
    """Folded name -> column: those of the contract, then what shops call it besides."""
    more = also_known().get(contract.name, {})
    pairs = [(fold(n), c.name) for c in contract.columns for n in (c.name, *c.aliases)]
    pairs += [
        (fold(n), c) for c, names in more.items() if c in contract.column_names for n in names
    ]
    found: dict[str, str] = {}
    for name, column in pairs:
        found.setdefault(name, column)
    return found


@cache
def also_known() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Dataset -> column -> what exports of shops call it."""
    text = files("edp.start").joinpath("also_known.yaml").read_text("utf-8")
    found: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(text)
    return found


def without_value(contract: Contract, part: Part) -> Iterator[str]:
    """The required columns that no name stands for."""
    named = {*part.named, *part.values}
    yield from (c.name for c in contract.columns if c.required and c.name not in named)
