"""What every gold table is, said a second time, for the audit to compare with.

It uses nothing of the code that builds the tables: a mistake would have to be made twice. The
columns `sessions` are left out: counting different visits again costs as much as the rest here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from contracts import load
from lakehouse.iceberg.read_back import columns_ddl

Row = tuple[Any, ...]


def expected(spark: SparkSession, name: str) -> DataFrame:
    """The rows that a gold table should have; columns that are not there are not compared.

    Silver tables have to be there as views such as `silver_events`, gold ones by their names.
    """
    contract = load(f"gold.{name}")
    if name == "dim_date":
        return spark.createDataFrame(_calendar(spark), columns_ddl(contract.columns))
    if contract.members:
        members: list[Row] = [(m.code, *m.values.values()) for m in contract.members]
        return spark.createDataFrame(members, columns_ddl(contract.columns))
    return spark.sql(QUERIES[name])


def _calendar(spark: SparkSession) -> list[Row]:
    first, last = spark.sql(
        """
        select to_date(min(moment)), to_date(max(moment)) from (
            select ts as moment from silver_events
            union all select created_at from silver_transactions
            union all select delivered_at from silver_transactions
        )
        """
    ).collect()[0]
    days = [] if first is None else [first + timedelta(n) for n in range((last - first).days + 1)]
    return [(0, *[None] * 7), *map(_day, days)]


def _day(day: date) -> Row:
    number = int(day.strftime("%Y%m%d"))
    quarter, weekday = (day.month + 2) // 3, day.isoweekday()
    return (number, day, day.year, quarter, day.month, day.day, weekday, weekday > 5)


# Small side of a join first: not every engine turns a join round by itself.
QUERIES = {
    "dim_user": """
        select user_id as user_key, name, email, phone, city,
               coalesce(country, 'ZZ') as country_key, age, signed_up_at, updated_at
        from silver_users
        union all
        select 'unknown', null, null, null, null, 'ZZ', null, null, null
    """,
    "fact_event": """
        select event_id, year(ts) * 10000 + month(ts) * 100 + day(ts) as date_key,
               coalesce(u.user_id, 'unknown') as user_key,
               coalesce(e.country, 'ZZ') as country_key,
               event_type, session_id, product_id, device, price, ts
        from silver_users u right join silver_events e on e.user_id = u.user_id
    """,
    "fact_transaction": """
        select tx_id, year(created_at) * 10000 + month(created_at) * 100 + day(created_at)
               as date_key,
               coalesce(year(delivered_at) * 10000 + month(delivered_at) * 100 + day(delivered_at),
                        0) as delivered_date_key,
               coalesce(u.user_id, 'unknown') as user_key,
               coalesce(t.country, 'ZZ') as country_key,
               status as status_key, currency, amount, payment_method, created_at
        from silver_users u right join silver_transactions t on t.user_id = u.user_id
    """,
    "fact_user_activity": """
        select date_key, user_key, count(*) as events,
               count(case when event_type = 'view' then 1 end) as views,
               count(case when event_type = 'cart' then 1 end) as carts,
               count(case when event_type = 'checkout' then 1 end) as checkouts,
               count(case when event_type = 'purchase' then 1 end) as purchases
        from fact_event group by date_key, user_key
    """,
    "daily_active_users": """
        select date as activity_date,
               count(case when user_key <> 'unknown' then 1 end) as active_users,
               sum(events) as events, sum(purchases) as purchases
        from dim_date join fact_user_activity using (date_key) group by date
    """,
    "daily_revenue": """
        select to_date(created_at) as revenue_date, currency,
               count(case when is_revenue then 1 end) as orders,
               cast(sum(case when is_revenue then amount else 0 end) as decimal(18,2)) as revenue,
               count(case when is_refund then 1 end) as refunds,
               cast(sum(case when is_refund then amount else 0 end) as decimal(18,2))
               as refunded_amount
        from dim_status join fact_transaction using (status_key)
        where is_revenue or is_refund group by to_date(created_at), currency
    """,
    "user_ltv": """
        select user_key, currency, count(case when is_revenue then 1 end) as orders,
               cast(sum(case when is_revenue then amount else 0 end) as decimal(18,2)) as revenue,
               min(case when is_revenue then to_date(created_at) end) as first_order_date,
               max(case when is_revenue then to_date(created_at) end) as last_order_date,
               cast(sum(case when is_refund then amount else 0 end) as decimal(18,2))
               as refunded_amount
        from dim_status join fact_transaction using (status_key)
        where is_revenue or is_refund group by user_key, currency
    """,
}
