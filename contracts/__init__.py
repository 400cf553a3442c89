"""Data contracts: the one place that says what tables and datasets look like."""

from contracts.currencies import Currency, currencies, currency_signs
from contracts.errors import ContractError
from contracts.load import (
    LAYERS,
    PER_DATASET,
    allowed_values,
    contract_of,
    datasets,
    delivered,
    inside,
    load,
    load_layer,
)
from contracts.model import (
    IDENTIFIER_LENGTH,
    ITEM_NO,
    PLACE,
    Check,
    Column,
    Contract,
    Decision,
    Layout,
    Member,
    Metric,
    RecordsIn,
    RowRule,
    fold,
)

__all__ = [
    "IDENTIFIER_LENGTH",
    "ITEM_NO",
    "LAYERS",
    "PER_DATASET",
    "PLACE",
    "Check",
    "Column",
    "Contract",
    "ContractError",
    "Currency",
    "Decision",
    "Layout",
    "Member",
    "Metric",
    "RecordsIn",
    "RowRule",
    "allowed_values",
    "contract_of",
    "currencies",
    "currency_signs",
    "datasets",
    "delivered",
    "fold",
    "inside",
    "load",
    "load_layer",
]
