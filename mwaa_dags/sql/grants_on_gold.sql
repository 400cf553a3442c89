grant select on all tables in schema gold to role steward
