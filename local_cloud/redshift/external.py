"""External schemas: databases of the Glue Data Catalog, read as they are when a query runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
from botocore.exceptions import ClientError
from pyiceberg.table import StaticTable

from local_cloud.clients import Credentials, client
from local_cloud.redshift import catalog, relations
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import Relation, plain
from local_cloud.settings import current

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

# The list of what is in all of them.
TABLES_VIEW = "svv_external_tables"
_OPTIONS = re.compile(
    r"(?:\s+region\s+'[^']+')?\s+iam_role\s+(?:'(?P<role>[^']+)'|default)", re.IGNORECASE
)


class ExternalSchema(NamedTuple):
    """A schema that shows a database of the catalog as a role sees it."""

    name: str
    database: str
    role: str | None


def create(session: Session, wanted: re.Match[str]) -> Answer:
    """CREATE EXTERNAL SCHEMA name FROM DATA CATALOG DATABASE 'database' IAM_ROLE 'role'.

    Raises:
        SqlError: it is there already, or asks for what is not simulated.
    """
    name, options = plain(wanted["name"]), _OPTIONS.fullmatch(wanted["options"])
    if not options:
        raise SqlError(
            f"not simulated by the local warehouse: CREATE EXTERNAL SCHEMA ...{wanted['options']}"
        )
    if relations.schema_exists(session, name):
        if wanted["exists"]:
            return Answer()
        raise SqlError(f'Schema "{name}" already exists')
    session.roles(options["role"])
    session.rows(
        f"INSERT INTO {catalog.SCHEMA}.external_schemas VALUES (?, ?, ?)",
        [name, wanted["database"].lower(), options["role"]],
    )
    return Answer()


def drop(session: Session, name: str) -> bool:
    """Forgets a schema; whether there was one. The catalog's database stays."""
    if name not in [s.name for s in schemas(session)]:
        return False
    session.rows(f"DELETE FROM {catalog.SCHEMA}.external_schemas WHERE schema_name = ?", [name])
    return True


def schemas(session: Session) -> list[ExternalSchema]:
    """All external schemas."""
    rows = session.rows(
        f"SELECT schema_name, database_name, role_arn FROM {catalog.SCHEMA}.external_schemas"
    )
    return [ExternalSchema(*row) for row in rows]


def open_table(session: Session, schema: ExternalSchema, relation: Relation) -> str:
    """Makes the current content of a table readable; the name under which it is.

    Raises:
        SqlError: there is no such table, it is not Iceberg, or the role may not read it.
    """
    credentials = session.roles(schema.role)
    location = _metadata_location(credentials, schema, relation)
    try:
        table = StaticTable.from_metadata(location, _properties(credentials))
        reader = table.scan().to_arrow_batch_reader()
    except OSError as error:
        raise SqlError(f"External Catalog Error: {relation} as {schema.role}: {error}") from None
    return _register(session, reader)


def list_tables(session: Session) -> str:
    """Makes the list of external tables readable; the name under which it is."""
    found = [
        {"schemaname": s.name, "tablename": table["Name"], "location": _location(table)}
        for s in schemas(session)
        for page in client("glue", session.roles(s.role))
        .get_paginator("get_tables")
        .paginate(DatabaseName=s.database)
        for table in page["TableList"]
    ]
    columns = ("schemaname", "tablename", "location")
    return _register(
        session, pa.Table.from_pylist(found, pa.schema([(c, pa.string()) for c in columns]))
    )


def _location(table: dict[str, Any]) -> str:
    return str(table.get("StorageDescriptor", {}).get("Location", ""))


def _metadata_location(credentials: Credentials, schema: ExternalSchema, relation: Relation) -> str:
    try:
        table = client("glue", credentials).get_table(
            DatabaseName=schema.database, Name=relation.name
        )["Table"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "EntityNotFoundException":
            raise SqlError(f'relation "{relation}" does not exist') from None
        raise SqlError(f"External Catalog Error: {relation} as {schema.role}: {error}") from None
    parameters = table.get("Parameters", {})
    if parameters.get("table_type", "").upper() != "ICEBERG":
        raise SqlError(f"not simulated by the local warehouse: {relation} is no Iceberg table")
    return str(parameters["metadata_location"])


def _properties(credentials: Credentials) -> dict[str, str]:
    settings = current()
    return {
        "s3.endpoint": settings.address,
        "s3.region": settings.region,
        "s3.access-key-id": credentials["AccessKeyId"],
        "s3.secret-access-key": credentials["SecretAccessKey"],
        "s3.session-token": credentials.get("SessionToken", ""),
    }


def _register(session: Session, content: pa.RecordBatchReader | pa.Table) -> str:
    name = f"external_{session.next_number()}"
    session.connection.register(name, content)
    return name
