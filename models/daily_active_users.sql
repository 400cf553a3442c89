with activity as (
    select
        date_key,
        count_if(user_key <> 'unknown') as active_users,
        sum(events) as events,
        sum(purchases) as purchases
    from gold.fact_user_activity
    group by date_key
),
-- Visits first, then their number: counting distinct ones per day would keep a set for each.
visits as (
    select distinct date_key, session_id from gold.fact_event
),
counted as (
    select date_key, count(session_id) as sessions from visits group by date_key
)
select
    calendar.date as activity_date,
    activity.active_users,
    counted.sessions,
    activity.events,
    activity.purchases
from gold.dim_date as calendar
join activity on calendar.date_key = activity.date_key
join counted on calendar.date_key = counted.date_key
