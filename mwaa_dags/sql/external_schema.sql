create external schema if not exists {schema}
from data catalog database '{database}'
iam_role '{role}'
