"""What is due is what stands in S3, whatever messages say."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edp.aside.decide import decide
from lakehouse import ledger
from lakehouse.errors.failure import Incomplete
from lakehouse.storage import storage
from orchestration import arrivals
from orchestration.arrivals import new_versions
from orchestration.due import gold_due, ingest_due, silver_due
from tests.mwaa_dags.lake import Lake

pytestmark = pytest.mark.slow
LINE = b'{"user_id": "U00000001"}\n'


@pytest.fixture
def lake(cloud: None, request: pytest.FixtureRequest) -> Lake:
    return Lake(f"due{abs(hash(request.node.name)) % 10**8}")


def new(lake: Lake) -> list[tuple[str, str]]:
    found = new_versions(lake.s3, lake.places.raw, lake.places.ledger)
    return [(v["Key"].removeprefix("raw/"), v["VersionId"]) for v in found]


def test_nothing_is_due_in_an_empty_lake(lake: Lake) -> None:
    assert ingest_due(lake.s3, lake.places) is None
    assert silver_due(lake.s3, lake.places, "c0de") is None
    assert gold_due(lake.s3, lake.places, "c0de") is None


def test_what_the_ledger_lacks_is_new(lake: Lake) -> None:
    taken = lake.put("users/a.ndjson", LINE)
    lake.page(1, ("users/a.ndjson", taken))
    assert new(lake) == []
    version = lake.put("users/b.ndjson", LINE)
    assert new(lake) == [("users/b.ndjson", version)]
    assert ingest_due(lake.s3, lake.places) == (
        f"1 new in raw, first raw/users/b.ndjson version {version}"
    )


def test_another_version_of_a_file_is_new(lake: Lake) -> None:
    first = lake.put("users/a.ndjson", LINE)
    second = lake.put("users/a.ndjson", LINE + LINE)
    lake.page(1, ("users/a.ndjson", first))
    assert new(lake) == [("users/a.ndjson", second)]


def test_names_are_taken_as_they_are(lake: Lake) -> None:
    names = ["users/a+b%20c d.ndjson", "users/größe.ndjson"]
    for name in names:
        lake.put(name, LINE)
    assert sorted(n for n, _ in new(lake)) == sorted(names)


def test_hidden_files_folders_and_what_was_taken_away_do_not_count(lake: Lake) -> None:
    for name in ("users/.hidden", "users/_SUCCESS", "_staging/users/a.ndjson", "users/"):
        lake.put(name, LINE)
    lake.put("users/gone.ndjson", LINE)
    lake.s3.delete_object(Bucket=f"{lake.prefix}-raw", Key="raw/users/gone.ndjson")
    assert new(lake) == []


def test_it_sees_the_files_that_the_job_sees(lake: Lake) -> None:
    for name in ("users/a.ndjson", "users/b/c.csv", "users/.x", "stray.bin", "users/_y/z.csv"):
        lake.put(name, LINE)
    lake.put("users/a.ndjson", LINE)
    job = [(f.uri, f.version) for f in storage(lake.places.raw).raw_files(lake.places.raw).files]
    assert sorted(new(lake)) == sorted(job)


def test_an_interrupted_ingest_is_due_though_no_file_is_new(lake: Lake) -> None:
    version = lake.put("users/a.ndjson", LINE)
    lake.page(1, ("users/a.ndjson", version), pending=True)
    assert ingest_due(lake.s3, lake.places) == "ingest 00000001.json was interrupted"


def test_old_pages_are_not_read(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each ingest it would take longer otherwise."""
    monkeypatch.setattr(arrivals, "ROUNDING", timedelta(0))
    read: list[str] = []
    whole = arrivals.read_document

    def noted(s3: object, bucket: str, key: str, read_text: object) -> object:
        read.append(key)
        return whole(s3, bucket, key, read_text)

    monkeypatch.setattr(arrivals, "read_document", noted)
    for number in range(1, 4):
        version = lake.put(f"users/{number}.ndjson", LINE)
        time.sleep(1.1)
        lake.page(number, (f"users/{number}.ndjson", version))
        time.sleep(1.1)
    lake.put("users/4.ndjson", LINE)
    assert [name for name, _ in new(lake)] == ["users/4.ndjson"]
    assert "ledger/files/00000001.json" not in read


