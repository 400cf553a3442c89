"""The page of things to find out on AWS names what there is."""

from __future__ import annotations

import re

from stacks.constructs.archive import ROOT
from tests.stacks.synthesised import environment

PAGE = (ROOT / "docs/operations/first-deployment-checks.md").read_text(encoding="utf-8")
LOCKED = dict(
    re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements-glue.txt").read_text(), re.MULTILINE)
)


def test_replaced_packages_are_those_that_are_shipped() -> None:
    replaced = re.findall(r"^\| `([a-z0-9-]+)` \| ([\w.]+) \| ([\w.]+) \|$", PAGE, re.MULTILINE)
    assert replaced
    for package, container, ours in replaced:
        assert LOCKED[package] == ours != container, package
    (rest,) = re.findall(r"^The same in both: .* Only ours: .*$", PAGE, re.MULTILINE)
    others = re.findall(r"`([a-z0-9-]+)`", rest)
    assert sorted([*others, *(package for package, _, _ in replaced)]) == sorted(LOCKED)


def test_everything_that_is_named_is_there() -> None:
    env = environment("dev")
    made = " ".join(p.read_text(encoding="utf-8") for p in env.folder.glob("*.template.json"))
    made += " ".join(env.templates())
    account = "111111111111-eu-central-1"
    for name in set(re.findall(r"edp-dev-[a-z-]+[a-z](?:-D)?", PAGE)):
        assert name.replace("-D", f"-{account}") in made, name
