"""Which process runs which tests, in what order; and the lake that tests of several folders use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from tests.e2e.two_ingests import TwoIngests

# One story, most of which is waiting; whatever is begun last must be short.
FIRST = "tests/e2e/test_platform.py"
# One process has all of them: its Java is started once, and once has compiled what Spark needs.
SPARK = (
    "tests/e2e/test_engines.py",
    "tests/e2e/test_formats.py",
    "tests/e2e/test_records_inside.py",
    "tests/glue_scripts/test_fates.py",
)

# Few queries of tests run long enough for Java to optimise them.
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


class FilesOrSpark(LoadFileScheduling):  # type: ignore[misc]
    """Each file of tests goes to a process as a whole, and those on Spark go together."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "spark" if file in SPARK else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """What `--dist` says would take files apart."""
    return FilesOrSpark(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: at the end quick tests keep all processes busy."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: _turn(item.nodeid.partition("::")[0], item.path in slow))


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay: the collector need not look at them each time."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end all of it goes, as ever."""
    gc.unfreeze()


def _turn(file: str, slow: bool) -> int:
    return 0 if file == FIRST else 1 if file in SPARK else 2 if slow else 3


@pytest.fixture(scope="module")
def two_ingests(tmp_path_factory: pytest.TempPathFactory) -> TwoIngests:
    """A lake that took its files in two runs, made once for a module."""
    # Quick tests need not wait for what it loads.
    from tests.e2e.two_ingests import TwoIngests

    return TwoIngests(tmp_path_factory.mktemp("two"))


@pytest.fixture
def lake(two_ingests: TwoIngests) -> Iterator[TwoIngests]:
    """The same, put back after each test; modules with another lake define it themselves."""
    yield two_ingests
    two_ingests.restore()
