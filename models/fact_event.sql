select
    event.event_id,
    year(event.ts) * 10000 + month(event.ts) * 100 + day(event.ts) as date_key,
    coalesce(known.user_key, 'unknown') as user_key,
    coalesce(event.country, 'ZZ') as country_key,
    event.event_type,
    event.session_id,
    event.product_id,
    event.device,
    event.price,
    event.ts
-- Small side first: not every engine turns a join round by itself.
from gold.dim_user as known
right join silver.events as event on known.user_key = event.user_id
