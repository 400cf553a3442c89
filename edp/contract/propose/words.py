"""What names of columns say of their values."""

from __future__ import annotations

import re

PHONE = re.compile(r"(^|_)(tele)?(phone|fax|mobile|cell|handy|telefon|tel|mobil)(_|$|number|nr)")
EMAIL = re.compile(r"(^|_)(e_?mail|mail)")
PERSON = re.compile(
    r"^((first|last|full|middle|given|family|maiden|customer|contact|user|person|display)_?name"
    r"|surname|forename|vorname|nachname|name)$"
)
PERSONAL = re.compile(
    r"(^|_)(street|address|birth_?(day|date)?|dob|iban|ssn|passport|ip|ip_?address|tax_id|strasse)$"
)
POSTCODE = re.compile(r"(^|_)(zip|zip_?code|post_?code|postal_?code|plz)$")
IDENTIFIER = re.compile(
    r"(^|_)(id|key|uuid|guid|sku|ean|isbn|code|ref|reference|iban|account)$|_(no|nr|number|num)$"
)
MOMENT = re.compile(
    r"(_at|_on|_ts|_dt)$|(^|_)(date|time|timestamp|datetime|day|ts|created|updated|modified|birthday)(_|$)|datum"
)
POINT_IN_TIME = re.compile(r"(_at|_ts|time|timestamp)$|^ts$")
MONEY = re.compile(
    r"(^|_)(amount|amt|price|total|cost|costs|revenue|fee|tax|sum|net|gross|balance|payment|betrag|umsatz|preis|summe)(_|$)"
)
CURRENCY = re.compile(r"(^|_)(currency|ccy|curr|wae?hrung|currency_code)$")
ORDER = (
    re.compile(r"(^|_)(updated?|modified|changed|last_updated|last_modified|geaendert)(_|$)"),
    re.compile(r"(^|_)(ts|timestamp|time|event_time|occurred|happened|recorded)(_|$)"),
    re.compile(r"(^|_)(created?|inserted|registered|ordered|date|datum)(_|$)"),
)
