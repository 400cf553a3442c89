select carrier as carrier_key, min(shipped_at) as first_shipment_at
from silver.shipments
group by carrier
