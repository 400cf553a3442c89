-- The marts, from silver. Currencies are never added up.

CREATE OR REPLACE TEMP TABLE known_users AS SELECT user_id FROM '$out/silver/users.parquet';

CREATE OR REPLACE TEMP TABLE counted AS
SELECT created_at::DATE AS day, CASE WHEN t.user_id IS NULL THEN 'guest' ELSE coalesce(k.user_id, 'unknown') END AS user_key, currency, amount,
       status IN ($revenue) AS is_revenue, status IN ($refund) AS is_refund
FROM '$out/silver/transactions.parquet' AS t LEFT JOIN known_users AS k ON k.user_id = t.user_id
WHERE status IN ($revenue, $refund);

COPY (
    SELECT day AS revenue_date, currency,
           count(*) FILTER (is_revenue AND amount >= 0) AS orders,
           coalesce(sum(amount) FILTER (is_revenue), 0)::DECIMAL(18, 2) AS revenue,
           count(*) FILTER (is_refund) AS refunds,
           coalesce(sum(amount) FILTER (is_refund), 0)::DECIMAL(18, 2) AS refunded_amount
    FROM counted GROUP BY day, currency
) TO '$out/gold/daily_revenue.parquet';

COPY (
    SELECT user_key, currency,
           count(*) FILTER (is_revenue AND amount >= 0) AS orders,
           coalesce(sum(amount) FILTER (is_revenue), 0)::DECIMAL(18, 2) AS revenue,
           min(day) FILTER (is_revenue) AS first_order_date,
           max(day) FILTER (is_revenue) AS last_order_date,
           coalesce(sum(amount) FILTER (is_refund), 0)::DECIMAL(18, 2) AS refunded_amount
    FROM counted GROUP BY user_key, currency
) TO '$out/gold/user_ltv.parquet';

COPY (
    SELECT ts::DATE AS activity_date,
           count(DISTINCT k.user_id) AS active_users,
           count(DISTINCT session_id) AS sessions,
           count(*) AS events,
           count(*) FILTER (event_type = 'purchase') AS purchases
    FROM '$out/silver/events.parquet' AS e LEFT JOIN known_users AS k ON k.user_id = e.user_id
    GROUP BY activity_date
) TO '$out/gold/daily_active_users.parquet';
