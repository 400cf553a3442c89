select
    carrier_key,
    cast(date_trunc('month', shipped_at) as date) as month,
    count(*) as shipments,
    count(hours) as delivered,
    cast(avg(hours) as decimal(9, 2)) as hours_to_deliver,
    cast(coalesce(sum(parcels), 0) as bigint) as parcels,
    sum(returned) as returned
from gold.fact_shipment
group by carrier_key, cast(date_trunc('month', shipped_at) as date)
