"""Stack: a file that arrives in raw puts a message into a queue, which wakes Airflow."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_events as eventbridge
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.handover_values import ARRIVED, QUEUE

TRIES = 5


class IngestionStack(PlatformStack):
    """Raw bucket → EventBridge → queue; what cannot be delivered or handled → dead letters.

    A message is only a wake-up: the ledger says which files wait. The key in it is as it is in S3,
    not URL-encoded.
    """

    def __init__(self, scope: Construct, config: Config, *, key: kms.IKey) -> None:
        """Makes the queues and the rule."""
        super().__init__(scope, "ingestion", config)
        self._key = key
        self.dead_letters = self._queue("DeadLetters", "raw-dead-letters", cdk.Duration.minutes(5))
        self.queue = self._queue("Arrivals", QUEUE, cdk.Duration.minutes(15))
        eventbridge.Rule(
            self,
            "Arrived",
            rule_name=self.names.of(ARRIVED),
            description="A file has arrived in raw",
            event_pattern=eventbridge.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [self.names.bucket("raw")]},
                    "object": {"key": eventbridge.Match.prefix("raw/")},
                },
            ),
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=self.dead_letters)],
        )

    def _queue(self, name: str, what: str, invisible: cdk.Duration) -> sqs.Queue:
        last = name == "DeadLetters"
        return sqs.Queue(
            self,
            name,
            queue_name=self.names.of(what),
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=self._key,
            enforce_ssl=True,
            retention_period=cdk.Duration.days(14 if last else 4),
            visibility_timeout=invisible,
            dead_letter_queue=None
            if last
            else sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=TRIES),
        )
