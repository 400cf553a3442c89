"""Jobs and stacks know nothing of each other; jobs understand the arguments that stacks give."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import environments, load
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.arguments import parse
from lakehouse.runtime.job import Job
from stacks.constructs.job_arguments import job_arguments
from stacks.constructs.release import Release
from stacks.names import Names

JOBS = [raw_to_bronze.JOB, bronze_to_silver.JOB, silver_to_gold.JOB]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@pytest.mark.parametrize("environment", environments())
def test_a_job_takes_the_arguments_it_is_given(job: Job, environment: str, tmp_path: Path) -> None:
    names = Names(load(environment))
    given = job_arguments(job.name, names, Release("jobs", "c0de", tmp_path))
    settings, _ = parse(job, [part for pair in given.items() for part in pair])
    assert settings.table("gold.dim_user") == f"{names.database('gold')}.dim_user"
    assert settings.metrics_namespace == names.metrics_namespace
    assert settings.code_hash == "c0de"
