"""Data contracts: the one place that says what tables and datasets look like."""

from contracts.currencies import Currency, currencies, currency_signs
from contracts.load import DATASETS, LAYERS, ContractError, allowed_values, load, load_layer
from contracts.model import Column, Contract, Decision, Member, Metric, RowRule, fold

__all__ = [
    "DATASETS",
    "LAYERS",
    "Column",
    "Contract",
    "ContractError",
    "Currency",
    "Decision",
    "Member",
    "Metric",
    "RowRule",
    "allowed_values",
    "currencies",
    "currency_signs",
    "fold",
    "load",
    "load_layer",
]
