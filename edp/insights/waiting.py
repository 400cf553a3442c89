"""Money that waits: orders in quarantine that would count as revenue, and why they are there.

Amounts are read leniently, so the sums are rough. An order whose key is in silver is in the figure
already, by another of its states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from contracts import Column, allowed_values, datasets, load
from edp.insights.model import Waiting, WaitingFiles, WaitingMoney, WaitingReason
from edp.quarantine.groups import groups
from edp.quarantine.model import Filter
from edp.sql import literal, quoted
from lakehouse import set_aside

_TOP_REASONS = 5
# Of records that contradict each other: which of them is right, nobody can say.
_CONFLICT = "conflict"

_ORDERS = """
CREATE TEMP TABLE waiting_orders AS
WITH texts AS (
    SELECT file, record_no, {key} AS key, {currency} AS currency,
           CASE WHEN NOT contested THEN {status} END AS status,
           CASE WHEN NOT (contested OR list_contains(reasons, {other})) THEN {amount} END AS amount
    FROM (SELECT file, record_no, reasons, list_contains(reasons, {conflict}) AS contested,
                 CASE WHEN json_valid(raw) THEN raw::JSON END AS fields
          FROM quarantined WHERE dataset = {dataset})
), numbers AS (
    SELECT *, trim(regexp_extract(amount, '^[^0-9(\\-]*([0-9]{marks}*)[^0-9)\\-]*$', 1)) AS digits
    FROM texts
), amounts AS (
    SELECT * EXCLUDE (amount), TRY_CAST(CASE
        WHEN regexp_full_match(digits, '[0-9]+') THEN digits
        WHEN regexp_full_match(digits, '[0-9]{{1,3}}[.,][0-9]{{3}}') THEN NULL
        WHEN regexp_full_match(digits, '[0-9]+[.,][0-9]*') THEN replace(digits, ',', '.')
        WHEN regexp_full_match(digits, '[0-9]{{1,3}}(,[0-9]{{3}})+(\\.[0-9]+)?')
            THEN replace(digits, ',', '')
        WHEN regexp_full_match(digits, '[0-9]{{1,3}}(\\.[0-9]{{3}})+(,[0-9]+)?')
            THEN replace(replace(digits, '.', ''), ',', '.')
        WHEN regexp_full_match(digits, '[0-9]{{1,3}}({space}[0-9]{{3}})+([.,][0-9]*)?')
            THEN replace(regexp_replace(digits, '{space}', '', 'g'), ',', '.')
        END AS DECIMAL(28, 2)) AS amount
    FROM numbers
)
SELECT c.code AS currency, s.revenue,
       CASE WHEN s.revenue AND c.code IS NOT NULL AND amount BETWEEN {low} AND {high}
            THEN amount END AS amount
FROM amounts
LEFT JOIN ({currencies}) c ON c.word = lower(trim(currency))
LEFT JOIN ({statuses}) s ON s.word = lower(trim(status))
WHERE key IS NULL OR key NOT IN (SELECT {key_name} FROM {silver})
QUALIFY row_number() OVER (PARTITION BY coalesce(key, file || ' ' || record_no)
                           ORDER BY file DESC, record_no DESC) = 1
