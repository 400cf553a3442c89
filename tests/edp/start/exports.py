"""Small exports as shops' systems write them, after their public descriptions."""

from __future__ import annotations

# https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders
SHOPIFY = """\
Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,Id
#1001,ada@example.com,paid,2025-03-01 10:00:00 +0100,fulfilled,EUR,20.00,4.90,3.98,24.90,0.00,2025-03-01 09:59:00 +0100,1,Mug,12.00,0.00,5001
#1001,ada@example.com,,,,,,,,,,,2,Tea,4.00,,
#1002,bob@example.com,refunded,2025-03-02 10:00:00 +0100,,EUR,10.00,0.00,1.60,10.00,0.00,2025-03-02 09:00:00 +0100,1,Cup,10.00,10.00,5002
"""  # noqa: E501
# https://woocommerce.com/document/order-export/
WOOCOMMERCE = """\
Order Number,Order Status,Order Date,Customer User,Order Subtotal Amount,Order Shipping Amount,Order Total Amount,Order Total Tax Amount,Payment Method Title
101,processing,2025-03-01 10:15,7,20.00,4.90,24.90,3.98,Stripe
102,cancelled,2025-03-02 11:15,0,10.00,0.00,10.00,1.60,PayPal
"""  # noqa: E501
# https://docs.stripe.com/reports/columns, payments of the dashboard
STRIPE = """\
id,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Captured,Customer ID
ch_1,2025-03-01 10:00,24.90,0.00,eur,24.90,0.60,Paid,true,cus_1
ch_2,2025-03-02 10:00,10.00,10.00,eur,10.00,0.40,Refunded,true,cus_2
"""
# https://archive.ics.uci.edu/dataset/352/online+retail
UCI = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom
536365,71053,WHITE LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom
536366,22633,HAND WARMER,6,12/13/2010 8:28,1.85,17850,United Kingdom
C536379,D,Discount,-1,12/13/2010 9:41,27.50,14527,United Kingdom
"""
# https://www.kaggle.com/datasets/olistbr/brazilian-ecommerce
OLIST_ORDERS = """\
order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date
e481f51c,9ef432eb,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-04 19:55:00
53cdb2fc,b0830fb4,canceled,2018-07-24 20:41:37,2018-07-26 03:24:27,2018-07-26 14:31:00
"""
OLIST_PAYMENTS = """\
order_id,payment_sequential,payment_type,payment_installments,payment_value
e481f51c,1,credit_card,1,18.12
e481f51c,2,voucher,1,2.00
53cdb2fc,1,boleto,1,141.46
"""
# The orders' grid of Adobe Commerce: https://experienceleague.adobe.com/en/docs/commerce-admin
MAGENTO = """\
ID,Purchase Date,Bill-to Name,Grand Total (Base),Grand Total (Purchased),Status
000000001,"Mar 1, 2025, 10:15:00 AM",Ada L,24.90,24.90,complete
000000002,"Mar 2, 2025, 11:15:00 AM",Bob M,10.00,10.00,canceled
"""
GERMAN = """\
Bestellnummer;Kundennummer;Bestelldatum;Gesamtbetrag;Währung;Status
B-1;K-1;01.03.2025;1.224,90;EUR;paid
B-2;K-2;13.03.2025;10,00;EUR;shipped
B-3;K-1;14.03.2025;7,00;EUR;cancelled
"""
GA4 = (
    '{"event_timestamp":"1740823200000000","event_name":"page_view","user_pseudo_id":"1.2",'
    '"event_params":[{"key":"ga_session_id","value":{"int_value":"17"}}],'
    '"geo":{"country":"Germany"},"device":{"category":"mobile"},"user_id":"U1"}\n'
)
PLAIN = """\
order_id,customer_id,order_date,total,status
1001,C1,2025-03-01,19.90,paid
1002,C2,2025-03-02,5.00,paid
1003,C1,2025-03-03,100.00,cancelled
1004,C3,2025-03-14,12.50,shipped
"""
