insert into ops.definitions
select '{version}', getdate(), current_user
