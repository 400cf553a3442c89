"""Data contracts: the one place that says what tables and datasets look like."""

from contracts.load import DATASETS, LAYERS, ContractError, allowed_values, load, load_layer
from contracts.model import Column, Contract, Member, Metric, RowRule, fold

__all__ = [
    "DATASETS",
    "LAYERS",
    "Column",
    "Contract",
    "ContractError",
    "Member",
    "Metric",
    "RowRule",
    "allowed_values",
    "fold",
    "load",
    "load_layer",
]
