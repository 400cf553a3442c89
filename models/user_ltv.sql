select
    sale.user_key,
    sale.currency,
    count_if(status.is_revenue and sale.amount >= 0) as orders,
    cast(sum(case when status.is_revenue then sale.amount else 0 end) as decimal(18, 2)) as revenue,
    min(case when status.is_revenue then to_date(sale.created_at) end) as first_order_date,
    max(case when status.is_revenue then to_date(sale.created_at) end) as last_order_date,
    cast(
        sum(case when status.is_refund then sale.amount else 0 end) as decimal(18, 2)
    ) as refunded_amount
from gold.dim_status as status
join gold.fact_transaction as sale on status.status_key = sale.status_key
where status.is_revenue or status.is_refund
group by sale.user_key, sale.currency
