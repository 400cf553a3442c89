-- Visits first, then their number: counting distinct ones per group would keep a set for each.
with visits as (
    select
        date_key,
        user_key,
        session_id,
        count(*) as events,
        count_if(event_type = 'view') as views,
        count_if(event_type = 'cart') as carts,
        count_if(event_type = 'checkout') as checkouts,
        count_if(event_type = 'purchase') as purchases
    from gold.fact_event
    group by date_key, user_key, session_id
)
select
    date_key,
    user_key,
    sum(events) as events,
    count(session_id) as sessions,
    sum(views) as views,
    sum(carts) as carts,
    sum(checkouts) as checkouts,
    sum(purchases) as purchases
from visits
group by date_key, user_key
