"""Takes the files of a case through the first two jobs and says what became of each record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from contracts import datasets
from edp.fates import add_fates
from edp.lake import Lake
from edp.published import open_published
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.job import perform
from lakehouse.runtime.settings import Settings

CASES = Path(__file__).parent / "field"
Outcomes = dict[tuple[str, int], str]


def outcomes(case: str, columns: Sequence[str], out: Path) -> Outcomes:
    """Place of each record -> `silver column=value …`, `quarantined reasons` or another fate.

    A refused file is told at place 0: `refused reason`.
    """
    settings = Settings.in_folder(CASES / case / "raw", out)
    for job in (raw_to_bronze.JOB, bronze_to_silver.JOB):
        perform(job, settings)
    return _refused(settings.ledger) | _records(columns, out)


def _refused(ledger: str) -> Outcomes:
    pages = sorted(Path(ledger, "files").glob("*.json"))
    entries = [e for page in pages for e in json.loads(page.read_text("utf-8"))]
    return {(e["uri"], 0): f"refused {e['reason']}" for e in entries if e["verdict"] == "reject"}


def _records(columns: Sequence[str], out: Path) -> Outcomes:
    with open_published(Lake.in_folder(out), "silver") as con:
        add_fates(con)
        fates = con.execute("SELECT uri, record_no, fate, reasons FROM record_fates").fetchall()
        values: Outcomes = {}
        for dataset in datasets():
            there = [c for c, *_ in con.execute(f"DESCRIBE silver.{dataset}").fetchall()]
            shown = [c for c in columns if c in there]
            names = ", ".join(["_source_uri", "_record_no", *shown])
            found = con.execute(f"SELECT {names} FROM silver.{dataset}").fetchall()
            for uri, number, *row in found:
                pairs = zip(shown, row, strict=True)
                values[uri, number] = " ".join(f"{c}={_text(v)}" for c, v in pairs)
    return {
        (uri, number): " ".join(filter(None, (fate, values.get((uri, number)), reasons)))
        for uri, number, fate, reasons in fates
    }


def _text(value: object) -> str:
    return "nothing" if value is None else str(value).replace(" ", "T")
