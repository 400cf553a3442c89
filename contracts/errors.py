"""How a contract is refused."""

from __future__ import annotations


class ContractError(Exception):
    """A contract that is missing or says something it cannot mean; one line for each error."""
