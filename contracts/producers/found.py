"""Which producer a file is of, and which datasets it feeds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from contracts.load import delivered, load
from contracts.producers.model import AS, Producer, raw_name
from contracts.producers.read import read
from contracts.roots import found, own, roots

FOLDER = "contracts/producer"
ANY, WILD, PUT_BACK = "*", re.compile(r"[*?\[]"), "/replayed/"


def producers() -> tuple[Producer, ...]:
    """All producers, by name; raises ContractError where one is not usable."""
    return _producers(roots())


def shipped() -> tuple[str, ...]:
    """The names of those that come with the platform: profiles of systems that shops run."""
    folder = own().joinpath(FOLDER)
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir()))


@cache
def _producers(_roots: tuple[str, ...]) -> tuple[Producer, ...]:
    sources = found(FOLDER).values()
    ours = set(shipped())
    return tuple(read(s, strict=s.name not in ours or s.replaces is not None) for s in sources)


def producer_of(uri: str) -> Producer | None:
    """The producer that describes a file below raw: the one with the longest pattern."""
    # Most files stand in a folder that no producer names; there are many, and each is asked often.
    if not _may_be_described(uri):
        return None
    return _producer_of(raw_name(uri), roots())


def _may_be_described(uri: str) -> bool:
    folders = _folders(roots())
    return uri.partition("/")[0] in folders or ANY in folders or PUT_BACK in uri


@cache
def _folders(_roots: tuple[str, ...]) -> frozenset[str]:
    """The first folders of all patterns; `ANY` where one of them is a pattern itself."""
    first = {p.partition("/")[0] for producer in producers() for p in producer.files}
    return frozenset(ANY if WILD.search(folder) else folder for folder in first)


@lru_cache(1 << 12)
def _producer_of(uri: str, _roots: tuple[str, ...]) -> Producer | None:
    best = max(producers(), key=lambda p: (p.matches(uri), p.name), default=None)
    return best if best and best.matches(uri) and _fed(best) else None


def _fed(producer: Producer) -> list[str]:
    """The datasets whose records are those of its files."""
    return [part.dataset for part in producer.parts if part.dataset in delivered()]


def fed_by(uri: str) -> str | None:
    """The dataset that a file below raw feeds by its producer; None where it has none."""
    producer = producer_of(uri)
    if producer is None:
        return None
    _, _, named = uri.partition(AS)
    fed = _fed(producer)
    return named if named in fed else fed[0]


def names_of(uri: str) -> list[str]:
    """The names under which a file is taken: its own, and one for each further dataset."""
    producer = producer_of(uri)
    return [uri, *(f"{uri}{AS}{d}" for d in _fed(producer)[1:])] if producer else [uri]


def inside_of(dataset: str) -> str:
    """The dataset that comes in files, of one whose records may stand in others."""
    within = load(f"source.{dataset}").records_in
    return inside_of(within.dataset) if within else dataset
