"""Rows that only go on with the row above: spreadsheets repeat the key, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract
from lakehouse.cleanse.columns import matches, whole

ONLY_MISSING = "^[^:;]+:missing(;[^:;]+:missing)*$"
FILE = ("_source_uri", "_source_version")


class Continuations:
    """Finds them among judged records, batch by batch.

    Such a record has its key but no order, lacks nothing but values, and has no value that differs
    from the record it goes on with: the last one above that is no continuation itself, with nothing
    between them but continuations.
    """

    def __init__(self, contract: Contract) -> None:
        others = [n for n in contract.column_names if n not in contract.keys]
        self._keys, self._orders, self._others = contract.keys, contract.order_by, others
        self._above: pa.Table | None = None

    def settled(self, judged: pa.Table) -> pa.Table:
        """The next records with a column `_continues`; those that do have no reasons any more."""
        continues, reasons = self._found(judged), judged["reasons"]
        if pc.any(continues).as_py():
            reasons = pc.if_else(continues, pa.scalar(None, pa.string()), reasons)
        at = judged.column_names.index("reasons")
        return judged.set_column(at, "reasons", reasons).append_column("_continues", continues)

    def _found(self, judged: pa.Table) -> pa.Array:
        if not self._keys:
            return pa.repeat(False, judged.num_rows)
        rows = judged.select([*self._keys, *self._others, *FILE, "_record_no"])
        # Few records have reasons; mostly none of them is bare.
        told = judged.select([*self._keys, *self._orders, "reasons", "_issues"])
        if not pc.any(self._bare(told.filter(pc.is_valid(told["reasons"])))).as_py():
            self._pass(rows)
            return pa.repeat(False, judged.num_rows)
        keyed = whole(self._keyed(rows))
        rows = rows.append_column("bare", self._bare(told)).filter(keyed)
        nothing, above = pa.repeat(False, judged.num_rows), self._above
        if above is None:
            return pc.replace_with_mask(nothing, keyed, self._continuing(rows))
        carried = self._continuing(pa.concat_tables([above, rows]))
        return pc.replace_with_mask(nothing, keyed, carried.slice(1))

    def _keyed(self, rows: pa.Table) -> pa.ChunkedArray:
        return _all(pc.is_valid(rows[k]) for k in self._keys)

    def _bare(self, told: pa.Table) -> pa.ChunkedArray:
        bare = [pc.is_null(told[o]) for o in self._orders]
        bare += [matches(told["reasons"], ONLY_MISSING), pc.equal(told["_issues"], "")]
        return _all([self._keyed(told), *bare])

    def _pass(self, rows: pa.Table) -> None:
        """The last record with a key, none of which is bare, is the one to go on with."""
        places = pc.indices_nonzero(whole(self._keyed(rows)))
        if len(places):
            last = rows.slice(places[-1].as_py(), 1)
            self._above = last.append_column("bare", pa.array([False]))

    def _continuing(self, rows: pa.Table) -> pa.Array:
        """Which rows do; all have keys, and the first may be carried over from the last batch."""
        bare, places = whole(rows["bare"]), _numbered(rows.num_rows)
        parents = _last(places, pc.invert(bare))
        fit = self._fit(rows, places, parents, bare)
        nearest = _last(places, pc.invert(fit))
        continuing = pc.and_(fit, pc.fill_null(pc.equal(nearest, parents), False))
        self._above = self._carried(rows, continuing[-1].as_py(), parents[-1].as_py())
        return continuing

    def _fit(self, rows: pa.Table, places: pa.Array, parents: pa.Array, bare: pa.Array) -> pa.Array:
        """Which bare rows say nothing that the last row above that is not bare does not say."""
        own, above = rows.filter(bare), rows.take(parents.filter(bare))
        apart = pc.subtract(own["_record_no"], above["_record_no"])
        same = [pc.equal(apart, pc.subtract(places.filter(bare), parents.filter(bare)))]
        same += [pc.equal(own[n], above[n]) for n in (*self._keys, *FILE)]
        same += [pc.or_kleene(pc.is_null(own[n]), pc.equal(own[n], above[n])) for n in self._others]
        fit = _all(pc.fill_null(s, False) for s in same)
        return pc.replace_with_mask(pa.repeat(False, rows.num_rows), bare, whole(fit))

    def _carried(self, rows: pa.Table, continues: bool, parent: int | None) -> pa.Table | None:
        """The row that the next batch may go on with, as if it were the last one of this batch."""
        last = rows.slice(rows.num_rows - 1)
        if last["bare"][0].as_py() and not continues:
            return None
        if not continues:
            return last
        at = rows.column_names.index("_record_no")
        return rows.slice(parent, 1).set_column(at, "_record_no", last["_record_no"])


def unrelated(settled: pa.Table) -> pa.Table:
    """Records as they come from `Continuations`, none of which goes on with another one."""
    at = settled.column_names.index("_continues")
    return settled.set_column(at, "_continues", pa.repeat(False, settled.num_rows))


def _all(conditions: Iterable[pa.ChunkedArray]) -> pa.ChunkedArray:
    return reduce(pc.and_, conditions)


def _numbered(rows: int) -> pa.Array:
    return pc.subtract(pc.cumulative_sum(pa.repeat(1, rows)), 1)


def _last(places: pa.Array, where: pa.Array) -> pa.Array:
    """Of each row the last place at or above it where a condition is true."""
    return pc.fill_null_forward(pc.if_else(where, places, pa.scalar(None, places.type)))
