"""Whoever asks how a stack is doing gets the answer when it is done, if that is soon.

The CDK's command line asks every five seconds, and most stacks here take less.
"""

from __future__ import annotations

import asyncio

from local_cloud.extension import Answer, Handler, Properties, extend_service

SECONDS = 20
SECONDS_BETWEEN = 0.05
UNDER_WAY = b"_IN_PROGRESS</StackStatus>"
# A change set waits for somebody to execute it.
WAITING = b"REVIEW_IN_PROGRESS</StackStatus>"


def register() -> None:
    """Makes CloudFormation patient."""
    extend_service("cloudformation", _patient)


def _patient(handler: Handler) -> Handler:
    async def answer(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        until = asyncio.get_running_loop().time() + SECONDS
        found = await handler(method, path, headers, body, query)
        while _asks_for_one(body) and _under_way(found):
            if asyncio.get_running_loop().time() > until:
                break
            await asyncio.sleep(SECONDS_BETWEEN)
            found = await handler(method, path, headers, body, query)
        return found

    return answer


def _asks_for_one(body: bytes) -> bool:
    return b"Action=DescribeStacks" in body and b"StackName=" in body


def _under_way(answer: Answer) -> bool:
    return UNDER_WAY in answer[2] and WAITING not in answer[2]
