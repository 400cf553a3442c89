"""What a bronze file shows of the way its values are written."""

from __future__ import annotations

from contracts import Contract
from lakehouse.cleanse.evidence import Evidence, Shows
from lakehouse.silver.conform import bronze_batches, gained


def file_evidence(path: str, contract: Contract, shows: Shows | None, *, conform: bool) -> Evidence:
    """Evidence as the ledger keeps it, and of what the ledger did not know then.

    Args:
        path: the file.
        contract: its source contract.
        shows: its evidence as the ledger keeps it.
        conform: whether it was taken under other names of columns than the contract has now.
    """
    evidence = Evidence(contract) if shows is None else Evidence.kept(contract, shows)
    if shows is None or conform:
        for batch, bronze in bronze_batches(path, contract, conform=conform):
            new = bronze if shows is None else gained(bronze, batch, contract)
            if bronze.num_rows:
                evidence.look(new, bronze["_arrived_at"][0].as_py())
    return evidence