def test_an_upload_in_parts_may_be_older_than_pages_that_do_not_know_it() -> None:
    """Such an object is as old as its first part."""
    now = datetime(2026, 1, 8, tzinfo=UTC)
    old = {"LastModified": now - timedelta(days=2)}
    assert arrivals._may_be_after(old | {"ETag": '"0cc175b9-3"'}, now)
    assert not arrivals._may_be_after(old | {"ETag": '"0cc175b9"'}, now)


def test_a_decision_on_a_file_makes_silver_due(lake: Lake, tmp_path: Path) -> None:
    lake.fill(tmp_path / "raw")
    lake.run("raw_to_bronze")
    lake.run("bronze_to_silver")
    assert silver_due(lake.s3, lake.places, "c0de") is None
    taken = ledger.entries(lake.places.ledger)
    uri = next(e["uri"] for e in taken if e["dataset"] == "events")
    decide(lake.places.ledger, uri, (), "ada", "a test", aside=True)
    due = silver_due(lake.s3, lake.places, "c0de")
    assert due == "decision 00000001.json on a file was made since silver was built"
    assert lake.run("bronze_to_silver")["records"]["events"]["aside"] > 0
    assert silver_due(lake.s3, lake.places, "c0de") is None


def test_the_jobs_do_what_is_due_until_nothing_is(lake: Lake, tmp_path: Path) -> None:
    """All three jobs on files in S3, and one more file later."""
    s3, places = lake.s3, lake.places
    lake.fill(tmp_path / "raw")
    assert "new in raw" in str(ingest_due(s3, places))
    lake.run("raw_to_bronze")
    assert ingest_due(s3, places) is None

    assert silver_due(s3, places, "c0de") == "there is no silver yet"
    lake.run("bronze_to_silver")
    assert silver_due(s3, places, "c0de") is None
    assert gold_due(s3, places, "c0de") == "there is no gold yet"
    lake.run("silver_to_gold")
    assert gold_due(s3, places, "c0de") is None

    # Other code: both layers are built anew.
    assert silver_due(s3, places, "0ther") == "silver was built by code c0de, there is 0ther"
    assert gold_due(s3, places, "0ther") == "gold was built by code c0de, there is 0ther"

    # A file that was refused and one that came once more bring no records.
    lake.put("users/torn.json", b'{"user_id":')
    again = next((tmp_path / "raw" / "users").rglob("*.*"))
    lake.put(again.relative_to(tmp_path / "raw").as_posix(), again.read_bytes())
    with pytest.raises(Incomplete, match="1 file was refused and none accepted: not_json"):
        lake.run("raw_to_bronze")
    assert sorted(e["verdict"] for e in ledger.entries_since(places.ledger, 1)) == [
        "reject",
        "repeat",
    ]
    assert ingest_due(s3, places) is None
    assert silver_due(s3, places, "c0de") is None

    late = b'{"user_id": "U99999999", "updated_at": "2025-01-01", "signed_up_at": "2025-01-01"}\n'
    lake.put("users/late.ndjson", late)
    assert str(ingest_due(s3, places)).startswith("1 new in raw, first raw/users/late.ndjson")
    lake.run("raw_to_bronze")
    assert ingest_due(s3, places) is None
    assert silver_due(s3, places, "c0de") == "silver was built from number 1, there is 3"
    assert gold_due(s3, places, "c0de") is None
    lake.run("bronze_to_silver")
    assert gold_due(s3, places, "c0de") == "gold was built from number 1, there is 2"
