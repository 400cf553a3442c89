select
    user_id as user_key,
    name,
    email,
    phone,
    city,
    coalesce(country, 'ZZ') as country_key,
    age,
    signed_up_at,
    updated_at
from silver.users
union all
select 'unknown', null, null, null, null, 'ZZ', null, null, null
union all
select 'guest', null, null, null, null, 'ZZ', null, null, null
