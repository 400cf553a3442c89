"""What a table was built from: of the same nothing is built again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from pyiceberg.catalog import Catalog

from contracts.roots import found
from lake_protocol.publications import TableEntry
from lakehouse.iceberg.catalog import LOCAL, data_files, find_table
from lakehouse.runtime.code_hash import JOBS, code_marks, libraries

# Why a table is built for the first time.
NEVER = "not published before"
# Part, such as `files`, `contract` or an input -> a mark of it.
Basis = dict[str, str]


def digest(*parts: object) -> str:
    """A mark of values that are written alike wherever they are equal."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def of_code() -> Basis:
    """What every table is built by: the library, and those of others that it judges with."""
    return {"code": code_marks()[JOBS], "libraries": digest(sorted(libraries().items()))}


def contract_mark(*ids: str) -> str:
    """A mark of contracts as they are written."""
    names = (contract_id.partition(".") for contract_id in ids)
    return digest(*(found(f"contracts/{layer}")[name].read() for layer, _, name in names))


def what_changed(now: Basis, before: Mapping[str, str] | None) -> str | None:
    """Why a table is to be built; None where it would be built from the same."""
    if before is None:
        return NEVER
    parts = [name for name in (now | dict(before)) if now.get(name) != before.get(name)]
    return ", ".join(parts) or None


def is_there(catalog: Catalog, name: str, there: Collection[str], published: TableEntry) -> bool:
    """Whether a table is as it was published, and all of its files are there.

    Args:
        catalog: where the tables are.
        name: the table's.
        there: the files of its folder.
        published: what the publication says of it.
    """
    table, snapshot = find_table(catalog, name), published["snapshot_id"]
    current = None if table is None else table.current_snapshot()
    if table is None or (current.snapshot_id if current else None) != snapshot:
        return False
    needed = {published["metadata_location"].removeprefix(LOCAL)}
    if snapshot is not None:
        needed |= set(data_files(table))
    return needed.issubset(there)
