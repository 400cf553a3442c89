"""The marts that follow from the true rows, in SQL of their own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generator.answer_key import FOLDER
from generator.tables import statuses

_DAILY_REVENUE = """
select
  cast(created_at as date) as revenue_date,
  currency,
  count(*) filter (status in {revenue} and amount >= 0) as orders,
  cast(coalesce(sum(amount) filter (status in {revenue}), 0) as decimal(18, 2)) as revenue,
  count(*) filter (status in {refund}) as refunds,
  cast(coalesce(sum(amount) filter (status in {refund}), 0) as decimal(18, 2)) as refunded_amount
from transactions
where status in {counted}
group by 1, 2
order by 1, 2
"""

_DAILY_ACTIVE_USERS = """
select
  cast(ts as date) as activity_date,
  count(distinct u.user_id) as active_users,
  count(distinct session_id) as sessions,
  count(*) as events,
  count(*) filter (event_type = 'purchase') as purchases
from events e
left join users u on e.user_id = u.user_id
group by 1
order by 1
"""

_USER_LTV = """
select
  case when t.user_id is null then 'guest' else coalesce(u.user_id, 'unknown') end as user_key,
  currency,
  count(*) filter (status in {revenue} and amount >= 0) as orders,
  cast(coalesce(sum(amount) filter (status in {revenue}), 0) as decimal(18, 2)) as revenue,
  min(cast(created_at as date)) filter (status in {revenue}) as first_order_date,
  max(cast(created_at as date)) filter (status in {revenue}) as last_order_date,
  cast(coalesce(sum(amount) filter (status in {refund}), 0) as decimal(18, 2)) as refunded_amount
from transactions t
left join users u on t.user_id = u.user_id
where status in {counted}
group by 1, 2
order by 1, 2
"""

_MARTS = {
    "daily_revenue": _DAILY_REVENUE,
    "daily_active_users": _DAILY_ACTIVE_USERS,
    "user_ltv": _USER_LTV,
}


def write_marts(out: Path, threads: int) -> None:
    """Writes every mart; large joins go to the disk."""
    import duckdb  # here: it is slow to import, and only one process needs it

    key = out / FOLDER
    (key / "marts").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=key) as spill, duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        db.execute("set memory_limit = '1GB'")
        db.execute(f"set threads = {threads}")
        db.execute(f"set temp_directory = {_text(spill)}")
        for dataset in ("events", "transactions", "users"):
            rows = _text(str(key / "truth" / dataset / "*.parquet"))
            db.execute(f"create view {dataset} as select * from read_parquet({rows})")
        for name, query in _MARTS.items():
            target = _text(str(key / "marts" / f"{name}.parquet"))
            db.execute(f"copy ({_with_statuses(query)}) to {target} (format parquet)")


def _with_statuses(query: str) -> str:
    revenue, refund = statuses("revenue"), statuses("refund")
    return query.format(
        revenue=_list(revenue), refund=_list(refund), counted=_list((*revenue, *refund))
    )


def _list(values: tuple[str, ...]) -> str:
    return f"({', '.join(map(_text, values))})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
