"""Data contracts: the one place that says what tables and datasets look like."""

from contracts.currencies import Currency, currencies, currency_signs
from contracts.errors import ContractError
from contracts.load import LAYERS, allowed_values, datasets, load, load_layer
from contracts.model import (
    Check,
    Column,
    Contract,
    Decision,
    Layout,
    Member,
    Metric,
    RowRule,
    fold,
)

__all__ = [
    "LAYERS",
    "Check",
    "Column",
    "Contract",
    "ContractError",
    "Currency",
    "Decision",
    "Layout",
    "Member",
    "Metric",
    "RowRule",
    "allowed_values",
    "currencies",
    "currency_signs",
    "datasets",
    "fold",
    "load",
    "load_layer",
]
