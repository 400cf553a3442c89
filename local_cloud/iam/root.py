"""The account's root is who has the cloud's own key, and who has none where AWS asks for none.

ministack also takes `test` and the numbers of accounts for root.
"""

from __future__ import annotations

from ministack.core import iam_evaluator

from local_cloud.settings import ROOT_KEY


def install() -> None:
    """Leaves one key."""
    iam_evaluator.is_root_access_key = is_root


def is_root(key: str) -> bool:
    """Whether an access key, or none, is root's."""
    return not key or key == ROOT_KEY
