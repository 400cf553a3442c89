"""Which resource types hold something that is lost with them."""

from __future__ import annotations

from functools import cache

from stacks.aws_facts import read_fact

# Nested stacks hold nothing themselves. A queue's messages only wake the pipeline up, which lists
# what there is; logs and run history are worth a warning, not a resource that outlives its stack.
_NO_DATA = {"AWS::CloudFormation::Stack", "AWS::SQS::Queue", "AWS::Logs::LogGroup"}

# What cfn-lint's list lacks. Deleting a Glue database deletes the tables in it.
_MORE_DATA = {"AWS::RedshiftServerless::Namespace", "AWS::Glue::Database"}

# A replaced Airflow environment has lost its run history and is away for half an hour.
_STATE = {"AWS::SQS::Queue", "AWS::Logs::LogGroup", "AWS::MWAA::Environment"}


@cache
def data_types() -> frozenset[str]:
    """Types whose deletion deletes data, or the key or catalog entry that makes data readable."""
    known = read_fact("AdditionalSpecs/StatefulResources.json")["ResourceTypes"]
    return frozenset({*known, *_MORE_DATA} - _NO_DATA)


@cache
def stateful_types() -> frozenset[str]:
    """The data types, and types with messages, logs or history: a reviewer has to see them go."""
    return data_types() | _STATE
