"""What the warehouse remembers besides tables, as tables: so it is in the transaction, too."""

from __future__ import annotations

SCHEMA = "local_catalog"

TABLES = f"""
CREATE SCHEMA IF NOT EXISTS public;
CREATE SCHEMA IF NOT EXISTS {SCHEMA};
CREATE TABLE IF NOT EXISTS {SCHEMA}.views (
    schema_name TEXT, view_name TEXT, definition TEXT, remarks TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.external_schemas (
    schema_name TEXT, database_name TEXT, role_arn TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.identities (kind TEXT, name TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.memberships (role_name TEXT, kind TEXT, member TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.privileges (
    object_kind TEXT, schema_name TEXT, object_name TEXT, column_name TEXT, privilege TEXT,
    kind TEXT, grantee TEXT, grantor TEXT, admin_option BOOLEAN);
CREATE TABLE IF NOT EXISTS {SCHEMA}.default_privileges (
    schema_name TEXT, owner_name TEXT, object_kind TEXT, privilege TEXT, kind TEXT, grantee TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.masking_policies (
    policy_name TEXT, input_columns TEXT, policy_expression TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.masking_attachments (
    policy_name TEXT, schema_name TEXT, table_name TEXT, output_columns TEXT, input_columns TEXT,
    kind TEXT, grantee TEXT, priority INTEGER);
CREATE TABLE IF NOT EXISTS {SCHEMA}.load_errors (
    query_id BIGINT, table_name TEXT, start_time TIMESTAMP, file_name TEXT, column_name TEXT,
    error_message TEXT);
CREATE TABLE IF NOT EXISTS {SCHEMA}.loads (
    query_id BIGINT, table_name TEXT, start_time TIMESTAMP, data_source TEXT, file_count BIGINT,
    loaded_rows BIGINT, loaded_bytes BIGINT);
"""

# What a catalog's view has of it: DuckDB shows tables and columns of all attached databases.
_TABLES_HERE = f"""database_name = current_database() AND NOT temporary
    AND schema_name NOT IN ('{SCHEMA}', 'main')"""
_TYPE = "coalesce(try(json_extract_string(comment, '$.type')), lower(data_type))"

