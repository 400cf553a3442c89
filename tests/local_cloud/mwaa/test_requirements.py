"""Requirements are held against what is installed, the way MWAA's installer would read them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from local_cloud.mwaa.inside.requirements import UnusableError, missing

BOTO3 = version("boto3")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Stands for /usr/local/airflow."""
    (tmp_path / "plugins").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n\n",
        "boto3",
        f"boto3=={BOTO3}  # pinned",
        f"BOTO3 >=1, <={BOTO3} \\\n    --hash=sha256:{'0' * 64}",
        'no-such-package; python_version < "3"',
        "--no-index\nboto3",
        "pydantic[email]==99; sys_platform == 'win32'",
    ],
)
def test_what_is_installed_is_not_missing(home: Path, text: str) -> None:
    assert list(missing(text, home)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no-such-package", "no-such-package: not installed"),
        ("boto3==1.0.0", f"boto3==1.0.0: {BOTO3} is installed"),
        ("boto3[no-such-extra]", None),
        ("moto[server]\nboto3", "moto[server]: not installed"),
    ],
)
def test_what_is_missing_is_named(home: Path, text: str, said: str | None) -> None:
    assert list(missing(text, home)) == ([said] if said else [])


def test_constraints_come_from_the_plugins(home: Path) -> None:
    (home / "plugins" / "constraints.txt").write_text("boto3==1.0.0\nother==2\n")
    text = "--constraint /usr/local/airflow/plugins/constraints.txt\nboto3"
    assert list(missing(text, home)) == [
        f"boto3: {BOTO3} is installed, and a constraint says boto3==1.0.0"
    ]


def test_a_wheel_that_comes_along_must_be_what_is_installed(home: Path) -> None:
    text = "--no-index\n--find-links /usr/local/airflow/plugins\nboto3"
    wheel = home / "plugins" / f"boto3-{BOTO3}-py3-none-any.whl"
    wheel.touch()
    assert list(missing(text, home)) == []
    wheel.rename(home / "plugins" / "boto3-1.0.0-py3-none-any.whl")
    assert list(missing(text, home)) == [
        f"boto3: {BOTO3} is installed, and the wheel that comes along is 1.0.0"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("--constraint /usr/local/airflow/plugins/absent.txt", "does plugins.zip have it"),
        ("--constraint https://example.com/c.txt", "would be fetched"),
        ("--constraint /etc/passwd", "not below /usr/local/airflow"),
        ("-r other.txt", "not supported"),
        ("a package", "not a requirement"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused(home: Path, text: str, said: str) -> None:
    with pytest.raises(UnusableError, match=said):
        list(missing(text, home))
