"""What jobs are started with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.errors.failure import JobFailed
from lakehouse.jobs.raw_to_bronze import JOB
from lakehouse.runtime.arguments import parse
from lakehouse.runtime.code_hash import code_hash

GIVEN = {
    "raw": "s3://r/raw/",
    "bronze": "s3://b/bronze",
    "quarantine": "s3://q/quarantine",
    "ledger": "here/ledger",
    "metrics-uri": "s3://m/metrics",
    "catalog": "glue",
}


def line(given: dict[str, str]) -> list[str]:
    return [part for name, value in given.items() for part in (f"--{name}", value)]


def test_places_are_buckets_or_folders() -> None:
    settings, run_id = parse(JOB, line(GIVEN))
    assert (settings.raw, settings.ledger) == ("s3://r/raw", str(Path.cwd() / "here" / "ledger"))
    assert (settings.table("bronze.events"), run_id) == ("bronze.events", None)
    assert settings.code_hash == code_hash()


def test_what_glue_adds_is_passed_over() -> None:
    added = [
        "--JOB_NAME",
        "edp-dev-raw-to-bronze",
        "--JOB_RUN_ID",
        "jr_1",
        "--enable-metrics",
        "--extra-py-files",
        "s3://c/lakehouse.zip",
        "--TempDir",
        "s3://t/",
        "--job-bookmark-option",
        "job-bookmark-disable",
        "--enable-continuous-cloudwatch-log",
        "true",
    ]
    own = line(
        {
            "database-prefix": "edp_dev_",
            "code-hash": "c0de",
            "parallelism": "12",
            "region": "eu-west-1",
        }
    )
    settings, run_id = parse(JOB, [*added, *line(GIVEN), *own])
    assert settings.table("bronze.events") == "edp_dev_bronze.events"
    assert (settings.code_hash, settings.parallelism, run_id) == ("c0de", 12, "jr_1")
    assert settings.region == "eu-west-1"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"raw": None}, "raw_to_bronze: the following arguments are required: --raw"),
        ({"catalog": None}, "required: --catalog"),
        ({"raw": "gs://bucket/raw"}, "--raw gs://bucket/raw: expected a folder or s3://"),
        ({"metric-namespace": "x"}, "unknown argument; is --metrics-namespace meant"),
        ({"codehash": "x"}, "--codehash: unknown argument; is --code-hash meant"),
        ({"parallelism": "many"}, "argument --parallelism: invalid int value: 'many'"),
    ],
)
def test_what_cannot_be_meant_is_one_line(change: dict[str, str | None], expected: str) -> None:
    given = {k: v for k, v in (GIVEN | change).items() if v is not None}
    with pytest.raises(JobFailed) as failure:
        parse(JOB, line(given))
    assert expected in str(failure.value)
    assert "\n" not in str(failure.value)
