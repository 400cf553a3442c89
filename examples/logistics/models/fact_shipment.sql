with returned as (
    select shipment_no, sum(quantity) as articles from silver.returns group by shipment_no
),
packed as (
    select shipment_no, count(*) as parcels from silver.parcels group by shipment_no
)
select
    sent.shipment_no,
    sent.carrier as carrier_key,
    sent.country,
    sent.weight_kg,
    cast(
        floor((unix_timestamp(sent.delivered_at) - unix_timestamp(sent.shipped_at)) / 3600) as bigint
    ) as hours,
    packed.parcels,
    cast(coalesce(returned.articles, 0) as bigint) as returned,
    sent.shipped_at
from returned
right join silver.shipments as sent on returned.shipment_no = sent.shipment_no
left join packed on sent.shipment_no = packed.shipment_no
