"""Stack: alarms with runbooks, the topic they go to, and one dashboard."""

from __future__ import annotations

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as eventbridge
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.alarms import alarm, failure_rule, watches
from stacks.constructs.handover_values import ALARMS

FAILED = ["FAILED", "TIMEOUT", "ERROR", "EXPIRED"]
COLUMNS = 2


class ObservabilityStack(PlatformStack):
    """Who is told, when, and where to look."""

    def __init__(self, scope: Construct, config: Config, *, key: kms.IKey) -> None:
        """Makes the alarms."""
        super().__init__(scope, "observability", config)
        topic = self._topic(key)
        for job in config.jobs.named():
            self._count_failures(job)
        alarms = [alarm(self, watch, config) for watch in watches(config)]
        for one in alarms:
            one.add_alarm_action(actions.SnsAction(topic))
            one.add_ok_action(actions.SnsAction(topic))
        self._dashboard(alarms)

    def _topic(self, key: kms.IKey) -> sns.Topic:
        topic = sns.Topic(
            self, "Topic", topic_name=self.names.of(ALARMS), master_key=key, enforce_ssl=True
        )
        # A topic with a policy of its own no longer lets the account's alarms in by itself.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                principals=[iam.ServicePrincipal("cloudwatch")],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if self.config.alarms.email:
            topic.add_subscription(subscriptions.EmailSubscription(self.config.alarms.email))
        return topic

    def _count_failures(self, job: str) -> None:
        """A rule without a target counts what it matches, and a count is what an alarm needs."""
        name = "".join(word.capitalize() for word in failure_rule(job).split("-"))
        eventbridge.Rule(
            self,
            f"{name}Rule",
            rule_name=self.names.of(failure_rule(job)),
            description=f"Counts failed runs of {job}",
            event_pattern=eventbridge.EventPattern(
                source=["aws.glue"],
                detail_type=["Glue Job State Change"],
                detail={"jobName": [self.names.of(job.replace("_", "-"))], "state": FAILED},
            ),
        )

    def _dashboard(self, alarms: list[cloudwatch.Alarm]) -> None:
        board = cloudwatch.Dashboard(
            self, "Dashboard", dashboard_name=self.names.of("platform"), default_interval=None
        )
        board.add_widgets(
            cloudwatch.AlarmStatusWidget(title="Alarms", alarms=alarms, width=24, height=4)
        )
        widgets = [
            cloudwatch.AlarmWidget(title=a.node.id, alarm=a, width=24 // COLUMNS) for a in alarms
        ]
        for row in range(0, len(widgets), COLUMNS):
            board.add_widgets(*widgets[row : row + COLUMNS])
