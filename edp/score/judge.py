"""Scores a lake."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from edp.fates import add_fates
from edp.lake import Lake
from edp.ledger import add_ledger
from edp.published import open_published
from edp.score.answer_key import add_answer_key
from edp.score.files import compare_files
from edp.score.left_out import left_out
from edp.score.marts import compare_marts
from edp.score.model import Score
from edp.score.records import compare_records
from edp.score.values import compare_values
from edp.sql import literal, one_line_errors


def score(raw: Path, lake: Lake) -> Score:
    """Compares files, records, silver values and marts with the answer key in `raw`.

    Raises:
        EdpError: there is no answer key, nothing has been published, or a file is torn.
    """
    with (
        one_line_errors(),
        TemporaryDirectory(prefix="edp-score-") as scratch,
        open_published(lake, "gold", "silver") as con,
    ):
        # What does not fit into memory is set aside on disk.
        con.execute(f"SET temp_directory = {literal(scratch)}")
        add_answer_key(con, raw)
        add_ledger(con, lake)
        add_fates(con)
        comparisons = (
            *compare_files(con),
            *compare_records(con),
            *compare_values(con),
            *compare_marts(con),
        )
        return Score(comparisons, left_out(con))
