alter schema {schema} rename to {last};
alter schema {next} rename to {schema}
