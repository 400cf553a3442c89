"""Plants wrong assumptions about AWS into copies of this repository, one in each, and runs all of
it there as `make run` does: it has to fail, and to say which fact was hurt.

Names of plants as arguments choose some of them. Each takes a few minutes. A plant that passes, or
that fails with other words, ends the run with exit code 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Made by `make`, the same for every copy.
SHARED = (".venv", "build/airflow", "build/wheels")
ROWS = 300


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One text in place of another.

    Attributes:
        name: What is assumed about.
        file: Where.
        right: What stands there, once.
        wrong: What takes its place.
        fact: Words of what is said then.
    """

    name: str
    file: str
    right: str
    wrong: str
    fact: str


PLANTS = (
    Plant(
        name="secret",
        file="stacks/handover.py",
        right='{"arn": secret_arn}',
        wrong='{"arn": f"redshift!{self.names.of(\'warehouse\')}-admin"}',
        fact="Secrets Manager can't find the specified secret: redshift!edp-local-warehouse-admin",
    ),
    Plant(
        name="log-argument",
        file="stacks/constructs/spark_job.py",
        right="glue.ContinuousLoggingProps(enabled=False)",
        wrong="glue.ContinuousLoggingProps(enabled=True, log_group="
        'cdk.aws_logs.LogGroup.from_log_group_name(scope, job, "/aws-glue/jobs/edp"))',
        fact="--continuous-log-logGroup is ignored since Glue 5.0",
    ),
    Plant(
        name="log-group",
        file="stacks/constructs/log_group.py",
        right='return f"/aws-glue/jobs/{security_configuration(names)}-role/{role}/{kind}"',
        wrong='return f"/aws-glue/jobs/{role}/{kind}"',
        fact="/aws-glue/jobs/edp-local-jobs-role/edp-local-bronze-to-silver/error, ",
    ),
    Plant(
        name="wheels",
        file="stacks/constructs/release.py",
        right='below("wheels", wheels | {"requirements.txt": wanted})',
        wrong='wheels | {"requirements.txt": wanted}',
        fact="has no wheels/requirements.txt, so Glue would install nothing of it",
    ),
    Plant(
        name="grant",
        file="mwaa_dags/sql/grants.sql",
        right="grant usage on schema gold to role analyst;\n",
        wrong="",
        fact="readers of a view WITH NO SCHEMA BINDING need USAGE on the schemas below it",
    ),
    Plant(
        name="key-policy",
        file="stacks/constructs/keys.py",
        right='    key.add_to_resource_policy(_for_messages("events", {}))\n',
        wrong="",
        fact="its policy and that of its key have to let EventBridge in",
    ),
    Plant(
        name="transaction",
        file="mwaa_dags/sql/grants.sql",
        right="grant usage on schema ops to role steward;\n",
        wrong="grant usage on schema ops to role steward;\n"
        "grant usage on schema lake_gold to role steward;\n",
        fact="cannot run inside a transaction block",
    ),
)


def planted(plant: Plant, copy: Path) -> None:
    """Makes a copy of what git knows or would add, with the plant in it.

    Raises:
        ValueError: the text to replace is not there, or more than once.
    """
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (source := ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy / name)
    for shared in SHARED:
        (copy / shared).parent.mkdir(parents=True, exist_ok=True)
        (copy / shared).symlink_to(ROOT / shared)
    file = copy / plant.file
    file.write_text(replaced(plant, file.read_text("utf-8")), "utf-8")


def replaced(plant: Plant, text: str) -> str:
    """The text with the plant in it.

    Raises:
        ValueError: see above.
    """
    if (times := text.count(plant.right)) != 1:
        raise ValueError(f"{plant.file}: {plant.right!r} is there {times} times, not once")
    return text.replace(plant.right, plant.wrong)


def said(copy: Path) -> tuple[int, str]:
    """Exit code of the demo in a copy, and all that it prints."""
    paths = [copy, copy / "glue_scripts", copy / "mwaa_dags"]
    run = subprocess.run(
        [copy / ".venv/bin/edp", "demo", "--rows", str(ROWS)],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths)), "COLUMNS": "1000"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return run.returncode, run.stdout


def main(names: list[str]) -> int:
    """Runs the plants of these names, or all; returns the exit code."""
    bad = 0
    for plant in PLANTS:
        if names and plant.name not in names:
            continue
        copy = Path(tempfile.mkdtemp(prefix=f"planted-{plant.name}-"))
        planted(plant, copy)
        code, text = said(copy)
        if code != 0 and plant.fact in text:
            shutil.rmtree(copy)
            last = next(t for t in text.splitlines() if plant.fact in t)
            print(f"✓  {plant.name}: {last}", flush=True)
        else:
            bad += 1
            print(f"✗  {plant.name} (exit code {code}), see {copy}:\n{text}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
