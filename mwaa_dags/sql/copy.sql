copy {table} from '{manifest}'
iam_role '{role}'
format as parquet
manifest
