"""Contracts and models are found in the platform's own folder and in those of its users."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from contracts import ContractError, datasets, load, load_layer
from contracts.place import place_of
from contracts.roots import VARIABLE, added_files, found, replaced, use
from edp.contract_roots import contract_roots
from edp.errors import EdpError
from lakehouse.runtime.code_hash import CODE, code_hash
from stacks.constructs import archive, release
from stacks.names import tables

RETURNS = """
apiVersion: v3.1.0
kind: DataContract
id: source.returns
name: returns
version: {version}
status: active
description: {{purpose: Goods that came back.}}
schema:
  - name: returns
    description: One record per return.
    properties:
      - {{name: return_id, logicalType: string, description: Its number., primaryKey: true, required: true, examples: [R1]}}
      - {{name: reason, logicalType: string, description: Why., examples: [too small]}}
"""  # noqa: E501 (one line for each column)


@pytest.fixture(autouse=True)
def no_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")


def _root(folder: Path, version: str = "1.0.0") -> Path:
    (folder / "contracts" / "source").mkdir(parents=True)
    (folder / "models").mkdir()
    text = RETURNS.format(version=version)
    (folder / "contracts" / "source" / "returns.yaml").write_text(text, encoding="utf-8")
    (folder / "models" / "returned.sql").write_text("select 1 as n", encoding="utf-8")
    return folder


def test_a_dataset_is_one_file(tmp_path: Path) -> None:
    before = datasets()
    use([_root(tmp_path)])
    assert datasets() == tuple(sorted((*before, "returns")))
    assert load("silver.returns").column_names[:2] == ("return_id", "reason")
    assert [c.name for c in load_layer("silver")] == list(datasets())
    assert tables("quarantine") == list(datasets())
    assert replaced() == []


def test_models_are_found_by_the_same_roots(tmp_path: Path) -> None:
    use([_root(tmp_path)])
    assert found("models")["returned"].read() == "select 1 as n"


def test_a_later_root_replaces_a_name_and_says_so(tmp_path: Path) -> None:
    first, second = _root(tmp_path / "a"), _root(tmp_path / "b", "2.0.0")
    use([first, second])
    assert load("source.returns").version == "2.0.0"
    assert (
        f"{second}/contracts/source/returns.yaml replaces {first}/contracts/source/returns.yaml"
        in replaced()
    )


def test_a_line_of_a_users_contract_is_found(tmp_path: Path) -> None:
    use([_root(tmp_path)])
    place = place_of(load("source.returns"), "return_id:missing")
    assert str(place) == f"{tmp_path}/contracts/source/returns.yaml:13"


def test_the_code_that_judges_is_another_one_with_other_contracts(tmp_path: Path) -> None:
    # It is kept, for a process has one.
    before = code_hash.__wrapped__()
    use([_root(tmp_path)])
    assert code_hash.__wrapped__() != before


def test_what_is_shipped_has_the_contracts_of_all_roots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MADE", tmp_path / "made")
    before = release.jobs().hash
    use([_root(tmp_path / "shop")])
    assert sorted(added_files()) == ["contracts/source/returns.yaml", "models/returned.sql"]
    assert release.jobs().hash != before
    with zipfile.ZipFile(release.dags()) as shipped:
        assert set(added_files()) < set(shipped.namelist())


def test_a_folder_without_contracts_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"expected a folder contracts/ or models/ in it$"):
        use([tmp_path])


def _configured(tmp_path: Path, base: str, local: str = "") -> list[Path]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "base.toml").write_text(base, encoding="utf-8")
    (tmp_path / "config" / "local.toml").write_text(local, encoding="utf-8")
    return contract_roots(tmp_path)


def test_the_configuration_names_the_roots(tmp_path: Path) -> None:
    assert _configured(tmp_path, 'contracts = ["shop"]') == [tmp_path / "shop"]


def test_the_environment_decides_before_what_all_share(tmp_path: Path) -> None:
    assert _configured(tmp_path, 'contracts = ["shop"]', "contracts = []") == []


@pytest.mark.parametrize("said", ['contracts = "shop"', "contracts = [1]", "contracts ="])
def test_a_configuration_that_names_none_is_one_line(tmp_path: Path, said: str) -> None:
    with pytest.raises(EdpError, match=r"base\.toml: (contracts: expected|cannot be read)"):
        _configured(tmp_path, said)


def test_every_file_of_the_library_counts_as_code_or_is_a_contract() -> None:
    root = Path(__file__).parents[2]
    folders = [root / "contracts", root / "lake_protocol", root / "glue_scripts" / "lakehouse"]
    files = (f for folder in folders for f in folder.rglob("*") if f.is_file())
    assert {f.suffix for f in files if f.parent.name != "__pycache__"} <= {*CODE, ".yaml"}
