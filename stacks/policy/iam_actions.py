"""Which IAM actions act on named resources, by AWS's service authorization reference."""

from __future__ import annotations

from fnmatch import fnmatchcase

from stacks.aws_facts import read_fact


def is_service_wide(action: str) -> bool:
    """Whether the action is `*`, `s3:*` or the like: everything a service can do."""
    return not action.rpartition(":")[2].strip("*?")


def acts_on_resources(action: str) -> bool:
    """Whether a statement for this action could name its resources.

    An action may have wildcards; one match that acts on resources is enough. An action nobody
    knows counts as well: whoever needs `*` for it has to say why.
    """
    service, _, name = action.lower().partition(":")
    known = read_fact("AdditionalSpecs/Policies.json").get(service, {}).get("Actions", {})
    matching = [facts for one, facts in known.items() if fnmatchcase(one.lower(), name)]
    return not matching or any(facts.get("Resources") for facts in matching)
