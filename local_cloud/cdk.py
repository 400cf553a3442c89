"""The CDK's command line, run against a local cloud."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local_cloud.clients import variables
from local_cloud.settings import Settings

# Node, the CDK and whatever else this environment brings along come first.
TOOLS = Path(sys.executable).parent
# Stacks that do not wait for each other are deployed side by side.
AT_A_TIME = "4"
LINES_OF_ERROR = 12


class CdkError(Exception):
    """The command line failed; what it said last, and where all of it is."""


@dataclass(frozen=True, kw_only=True)
class Cdk:
    """An app, and the cloud that it is deployed into.

    Attributes:
        settings: Of the cloud, which has to run.
        app: Folder of the app, with its cdk.json; or what `synth` made of it.
        context: What `-c` hands to the app; nothing where it is synthesised already.
    """

    settings: Settings
    app: Path
    context: Mapping[str, str]

    def bootstrap(self) -> None:
        """Makes what deployments need: roles, and a bucket for assets.

        Raises:
            CdkError: it failed.
        """
        where = f"aws://{self.settings.account}/{self.settings.region}"
        # Without an app, or it would be synthesised first.
        self._run("bootstrap", "--app", "", where)

    def deploy(self, *stacks: str, hotswap: bool = False) -> str:
        """Deploys all stacks, or exactly these; returns what was said.

        Raises:
            CdkError: it failed.
        """
        which = ["--exclusively", *stacks] if stacks else ["--all"]
        how = ["--hotswap"] if hotswap else []
        return self._run(
            "deploy",
            *self._source(),
            *which,
            *how,
            "--require-approval",
            "never",
            "--concurrency",
            AT_A_TIME,
            "--progress",
            "events",
        )

    def diff(self) -> str:
        """What a deployment would change; ends with the number of stacks that differ.

        Raises:
            CdkError: it failed.
        """
        return self._run("diff", *self._source(), "--all")

    def destroy(self) -> None:
        """Removes all stacks.

        Raises:
            CdkError: it failed.
        """
        self._run("destroy", *self._source(), "--all", "--force")

    def _source(self) -> list[str]:
        if (self.app / "manifest.json").exists():
            return ["--app", str(self.app.resolve())]
        # The app's own folder stays as it is.
        return ["--output", self._part("cdk/out"), *_contexts(self.context)]

    def _run(self, *arguments: str) -> str:
        log = self.settings.part("logs") / "cdk.log"
        own = {
            # It remembers which account an access key belongs to, and that is for this cloud only.
            "CDK_HOME": self._part("home/.cdk"),
            "HOME": self._part("home"),
            # To unpack the CDK's libraries anew would take longer than all the rest of a synth.
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path.home() / ".cache/aws/jsii/package-cache"),
            "TMPDIR": self._part("tmp"),
        }
        return _cdk(arguments, self.app, variables(self.settings) | own, log)

    def _part(self, name: str) -> str:
        return str(self.settings.part(name).resolve())


def synth(app: Path, out: Path, context: Mapping[str, str]) -> Path:
    """Makes templates and assets of an app; needs no cloud.

    Raises:
        CdkError: it failed.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    arguments = ("synth", "--quiet", "--output", str(out.resolve()), *_contexts(context))
    _cdk(arguments, app, {"HOME": str(Path.home())}, out.with_suffix(".log"))
    return out


def _cdk(arguments: tuple[str, ...], folder: Path, own: dict[str, str], log: Path) -> str:
    run = subprocess.run(
        # It would look for news, and tell of itself, over the network.
        [TOOLS / "cdk", *arguments, "--no-notices", "--ci"],
        cwd=folder,
        env={
            "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "NO_COLOR": "1",
            **own,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ cdk {' '.join(arguments)}\n{run.stdout}")
    if run.returncode:
        last = "\n".join(run.stdout.strip().splitlines()[-LINES_OF_ERROR:])
        raise CdkError(f"cdk {arguments[0]} failed; all it said is in {log}\n{last}")
    return run.stdout


def _contexts(context: Mapping[str, str]) -> list[str]:
    return [word for key, value in context.items() for word in ("-c", f"{key}={value}")]
