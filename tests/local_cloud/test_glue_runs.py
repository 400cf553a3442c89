"""A Glue job's script is really run: with its arguments, its code, its role, and Spark."""

from __future__ import annotations

import ast
import json
import re

import pytest

from tests.local_cloud.shop import RIGHTS, Shop

pytestmark = pytest.mark.slow

ARGUMENTS = "import sys; print(sys.argv)"
NUMBERS = """
    from pyspark.sql import SparkSession
    spark = SparkSession.builder.getOrCreate()
    spark.range(1000).write.mode("error").parquet("s3://shop/out/numbers")
    print(spark.read.parquet("s3://shop/out/numbers").count())
"""


def printed(shop: Shop, run: dict[str, str]) -> list[str]:
    return shop.lines("/aws-glue/jobs/output", run["Id"])


def test_a_script_works_with_spark_under_the_role_of_its_job(shop: Shop) -> None:
    run = shop.run(shop.job("spark", NUMBERS))
    assert run["JobRunState"] == "SUCCEEDED", run["ErrorMessage"]
    assert re.fullmatch(r"jr_[0-9a-f]{64}", run["Id"])
    assert run["CompletedOn"] > run["StartedOn"]
    assert printed(shop, run) == ["1000"]
    assert sum(table.num_rows for table in shop.tables("out/numbers/")) == 1000


@pytest.mark.fact(
    "Glue",
    "arguments of a run replace those of the job, key by key; Glue adds its own",
    source="glue:aws-glue-programming-etl-glue-arguments",
)
def test_arguments_are_merged_and_glue_adds_its_own(shop: Shop) -> None:
    job = shop.job(
        "arguments",
        ARGUMENTS,
        DefaultArguments={"--a": "1", "--b": "1", "--c": "1", "--enable-metrics": ""},
        NonOverridableArguments={"--c": "3"},
    )
    run = shop.run(job, b="2", c="2")
    [line] = printed(shop, run)
    script, *parts = ast.literal_eval(line)
    given = dict(zip(parts[::2], parts[1::2], strict=True))
    assert script.endswith("/arguments.py")
    assert re.fullmatch(r"j_[0-9a-f]{64}", given.pop("--JOB_ID"))
    assert given == {
        "--a": "1",
        "--b": "2",
        "--c": "3",
        "--enable-metrics": "",
        "--JOB_NAME": "arguments",
        "--JOB_RUN_ID": run["Id"],
    }


def test_libraries_of_the_job_are_imported(shop: Shop) -> None:
    zipped = shop.put_zip("code/library.zip", {"prices/__init__.py": "", "prices/tax.py": "VAT=19"})
    single = shop.put("code/units.py", "EURO = 'EUR'")
    job = shop.job(
        "libraries",
        "from prices.tax import VAT\nimport units\nprint(VAT, units.EURO)",
        DefaultArguments={"--extra-py-files": f"{zipped},{single}"},
    )
    assert printed(shop, shop.run(job)) == ["19 EUR"]


def test_what_is_merely_on_this_machine_is_not_imported(shop: Shop) -> None:
    """The repository is installed beside the interpreter so that it can be worked on."""
    run = shop.run(shop.job("leak", "import local_cloud"))
    assert run["JobRunState"] == "FAILED"
    assert run["ErrorMessage"] == "ModuleNotFoundError: No module named 'local_cloud'"


@pytest.mark.parametrize(
    ("name", "script", "message"),
    [
        ("raises", "raise ValueError('no\\nway')", "ValueError: no\nway"),
        ("exits", "import sys; sys.exit('JobFailed: no way')", "SystemExit: JobFailed: no way"),
        ("code", "import sys; print('no way', file=sys.stderr); sys.exit(1)", "no way"),
        ("killed", "import os; os.kill(os.getpid(), 9)", "the script ended without a word"),
    ],
)
def test_a_failure_says_why(shop: Shop, name: str, script: str, message: str) -> None:
    run = shop.run(shop.job(name, script))
    assert (run["JobRunState"], run["ErrorMessage"]) == ("FAILED", message)


def test_the_script_is_fetched_under_the_role(shop: Shop) -> None:
    role = shop.role("blind", {a: r for a, r in RIGHTS.items() if a != "s3:GetObject"})
    run = shop.run(shop.job("unread", ARGUMENTS, Role=role))
    assert run["JobRunState"] == "FAILED"
    assert "AccessDenied" in run["ErrorMessage"]
    assert "s3:GetObject" in run["ErrorMessage"]


@pytest.mark.parametrize("action", ["s3:ListBucket", "s3:GetObject", "s3:PutObject"])
def test_a_right_that_is_missing_is_named(shop: Shop, action: str) -> None:
    """Also when the engine that was refused says only `403 Forbidden`."""
    name = action.partition(":")[2]
    role = shop.role(name, RIGHTS | {action: "arn:aws:s3:::shop/scripts/*"})
    run = shop.run(shop.job(name, NUMBERS.replace("/numbers", f"/{name}"), Role=role))
    assert run["JobRunState"] == "FAILED"
    assert "AccessDenied" in run["ErrorMessage"]
    assert f"is not authorized to perform: {action} on resource" in run["ErrorMessage"]


def test_a_role_that_does_not_trust_glue_is_refused(shop: Shop) -> None:
    trust = {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ]
    }
    shop.client("iam").create_role(RoleName="other", AssumeRolePolicyDocument=json.dumps(trust))
    with pytest.raises(shop.glue.exceptions.InvalidInputException, match="for Glue Service"):
        shop.start(shop.job("untrusted", ARGUMENTS, Role="other"))


@pytest.mark.fact(
    "Glue",
    "modules are installed by pip; here they have to be there in that version",
    source="glue:aws-glue-programming-python-libraries",
    how="simplified",
)
def test_a_module_that_is_not_installed_fails_the_run(shop: Shop) -> None:
    job = shop.job("modules", ARGUMENTS)
    assert shop.run(job, **{"additional-python-modules": "boto3"})["JobRunState"] == "SUCCEEDED"
    run = shop.run(job, **{"additional-python-modules": "boto3==1.0.0"})
    assert run["ErrorMessage"].startswith("the job wants boto3==1.0.0; ")
    archive = shop.put_zip("code/glue.gluewheels.zip", LAID_OUT)
    for _ in range(2):
        run = shop.run(job, **{"additional-python-modules": archive})
        assert "no-such-module is not installed" in run["ErrorMessage"]


WHEEL = "no_such_module-2.0-py3-none-any.whl"
LAID_OUT = {f"wheels/{WHEEL}": "", "wheels/requirements.txt": "no-such-module==2.0\n"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({WHEEL: ""}, r"has no wheels/requirements\.txt, so Glue would install nothing"),
        ({f"wheels/{WHEEL}": ""}, r"has no wheels/requirements\.txt"),
        ({"wheels/requirements.txt": "boto3\n"}, "has no wheel of boto3"),
    ],
)
@pytest.mark.fact(
    "Glue",
    "a zip of wheels has them in `wheels/`, with `wheels/requirements.txt`",
    source="glue:aws-glue-programming-python-libraries",
)
def test_wheels_in_another_layout_than_glue_documents_fail_the_run(
    shop: Shop, content: dict[str, str], said: str
) -> None:
    """docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-python-libraries.html, appendix."""
    archive = shop.put_zip("code/other.gluewheels.zip", content)
    job = shop.job(f"layout-{len(said)}", "pass")
    run = shop.run(job, **{"additional-python-modules": archive})
    assert re.search(said, run["ErrorMessage"]), run["ErrorMessage"]
