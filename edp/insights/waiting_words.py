"""Says in sentences which money is not in the figures."""

from __future__ import annotations

from collections.abc import Iterator

from edp.display.look import count
from edp.insights.model import Waiting, WaitingFiles, WaitingMoney


def sentences(waiting: Waiting) -> Iterator[str]:
    """What is not in the figures, a sentence for each kind of thing; none if nothing waits."""
    for n, what in enumerate(_kinds(waiting)):
        yield f"{'Nor' if n else 'Not in these figures:'} {what}."


def _kinds(waiting: Waiting) -> Iterator[str]:
    if waiting.money:
        first, *others = waiting.money
        money = [f"{count(first.orders, 'quarantined order')}, {_about(first)}"]
        yield "; ".join([*money, *(f"{m.orders:,}, {_about(m)}" for m in others)])
    if waiting.unclear_orders:
        orders = count(waiting.unclear_orders, "quarantined order")
        yield f"{orders} whose amount, currency or state cannot be read"
    if waiting.files:
        yield f"what stands in {', '.join(map(_files, waiting.files))}"


def beside(money: WaitingMoney) -> str:
    """What is not in one figure."""
    are = "is" if money.orders == 1 else "are"
    orders = count(money.orders, "quarantined order")
    return f"{orders}, {_about(money)}, {are} not in this figure"


def _about(money: WaitingMoney) -> str:
    return f"about {money.amount:,.0f} {money.currency}"


def _files(files: WaitingFiles) -> str:
    state = files.state.replace("_", " ")
    records = "" if files.records is None else f" with {count(files.records, 'record')}"
    dataset = "no dataset" if files.dataset == "unknown" else files.dataset
    return f"{count(files.files, f'{state} file')} of {dataset}{records}"
