"""What DAGs wait for and tell each other about."""

from __future__ import annotations

from datetime import timedelta

from airflow.providers.common.messaging.triggers.msg_queue import MessageQueueTrigger
from airflow.sdk import Asset, AssetOrTimeSchedule, AssetWatcher, DeltaTriggerTimetable

from orchestration.handover import handover

TOLD = handover()

# A message is taken from the queue as soon as it is seen. It wakes; what is due says S3.
ARRIVALS = Asset(
    name="raw_arrivals",
    watchers=[
        AssetWatcher(
            name="raw_arrivals_queue",
            trigger=MessageQueueTrigger(
                scheme="sqs",
                sqs_queue=TOLD.queue_url,
                aws_conn_id=None,
                region_name=TOLD.region,
                # Fifty messages at once are one wake-up; none are no time lost.
                max_messages=10,
                num_batches=5,
                wait_time_seconds=0,
                waiter_delay=TOLD.poll_seconds,
            ),
        )
    ],
)
BRONZE = Asset(name="bronze", uri=TOLD.places.bronze)
SILVER = Asset(name="silver", uri=TOLD.places.silver)
GOLD = Asset(name="gold", uri=TOLD.places.gold)


def on_news_of(asset: Asset) -> AssetOrTimeSchedule:
    """When there is news, and now and then without: for the case that the news got lost."""
    sweep = DeltaTriggerTimetable(timedelta(minutes=TOLD.sweep_minutes))
    return AssetOrTimeSchedule(timetable=sweep, assets=[asset])