"""

# Between thousands, in a literal of SQL.
_SPACE = "[ ''’\\x{a0}\\x{202f}]"
_MARKS = f"[0-9.,{_SPACE[1:]}"

_MONEY = """
SELECT currency, count(*), sum(amount)::DECIMAL(18, 2) FROM waiting_orders
WHERE amount IS NOT NULL GROUP BY currency ORDER BY currency
"""

_UNCLEAR = """
SELECT count(*) FROM waiting_orders WHERE amount IS NULL AND coalesce(revenue, true)
"""

# Of the newest version of each file.
_FILES = f"""
SELECT dataset, 'refused', count(*), NULL FROM (
    SELECT coalesce(nullif(dataset, ''), 'unknown') AS dataset, verdict FROM ledger.files
    QUALIFY row_number() OVER (PARTITION BY uri ORDER BY ingest DESC) = 1
) WHERE verdict = 'reject' AND dataset IN ($dataset, 'unknown') GROUP BY dataset
UNION ALL
SELECT dataset, 'set_aside', count(DISTINCT file), count(*) FROM quarantined
WHERE list_contains(reasons, '{set_aside.REASON}') AND dataset = $dataset GROUP BY dataset
ORDER BY 1, 2
"""


def waiting(con: duckdb.DuckDBPyConnection) -> Waiting:
    """What is not in the figures; `con` has `quarantined`, `ledger.files` and silver."""
    dataset, amount, status = next(_with_revenue())
    con.execute(_orders(dataset, amount, status))
    files = con.execute(_FILES, {"dataset": dataset}).fetchall()
    (unclear,) = con.execute(_UNCLEAR).fetchall()[0]
    return Waiting(
        money=tuple(WaitingMoney(*row) for row in con.execute(_MONEY).fetchall()),
        unclear_orders=unclear,
        files=tuple(WaitingFiles(*row) for row in files),
        reasons=tuple(_reasons(con)),
    )


def _reasons(con: duckdb.DuckDBPyConnection) -> Iterator[WaitingReason]:
    for g in groups(con, "reason", Filter())[:_TOP_REASONS]:
        yield WaitingReason(g.dataset, g.reason, g.records, g.alone, g.expected, g.contract)


def _orders(dataset: str, amount: Column, status: Column) -> str:
    contract = load(f"source.{dataset}")
    columns = {c.name: c for c in contract.columns}
    currency, key = columns[amount.currency_column or ""], columns[contract.keys[0]]
    low, high = amount.bounds
    return _ORDERS.format(
        dataset=literal(dataset),
        key=_key(key),
        key_name=quoted(key.name),
        silver=quoted(f"silver.{dataset}"),
        amount=_text(amount),
        conflict=literal(_CONFLICT),
        other=literal(f"{amount.name}:currency_conflict"),
        currency=_text(currency),
        status=_text(status),
        marks=_MARKS,
        space=_SPACE,
        low=0 if low is None else low,
        high="1e16" if high is None else high,
        currencies=_words(currency, ()),
        statuses=_words(status, _revenue(status)),
    )


def _with_revenue() -> Iterator[tuple[str, Column, Column]]:
    """Datasets with a key, an amount of money and a state that may count as revenue."""
    for dataset in datasets():
        contract = load(f"source.{dataset}")
        columns = contract.columns if len(contract.keys) == 1 else ()
        amounts = [c for c in columns if c.currency_column]
        states = [c for c in columns if c.allowed_from and _revenue(c)]
        yield from ((dataset, a, s) for a in amounts for s in states)


def _revenue(status: Column) -> tuple[str, ...]:
    """The states that count as revenue."""
    members = load(status.allowed_from or "").members
    return tuple(m.code for m in members if m.values.get("is_revenue") is True)


def _text(column: Column) -> str:
    """A column of a record, under its own name or one of its aliases."""
    paths = (literal(f"$.{name}") for name in (column.name, *column.aliases))
    return f"coalesce({', '.join(f'fields->>{p}' for p in paths)})"


def _key(column: Column) -> str:
    text = f"nullif(trim({_text(column)}), '')"
    return {"upper": f"upper({text})", "lower": f"lower({text})"}.get(
        column.letter_case or "", text
    )


def _words(column: Column, revenue: Iterable[str]) -> str:
    """Each word for a value of a column, the value, and whether it counts as revenue."""
    counted = set(revenue)
    rows = [
        f"({literal(word.lower())}, {literal(code)}, {code in counted})"
        for code, synonyms in (allowed_values(column) or {}).items()
        for word in (code, *synonyms)
    ]
    return f"SELECT DISTINCT * FROM (VALUES {', '.join(rows)}) AS v (word, code, revenue)"
