"""From raw files to silver, quarantine and marts with DuckDB SQL, and nothing more.

Python looks at the beginning of the files and fills the contracts' lists into the SQL beside this
module; all work on records is done by DuckDB.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from string import Template

import duckdb

from benchmarks.peers.duckdb_sql.files import RawFile, look
from benchmarks.peers.duckdb_sql.load import (
    READERS,
    add_lists,
    parquet_others,
    quoted,
    raw_rows,
    read_lines,
)
from contracts import Contract, allowed_values, currencies, datasets, load

HERE = Path(__file__).parent


def main() -> None:
    """Runs the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    run(arguments.raw, arguments.out, arguments.threads)


def run(raw: Path, out: Path, threads: int) -> None:
    """Builds silver, quarantine and marts as Parquet files below `out`."""
    shutil.rmtree(out, ignore_errors=True)
    for layer in ("silver", "lineage", "quarantine", "gold"):
        (out / layer).mkdir(parents=True)
    con = duckdb.connect(config={"threads": threads})
    con.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")
    for rules in ("texts.sql", "numbers.sql", "moments.sql"):
        execute(con, rules)
    with tempfile.TemporaryDirectory() as aside:
        for dataset in datasets():
            build(con, load(f"source.{dataset}"), look(raw, dataset, Path(aside)), out)
    members = load("gold.dim_status").members
    counted = {
        k: quoted(m.code for m in members if m.values[f"is_{k}"]) for k in ("revenue", "refund")
    }
    execute(con, "marts.sql", out=out, **counted)


def build(
    con: duckdb.DuckDBPyConnection, contract: Contract, files: list[RawFile], out: Path
) -> None:
    """One dataset, from its files to silver and quarantine."""
    files = sorted(files, key=lambda f: READERS.index(f.reader))
    columns = contract.column_names
    add_lists(con, contract, files)
    read_lines(con, files)
    execute(con, "records.sql", columns=len(columns))
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW raw_{contract.name} AS {raw_rows(con, columns, files)}"
    )
    allowed = {c.name: quoted(v) for c in contract.columns if (v := allowed_values(c)) is not None}
    nothing = {f"nothing_{c.name}": quoted(c.no_value) for c in contract.columns}
    whole = quoted(code for code, c in currencies().items() if c.decimals == 0)
    execute(con, f"{contract.name}.sql", whole=whole, **allowed, **nothing)
    words = one_record_per_key(contract)
    execute(con, "continuations.sql", **words)
    others = parquet_others(con, files)
    execute(con, "silver.sql", out=out, dataset=contract.name, parquet_others=others, **words)


def one_record_per_key(contract: Contract) -> dict[str, str]:
    """What the SQL on keys is told of a dataset."""
    (key,), (order_by,), columns = contract.keys, contract.order_by, contract.column_names
    others = [c for c in columns if c not in (key, order_by)]
    return {
        "key": key,
        "order_by": order_by,
        "columns": ", ".join(columns),
        "filled": ", ".join(f"({c} IS NOT NULL)::INTEGER" for c in columns),
        "differ": " OR ".join(f"min({c}) <> max({c})" for c in others),
        "same": " AND ".join(f"(bare.{c} IS NULL OR bare.{c} = above.{c})" for c in others),
    }


def execute(con: duckdb.DuckDBPyConnection, name: str, **values: object) -> None:
    """Runs the statements of a file beside this module, with `$…` filled in."""
    con.execute(Template((HERE / name).read_text(encoding="utf-8")).safe_substitute(values))


if __name__ == "__main__":
    main()
