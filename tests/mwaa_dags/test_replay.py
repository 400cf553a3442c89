"""Files that were refused, back into raw."""

from __future__ import annotations

import pytest

from lakehouse.errors.failure import Incomplete
from lakehouse.storage import storage
from orchestration.due import ingest_due
from orchestration.replay import Refused, put_back, refused, target
from tests.mwaa_dags.lake import Lake

pytestmark = pytest.mark.slow

TORN = b'{"user_id": "U00000001", '
GOOD = b'{"user_id": "U00000002", "updated_at": "2025-01-01T00:00:00Z"}\n'


@pytest.fixture(scope="module")
def lake(cloud: None) -> Lake:
    """Of four files, the job has refused three."""
    found = Lake("replay")
    found.put("users/good.ndjson", GOOD)
    found.put("users/country=DE/torn.json", TORN)
    found.put("events/a b+c/torn.json.gz", b"no gzip")
    found.put("stray/what.csv", b"a,b\n1,2\n")
    assert found.run("raw_to_bronze")["files"] == {"accept": 1, "reject": 3}
    return found


def names(lake: Lake, dataset: str, *reasons: str, pattern: str = "*") -> list[str]:
    return [f.uri for f in refused(lake.s3, lake.places, dataset, reasons, pattern)]


def test_refused_files_are_found_by_dataset_reason_and_name(lake: Lake) -> None:
    assert names(lake, "users") == ["users/country=DE/torn.json"]
    assert names(lake, "events") == ["events/a b+c/torn.json.gz"]
    assert names(lake, "transactions") == []
    (file,) = refused(lake.s3, lake.places, "users", (), "*")
    assert names(lake, "users", file.reason) == [file.uri]
    assert names(lake, "users", "another_reason") == []
    assert names(lake, "users", pattern="users/*.csv") == []
    assert file.detail


def test_a_file_gets_a_name_of_its_own_in_its_dataset(lake: Lake) -> None:
    file = Refused("users/country=DE/torn.json", "users", "", "")
    assert target(file, lake.places, "20260101T000000") == (
        "s3://replay-raw/raw/users/replayed/20260101T000000/country=DE/torn.json"
    )
    loose = Refused("users_1.json", "users", "", "")
    assert target(loose, lake.places, "now").endswith("/raw/users/replayed/now/users_1.json")


def test_a_file_that_was_put_back_is_judged_again_and_only_once(lake: Lake) -> None:
    s3, places = lake.s3, lake.places
    (file,) = refused(s3, places, "events", (), "*")
    to = target(file, places, "20260101T000000")
    assert ingest_due(s3, places) is None
    for _ in range(2):
        assert put_back(s3, places, file, to)
    assert str(ingest_due(s3, places)).startswith("2 new in raw, first raw/events/replayed/")
    with pytest.raises(Incomplete, match="1 file was refused and none accepted"):
        lake.run("raw_to_bronze")
    assert ingest_due(s3, places) is None
    # Now it is in quarantine under both names.
    assert len(names(lake, "events")) == 2


def test_of_a_file_whose_copy_has_expired_only_the_reason_is_left(lake: Lake) -> None:
    (file,) = refused(lake.s3, lake.places, "users", (), "*")
    lake.s3.delete_object(Bucket="replay-quarantine", Key=f"quarantine/files/{file.uri}")
    to = target(file, lake.places, "20260102T000000")
    assert not put_back(lake.s3, lake.places, file, to)
    assert not storage(to).files(to.rpartition("/")[0], "")
