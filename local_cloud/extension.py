"""How the cloud is extended: types of CloudFormation resources, services, and operations of them.

This module, and those that mend what ministack does otherwise than AWS, touch how it is made; its
names are private, so its version is pinned.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

import ministack.app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime, router
from ministack.core.concurrency import run_reentrant
from ministack.core.responses import error_response_json, get_region, json_response
from ministack.services.cloudformation import provisioners, stacks

Properties = dict[str, Any]
# Physical id, and the attributes that Fn::GetAtt finds.
Made = tuple[str, Properties]
# Status, headers, body.
Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[str, str, dict[str, str], bytes, Properties], Awaitable[Answer]]
# From the request's body to the answer's.
Operation = Callable[[Properties], Properties]

# Types whose resources are made in a thread of their own, besides those that ministack says.
_THREADED: set[str] = set()
_in_thread = stacks._runs_on_worker_thread
stacks._runs_on_worker_thread = lambda kind: kind in _THREADED or _in_thread(kind)


class Refusal(Exception):
    """An operation is refused; the caller gets the code and these words."""

    def __init__(self, code: str, message: str) -> None:
        """Refuses with a code such as `EntityNotFoundException`."""
        super().__init__(message)
        self.code = code


class Resource(Protocol):
    """A type of resource. Whatever it raises fails the stack with these words.

    Each call has a thread of its own, so it may call the cloud's services and may take its time.
    """

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one."""

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes one in place, or makes another one under another id."""

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes one away; it may be gone already."""


def add_resource(
    kind: str, resource: Resource, *, replaced_by: Collection[str] = (), tagged: bool = False
) -> None:
    """Teaches CloudFormation a type such as `AWS::EC2::EIP`.

    Args:
        kind: The type.
        resource: How such resources are made, changed and taken away.
        replaced_by: Properties that cannot be changed in place: a new resource is made, then the
            old one is taken away.
        tagged: It has a property `Tags`, a list; tags of the stack are added to it.
    """
    provisioners._RESOURCE_HANDLERS[kind] = {
        "create": resource.create,
        "update": resource.update,
        "delete": resource.delete,
    }
    provisioners._REPLACING_PROPERTIES[kind] = tuple(replaced_by)
    _prepare(kind, tagged=tagged)


def extend_resource(
    kind: str,
    *,
    made: Callable[[str, Properties], Properties],
    going: Callable[[str], None] = lambda physical_id: None,
    tagged: bool = False,
) -> None:
    """Does what ministack leaves undone for a type that it knows.

    Args:
        kind: The type.
        made: Called with physical id and properties when one was made or changed; returns
            attributes that Fn::GetAtt shall find too.
        going: Called with the physical id before one is taken away.
        tagged: As for `add_resource`.
    """
    handlers = provisioners._RESOURCE_HANDLERS[kind]

    def create(logical_id: str, properties: Properties, *more: Any) -> Made:
        physical_id, found = handlers["create"](logical_id, properties, *more)
        return physical_id, {**found, **made(physical_id, properties)}

    def update(physical_id: str, old: Properties, new: Properties, *more: Any) -> Made:
        physical_id, found = handlers["update"](physical_id, old, new, *more)
        return physical_id, {**found, **made(physical_id, new)}

    def delete(physical_id: str, *more: Any) -> None:
        going(physical_id)
        handlers["delete"](physical_id, *more)

    provisioners._RESOURCE_HANDLERS[kind] = {
        **handlers,
        "create": create,
        "update": update,
        "delete": delete,
    }
    _prepare(kind, tagged=tagged)


def _prepare(kind: str, *, tagged: bool) -> None:
    if tagged:
        provisioners._STACK_TAG_PROPERTY[kind] = ("Tags", "list")
    _THREADED.add(kind)


def add_to_functions(*, python: str, node: str) -> None:
    """Runs code of ours in each process that runs a Lambda function, before the function's own."""
    lambda_runtime._PYTHON_WORKER_SCRIPT = python + lambda_runtime._PYTHON_WORKER_SCRIPT
    lambda_runtime._NODEJS_WORKER_SCRIPT += node


@dataclass(frozen=True)
class Caller:
    """Who made a request.

    Attributes:
        arn: Of the user, or of the role's session.
        key: The access key.
    """

    arn: str
    key: str

    def may(self, action: str, resource: str) -> bool:
        """Whether policies allow the caller an action that another one implies."""
        service = action.partition(":")[0]
        refusal = iam_evaluator.enforce(self.key, action, service, get_region(), resource)
        return refusal is None


def caller(headers: dict[str, str], query: Properties) -> Caller:
    """Who made the request that is being answered."""
    return Caller(iam_evaluator.caller_arn(), router.extract_access_key_id(headers, query))


def check_on(service: str, resource: Callable[[str, Properties], str]) -> None:
    """Says on which resource each operation of a service that speaks JSON is checked.

    Args:
        service: Its name.
        resource: Called with the operation and its parameters; returns the ARN.
    """
    before = iam_actions.extract_resource_arn

    def arn(asked: str, method: str, path: str, headers: Any, body: bytes, *more: Any) -> str:
        found: str = before(asked, method, path, headers, body, *more)
        if asked != service:
            return found
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        return resource(operation, json.loads(body or b"{}"))

    iam_actions.extract_resource_arn = arn


def add_service(name: str, *, targets: list[str], hosts: list[str], handler: Handler) -> None:
    """Adds a service; IAM is enforced for it under its name.

    Args:
        name: The name that actions begin with, as in `redshift-data:ExecuteStatement`.
        targets: What the header `X-Amz-Target` begins with.
        hosts: Patterns of host names.
        handler: Answers requests, in the event loop: what takes long belongs in a thread.
    """
    router.SERVICE_PATTERNS[name] = {"target_prefixes": targets, "host_patterns": hosts}
    ministack.app.SERVICE_HANDLERS[name] = handler
    iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = name


def extend_service(name: str, around: Callable[[Handler], Handler]) -> None:
    """Puts a handler around the one of a service that ministack has."""
    ministack.app.SERVICE_HANDLERS[name] = around(ministack.app.SERVICE_HANDLERS[name])


def add_operations(service: str, operations: dict[str, Operation]) -> None:
    """Replaces operations of a service that speaks JSON, or adds them; the others stay.

    Args:
        service: One that ministack has, such as `glue`.
        operations: By name, such as `StartJobRun`; each call runs in a thread of its own.
    """

    def around(others: Handler) -> Handler:
        async def handler(
            method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
        ) -> Answer:
            operation = operations.get(headers.get("x-amz-target", "").rpartition(".")[2])
            if operation is None:
                return await others(method, path, headers, body, query)
            return await answer_in_thread(operation, body)

        return handler

    extend_service(service, around)


async def answer_in_thread(operation: Operation, body: bytes) -> Answer:
    """The answer of an operation to a request, in JSON; it may call the cloud's services."""
    answer: Answer = await run_reentrant(_answer, operation, body)
    return answer


def _answer(operation: Operation, body: bytes) -> Answer:
    try:
        answer: Answer = json_response(operation(json.loads(body or b"{}")))
    except Refusal as refusal:
        answer = error_response_json(refusal.code, str(refusal), 400)
    return answer
