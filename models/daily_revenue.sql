select
    to_date(sale.created_at) as revenue_date,
    sale.currency,
    count_if(status.is_revenue and sale.amount >= 0) as orders,
    cast(sum(case when status.is_revenue then sale.amount else 0 end) as decimal(18, 2)) as revenue,
    count_if(status.is_refund) as refunds,
    cast(
        sum(case when status.is_refund then sale.amount else 0 end) as decimal(18, 2)
    ) as refunded_amount
from gold.dim_status as status
join gold.fact_transaction as sale on status.status_key = sale.status_key
where status.is_revenue or status.is_refund
group by to_date(sale.created_at), sale.currency
