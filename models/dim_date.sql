with moments as (
    select ts as moment from silver.events
    union all
    select created_at from silver.transactions
    union all
    select delivered_at from silver.transactions
),
-- Of two moments only: a day of each would have to be found out for all.
span as (
    select to_date(min(moment)) as first_day, to_date(max(moment)) as last_day from moments
),
days as (
    select explode(sequence(first_day, last_day, interval 1 day)) as date from span
),
numbered as (
    -- Counted from a Monday: engines differ on what `weekday` is.
    select date, cast(datediff(date, date '1970-01-05') % 7 + 1 as int) as iso_weekday from days
)
select
    year(date) * 10000 + month(date) * 100 + day(date) as date_key,
    date,
    year(date) as year,
    quarter(date) as quarter,
    month(date) as month,
    day(date) as day,
    iso_weekday,
    iso_weekday >= 6 as is_weekend
from numbered
union all
select 0, null, null, null, null, null, null, null
