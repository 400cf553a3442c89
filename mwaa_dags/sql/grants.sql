grant usage on schema bi to role analyst;
grant usage on schema gold to role analyst;
grant select on all tables in schema bi to role analyst;
grant usage on schema bi to role steward;
grant usage on schema gold to role steward;
grant usage on schema ops to role steward;
grant select on all tables in schema bi to role steward;
grant select on all tables in schema gold to role steward;
grant select on all tables in schema ops to role steward
