from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.roots import use


@pytest.fixture(autouse=True)
def _only_the_platforms_own() -> Iterator[None]:
    yield
    use([])
