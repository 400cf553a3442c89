"""unfinished_uploads.md: which names are taken, passed over or hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.storage import storage
from tests.variants.tables import rows


@pytest.mark.parametrize("row", rows("unfinished_uploads.md"), ids=lambda row: row["name"])
def test_names_say_whether_a_file_is_whole(tmp_path: Path, row: dict[str, str]) -> None:
    uri = f"events/{row['name']}"
    file = tmp_path / uri
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a")
    found = storage(str(tmp_path)).raw_files(str(tmp_path))
    assert [f.uri for f in found.files] == [uri] * (row["what happens"] == "taken")
    assert found.unfinished == [uri] * (row["what happens"] == "passed over")
