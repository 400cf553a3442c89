"""One environment as an app, and as the templates it comes to."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import aws_cdk as cdk

from config import ConfigError, load
from contracts.roots import replaced
from stacks.constructs.archive import ROOT
from stacks.platform import build
from stacks.policy import attach

# Traces name folders of this machine. The CDK's command line does not want this in cdk.json.
SAME_EVERYWHERE = {"aws:cdk:disable-creation-stack-traces": True}


def synth(app: cdk.App) -> Path:
    """Writes the templates of the environment that the app's context names; returns their folder.

    Raises:
        ConfigError: no such environment, its files are not usable, or a stack looks something up.
        ContractError: a table's contract is missing or not usable.
        ReleaseError: the wheels to ship were not fetched.
    """
    config = load(str(app.node.try_get_context("env") or ""))
    build(app, config)
    for line in replaced():
        print(f"note: {line}", file=sys.stderr)
    attach(app)
    folder = Path(app.synth().directory)
    _assert_complete(folder, config.name)
    return folder


def app_for(name: str, folder: Path) -> cdk.App:
    """The app of an environment without the CDK's command line, writing to a folder."""
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    return cdk.App(outdir=str(folder), context={**context, **SAME_EVERYWHERE, "env": name})


def _assert_complete(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    keys = ", ".join(m["key"] for m in manifest.get("missing", ()))
    if keys:
        raise ConfigError(
            f"the stacks look up {keys} in the account, so synth is not the same everywhere: "
            f"say it in config/{name}.toml instead"
        )