# Name -> the query it stands for. Columns and names are those of Redshift.
SYSTEM_VIEWS = {
    "svv_tables": f"""
        SELECT database_name AS table_catalog, schema_name AS table_schema, table_name,
            'BASE TABLE' AS table_type, comment AS remarks
        FROM duckdb_tables() WHERE {_TABLES_HERE}
        UNION ALL SELECT current_database(), schema_name, view_name, 'VIEW', remarks
        FROM {SCHEMA}.views""",
    "svv_columns": f"""
        SELECT database_name AS table_catalog, schema_name AS table_schema, table_name, column_name,
            column_index AS ordinal_position, column_default,
            CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
            regexp_replace({_TYPE}, '[(].*', '') AS data_type,
            try_cast(regexp_extract({_TYPE}, 'char.*[(](\\d+)', 1) AS INTEGER)
                AS character_maximum_length,
            numeric_precision, numeric_scale
        FROM duckdb_columns() WHERE database_name = current_database()
            AND schema_name NOT IN ('{SCHEMA}', 'main', 'information_schema', 'pg_catalog')""",
    "pg_table_def": f"""
        SELECT schema_name AS schemaname, table_name AS tablename, column_name AS "column",
            {_TYPE} AS "type", coalesce(try(json_extract_string(comment, '$.encoding')), 'none')
                AS "encoding",
            coalesce(try(json_extract(comment, '$.distkey'))::BOOLEAN, false) AS distkey,
            coalesce(try(json_extract(comment, '$.sortkey'))::INTEGER, 0) AS sortkey,
            NOT is_nullable AS "notnull"
        FROM duckdb_columns() WHERE database_name = current_database()
            AND schema_name NOT IN ('{SCHEMA}', 'main', 'information_schema', 'pg_catalog')""",
    "svv_all_schemas": f"""
        SELECT database_name, schema_name, 'local' AS schema_type FROM duckdb_schemas()
        WHERE database_name = current_database() AND NOT internal AND schema_name <> '{SCHEMA}'
        UNION ALL
        SELECT current_database(), schema_name, 'external' FROM {SCHEMA}.external_schemas""",
    "svv_external_schemas": f"""
        SELECT schema_name AS schemaname, database_name AS databasename,
            json_object('IAM_ROLE', role_arn)::TEXT AS esoptions
        FROM {SCHEMA}.external_schemas""",
    "svv_roles": f"SELECT name AS role_name FROM {SCHEMA}.identities WHERE kind = 'role'",
    "svv_user_info": f"SELECT name AS user_name FROM {SCHEMA}.identities WHERE kind = 'user'",
    "svv_role_grants": f"""
        SELECT member AS role_name, role_name AS granted_role_name
        FROM {SCHEMA}.memberships WHERE kind = 'role'""",
    "svv_user_grants": f"""
        SELECT member AS user_name, role_name FROM {SCHEMA}.memberships WHERE kind = 'user'""",
    "svv_relation_privileges": f"""
        SELECT schema_name AS namespace_name, object_name AS relation_name,
            privilege AS privilege_type, grantee AS identity_name, kind AS identity_type,
            admin_option FROM {SCHEMA}.privileges
        WHERE object_kind = 'table' AND column_name IS NULL""",
    "svv_column_privileges": f"""
        SELECT schema_name AS namespace_name, object_name AS relation_name, column_name,
            privilege AS privilege_type, grantee AS identity_name, kind AS identity_type,
            admin_option FROM {SCHEMA}.privileges
        WHERE object_kind = 'table' AND column_name IS NOT NULL""",
    "svv_schema_privileges": f"""
        SELECT object_name AS namespace_name, privilege AS privilege_type,
            grantee AS identity_name, kind AS identity_type, admin_option
        FROM {SCHEMA}.privileges WHERE object_kind = 'schema'""",
    "svv_database_privileges": f"""
        SELECT object_name AS database_name, privilege AS privilege_type,
            grantee AS identity_name, kind AS identity_type, admin_option
        FROM {SCHEMA}.privileges WHERE object_kind = 'database'""",
    "svv_default_privileges": f"""
        SELECT schema_name, owner_name, object_kind AS object_type, privilege AS privilege_type,
            grantee AS grantee_name, kind AS grantee_type FROM {SCHEMA}.default_privileges""",
    "svv_masking_policy": f"""
        SELECT current_database() AS policy_database, policy_name, input_columns,
            policy_expression FROM {SCHEMA}.masking_policies""",
    "svv_attached_masking_policy": f"""
        SELECT policy_name, schema_name, table_name, 'table' AS table_type, grantee,
            kind AS grantee_type, priority, input_columns, output_columns
        FROM {SCHEMA}.masking_attachments""",
    "sys_load_error_detail": f"""
        SELECT query_id, table_name, start_time, file_name, column_name, error_message
        FROM {SCHEMA}.load_errors""",
    "sys_load_history": f"""
        SELECT query_id, table_name, start_time, data_source, file_count AS loaded_files,
            loaded_rows, loaded_bytes, 'completed' AS status FROM {SCHEMA}.loads""",
}
SYSTEM_VIEWS["svv_all_tables"] = f"""
    SELECT table_catalog AS database_name, table_schema AS schema_name, table_name,
        replace(table_type, 'BASE TABLE', 'TABLE') AS table_type
    FROM ({SYSTEM_VIEWS["svv_tables"]})"""
SYSTEM_VIEWS["svv_all_columns"] = f"""
    SELECT table_catalog AS database_name, table_schema AS schema_name, table_name, column_name,
        ordinal_position, column_default, is_nullable, data_type, character_maximum_length,
        numeric_precision, numeric_scale FROM ({SYSTEM_VIEWS["svv_columns"]})"""
# In information_schema.
SYSTEM_VIEWS["tables"] = SYSTEM_VIEWS["svv_tables"]
SYSTEM_VIEWS["columns"] = SYSTEM_VIEWS["svv_columns"]
SYSTEM_SCHEMAS = {"pg_catalog", "information_schema"}


def definitions() -> str:
    """All of it, as statements; they may be run again."""
    views = (
        f"CREATE OR REPLACE VIEW {SCHEMA}.{name} AS {query};"
        for name, query in SYSTEM_VIEWS.items()
    )
    return TABLES + "\n".join(views)
