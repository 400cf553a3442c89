"""Errors in a configuration are one line each: file, key, what is wrong, what is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config import ConfigError, environments, load
from config.load import FOLDER
from config.regions import dns_suffix, partition, usable

# Edit of dev.toml (text -> text) -> what the one line has to say after the file's name.
IMPOSSIBLE = {
    "unknown key": (
        "[data]",
        'colour = "red"\n[data]',
        "colour: unknown key; allowed: the keys account, region, prefix",
    ),
    "unknown key in a table": (
        "[network]",
        "[network]\nipv6 = true",
        "network.ipv6: unknown key; allowed: the keys cidr, availability_zones, nat",
    ),
    "unknown table": ("[warehouse]", "[redshift]", "redshift: unknown key; allowed: the keys"),
    "missing": ('account = "111111111111"', "", "account: is missing; allowed: 12 digits"),
    "short account": (
        '"111111111111"',
        '"1111"',
        "account: '1111' is not possible; allowed: 12 digits",
    ),
    "account as a number": (
        '"111111111111"',
        "111111111111",
        "account: 111111111111 is not possible; allowed: 12 digits, in quotes",
    ),
    "negative capacity": (
        "max_capacity = 16",
        "max_capacity = -8",
        "warehouse.max_capacity: -8 is not possible; allowed: 8 to 1024, in steps of 8",
    ),
    "maximum below base": (
        "max_capacity = 16",
        "max_capacity = 32\nbase_capacity = 64",
        "warehouse.max_capacity: is less than warehouse.base_capacity",
    ),
    "not a network": (
        "10.20.0.0/16",
        "10.20.0.0/99",
        "network.cidr: '10.20.0.0/99' is not possible; allowed: a private network of /16 to /20",
    ),
    "public network": ("10.20.0.0/16", "8.8.0.0/16", "network.cidr: '8.8.0.0/16' is not possible"),
    "overlap": (
        "10.20.0.0/16",
        "10.21.128.0/18",
        "network.cidr: 10.21.128.0/18 overlaps with 10.21.0.0/16 of staging.toml",
    ),
    "two zones": (
        "[network]",
        '[network]\navailability_zones = ["eu-central-1a", "eu-central-1b"]',
        "network.availability_zones",
    ),
    "zones of elsewhere": (
        "[data]",
        'region = "us-east-1"\n[data]',
        "network: network.availability_zones are not three zones of us-east-1",
    ),
    "a region without the managed Airflow": (
        "[data]",
        'region = "us-gov-west-1"\n[data]',
        "region: us-gov-west-1 (partition aws-us-gov) has no managed Airflow (MWAA), which runs",
    ),
    "a new region": (
        "[data]",
        'region = "mx-central-1"\n[data]',
        "region: mx-central-1 (partition aws) has no managed Airflow (MWAA)",
    ),
    "a region without the warehouse": (
        "[data]",
        'region = "me-south-1"\n[data]',
        "region: me-south-1 (partition aws) has no Redshift Serverless",
    ),
    "a sovereign cloud": (
        "[data]",
        'region = "eusc-de-east-1"\n[data]',
        "region: eusc-de-east-1 (partition aws-eusc) has no managed Airflow",
    ),
    "a region of two zones": (
        "[data]",
        'region = "us-west-1"\n[data]',
        "region: us-west-1 (partition aws) has two zones, the warehouse needs three",
    ),
    "no region": (
        "[data]",
        'region = "europe"\n[data]',
        "region: 'europe' is not a region of AWS; allowed: a region with MWAA",
    ),
    "a prefix of S3's own": (
        "[data]",
        'prefix = "sthree"\n[data]',
        "prefix: 'sthree' begins names that S3 keeps for itself; allowed: 1 to 12",
    ),
    "a prefix of S3's examples": (
        "[data]",
        'prefix = "amzn-s3-demo"\n[data]',
        "prefix: 'amzn-s3-demo' begins names that S3 keeps for itself",
    ),
    "a prefix of the parameter store's own": (
        "[data]",
        'prefix = "aws-shop"\n[data]',
        "prefix: 'aws-shop' begins names that the parameter store keeps for itself",
    ),
    "a prefix that begins with a digit": (
        "[data]",
        'prefix = "1shop"\n[data]',
        "prefix: '1shop' is not possible; allowed: 1 to 12 of a-z, 0-9 and single -, a letter",
    ),
    "a prefix with two hyphens": (
        "[data]",
        'prefix = "xn--shop"\n[data]',
        "prefix: 'xn--shop' is not possible",
    ),
    "a word of Redshift": (
        "[warehouse]",
        '[warehouse]\ndatabase = "user"',
        "warehouse.database: 'user' is a word that Redshift keeps for itself; allowed: a-z, 0-9",
    ),
    "a database of Redshift's own": (
        "[warehouse]",
        '[warehouse]\ndatabase = "template1"',
        "warehouse.database: 'template1' is a word that Redshift keeps for itself",
    ),
    "a tag of AWS": (
        "[data]",
        'owner = "aws:shop"\n[data]',
        "owner: 'aws:shop' begins with aws:, which tags may not",
    ),
    "a boundary with an umlaut": (
        "[data]",
        'permissions_boundary = "Größe"\n[data]',
        "permissions_boundary: 'Größe' is not possible; allowed: name of a managed policy",
    ),
    "a loopback network": (
        "10.20.0.0/16",
        "127.0.0.0/16",
        "network.cidr: '127.0.0.0/16' is not possible; allowed: a private network",
    ),
    "a link-local network": (
        "10.20.0.0/16",
        "169.254.0.0/16",
        "network.cidr: '169.254.0.0/16' is not possible",
    ),
    "a zone in capitals": (
        "[network]",
        '[network]\navailability_zones = ["eu-central-1A", "eu-central-1b", "eu-central-1c"]',
        "network.availability_zones are not three zones of eu-central-1",
    ),
    "a large warehouse in odd steps": (
        "max_capacity = 16",
        "max_capacity = 1024\nbase_capacity = 520",
        "warehouse.base_capacity: 520 is not possible in eu-central-1: more than 512 goes in",
    ),
    "no workers": ("workers = 2", "workers = 0", "jobs.workers: 0 is not possible; allowed: 2"),
    "one job's timeout": (
        "[warehouse]",
        "[jobs.silver_to_gold]\ntimeout_minutes = 1\n[warehouse]",
        "jobs.silver_to_gold.timeout_minutes: 1 is not possible; allowed: 5 to 2880",
    ),
    "long prefix": (
        "[data]",
        'prefix = "much-too-long"\n[data]',
        "prefix: 'much-too-long' is not possible; allowed: 1 to 12",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", environments())
def test_every_environment_loads(name: str) -> None:
    assert load(name).name == name


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_is_impossible_is_one_clear_line(case: str, folder: Path) -> None:
    old, new, said = IMPOSSIBLE[case]
    file = folder / "dev.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load("dev", folder)
    lines = [line for line in str(error.value).splitlines() if said in line]
    assert lines, str(error.value)
    assert "; allowed: " in lines[0]
    assert lines[0].startswith((f"{folder}/dev.toml: ", f"{folder}/base.toml: "))


def test_the_base_file_is_named_when_the_fault_is_there(folder: Path) -> None:
    base = folder / "base.toml"
    text = base.read_text(encoding="utf-8").replace("quarantine_days = 365", "quarantine_days = 0")
    base.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"base\.toml: data.quarantine_days: 0 is not possible"):
        load("prod", folder)


def test_an_unknown_environment_names_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"unknown environment 'tset': .* dev, local, prod, stag"):
        load("tset")


def test_broken_toml_says_where(folder: Path) -> None:
    (folder / "dev.toml").write_text("account = \n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dev.toml: cannot be read as TOML: .* line 1"):
        load("dev", folder)


def test_china_is_another_partition() -> None:
    """docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html."""
    assert (partition("cn-north-1"), dns_suffix("cn-north-1")) == ("aws-cn", "amazonaws.com.cn")
    assert (partition("eu-central-1"), dns_suffix("eu-central-1")) == ("aws", "amazonaws.com")
    assert usable("cn-north-1") == "cn-north-1"


def test_a_job_has_what_all_share_and_what_is_its_own() -> None:
    jobs = load("prod").jobs
    assert (jobs.raw_to_bronze.workers, jobs.silver_to_gold.workers) == (4, 10)
    assert jobs.raw_to_bronze.worker_type == jobs.silver_to_gold.worker_type
