"""What of the Open Data Contract Standard, version 3.1, a contract may use here.

Keys that only describe are taken as they are. Keys that would ask more of values than the jobs do
(`unique`, `minLength`, `multipleOf`, …) are refused: nobody would see to them.
https://bitol-io.github.io/open-data-contract-standard/v3.1.0/
"""

from __future__ import annotations

VERSION = "v3.1.0"
DESCRIBING = ("authoritativeDefinitions", "businessName", "tags")
CONTRACT = (
    "apiVersion", "kind", "id", "name", "version", "status", "domain", "description", "schema",
    "authoritativeDefinitions", "contractCreatedTs", "dataProduct", "price", "roles", "servers",
    "slaProperties", "support", "tags", "team", "tenant",
)  # fmt: skip
DESCRIPTION = ("purpose", "limitations", "usage", "authoritativeDefinitions")
TABLE = (
    *DESCRIBING, "name", "logicalType", "physicalType", "description", "properties", "quality",
    "customProperties", "dataGranularityDescription",
)  # fmt: skip
COLUMN = (
    *DESCRIBING, "name", "logicalType", "physicalType", "logicalTypeOptions", "description",
    "primaryKey", "required", "classification", "examples", "relationships", "customProperties",
    "criticalDataElement", "transformDescription", "transformLogic", "transformSourceObjects",
)  # fmt: skip
RELATIONSHIP = ("to", "type")
QUALITY = (
    "type", "name", "description", "query", "mustBe", "dimension", "severity", "businessImpact",
    "tags", "authoritativeDefinitions", "unit",
)  # fmt: skip
# Layer -> our own properties of a table.
OF_TABLES = {
    "source": ("orderBy", "onConflict", "quarantineThreshold", "recordsIn"),
    "gold": ("members", "membersFrom", "metrics", "warehouse"),
}
# Our own properties of a source's columns.
OF_COLUMNS = (
    "aliases", "allowedFrom", "allowedValues", "countryColumn", "currency", "currencyColumn",
    "decimalMark", "letterCase", "noValue", "onInvalid", "parent", "writtenAs",
)  # fmt: skip
# Logical type -> its options that the jobs see to.
OPTIONS = {
    "string": ("pattern", "format"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "date": ("minimum", "maximum"),
    "timestamp": ("minimum", "maximum"),
    "boolean": (),
}
