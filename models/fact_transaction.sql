select
    sale.tx_id,
    year(sale.created_at) * 10000 + month(sale.created_at) * 100 + day(sale.created_at) as date_key,
    coalesce(
        year(sale.delivered_at) * 10000 + month(sale.delivered_at) * 100 + day(sale.delivered_at), 0
    ) as delivered_date_key,
    case
        when sale.user_id is null then 'guest' else coalesce(known.user_key, 'unknown')
    end as user_key,
    coalesce(sale.country, 'ZZ') as country_key,
    sale.status as status_key,
    sale.currency,
    sale.amount,
    sale.payment_method,
    sale.created_at
-- Small side first: not every engine turns a join round by itself.
from gold.dim_user as known
right join silver.transactions as sale on known.user_key = sale.user_id
