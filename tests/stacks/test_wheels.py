"""Each set of wheels is complete for the platform it goes to, without any index."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from local_cloud.mwaa.image import IMAGES
from stacks.constructs.archive import ROOT
from stacks.constructs.release import airflow

WHEELS = ROOT / "build" / "wheels"


def test_glue_resolves_offline() -> None:
    found = _resolve("glue", "3.13", WHEELS / "glue")
    assert len(found) == len(list((WHEELS / "glue").glob("*.whl")))
    assert {"pyarrow", "pyiceberg", "pyyaml"} <= found


def test_a_wheel_less_is_seen(tmp_path: Path) -> None:
    for wheel in (WHEELS / "glue").glob("*.whl"):
        if not wheel.name.startswith("pydantic_core"):
            (tmp_path / wheel.name).symlink_to(wheel)
    with pytest.raises(subprocess.CalledProcessError) as error:
        _resolve("glue", "3.13", tmp_path)
    assert "pydantic-core" in error.value.stderr


def test_airflow_needs_nothing_that_is_neither_in_its_image_nor_shipped() -> None:
    image = _pins("packages.txt")
    wheels = list((WHEELS / "mwaa").glob("*.whl"))
    assert wheels
    for wheel in wheels:
        for needed in _requirements(wheel):
            version = image[canonicalize_name(needed.name)]
            assert needed.specifier.contains(version), (wheel.name, needed)


def test_what_airflow_installs_is_shipped_in_the_constrained_version() -> None:
    with zipfile.ZipFile(airflow().path) as shipped:
        (plugins,) = (n for n in shipped.namelist() if n.endswith("plugins.zip"))
        (wanted,) = (n for n in shipped.namelist() if n.endswith("requirements.txt"))
        lines = shipped.read(wanted).decode().splitlines()
        with zipfile.ZipFile(shipped.open(plugins)) as content:
            names = content.namelist()
    packages = [ln for ln in lines if ln and not ln.startswith(("#", "-"))]
    for package in packages:
        version = _pins("constraints.txt")[canonicalize_name(package)]
        assert f"{package.replace('-', '_')}-{version}-py3-none-any.whl" in names
    assert "--no-index" in lines


def _resolve(group: str, python: str, wheels: Path) -> set[str]:
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"),
        *("--no-index", "--find-links", str(wheels), "--only-binary", ":all:", "--no-annotate"),
        *("--python-version", python, "--python-platform", "x86_64-manylinux_2_28"),
        *("--no-python-downloads", "--group", f"{ROOT / 'pyproject.toml'}:{group}"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=wheels)
    return {line.partition("==")[0] for line in run.stdout.splitlines()}


def _pins(name: str) -> dict[str, str]:
    """A list of the managed image."""
    text = (IMAGES / "3.2.1" / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def _requirements(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as content:
        (metadata,) = (n for n in content.namelist() if n.endswith(".dist-info/METADATA"))
        headers = Parser().parsestr(content.read(metadata).decode())
    here = {**default_environment(), "python_version": "3.12", "extra": ""}
    found = (Requirement(r) for r in headers.get_all("Requires-Dist", []))
    return [r for r in found if r.marker is None or r.marker.evaluate(here)]
