"""What is allowed, and the policy of a project: levels of findings, and what checks are told."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic_core import PydanticCustomError

from signalwright.language.model import Scalar, SpecModel, key
from signalwright.language.scalars import Text, describe, one_of, refuse


def _read_reason(value: object) -> str:
    if not isinstance(value, str):
        refuse(f"expected a reason, found {describe(value)}", "write why it is right here, in a few words")
    if not value.strip():
        raise PydanticCustomError(
            "no-reason",
            "{message}",
            {"message": "nothing says why this is allowed", "help": "write why it is right here, in a few words"},
        )
    return value


def _read_options(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        refuse(f"expected a mapping, found {describe(value)}", "write the check's own keys: `{require: [cost_center]}`")
    return value


Reason: TypeAlias = Annotated[str, Scalar(_read_reason, {"type": "string", "pattern": r"\S"})]
Allowances: TypeAlias = dict[Text, Reason]
"""Names of findings, each with the reason why it is right."""
Options: TypeAlias = Annotated[dict[str, Any], Scalar(_read_options, {"type": "object"})]

LEVELS = ("error", "warning", "note")
OFF = "off"


class PolicySpec(SpecModel):
    """What a project makes of findings, for all of its stacks."""

    noun: ClassVar[str] = "a policy"

    levels: dict[Text, Annotated[str, one_of(*LEVELS, OFF)]] | None = key(
        "How grave findings are, by name: `error`, `warning`, `note`, or `off` for one that isn't told.",
        default=None,
        example="{alerts/missing-runbook: warning, metrics/unused: off}",
    )
    fail_on: Annotated[str, one_of(*LEVELS)] = key(
        "The mildest level that keeps artifacts from being written and makes commands exit with 1.",
        default="error",
        example="warning",
    )
    checks: dict[Text, Options] | None = key(
        "What checks are told, by name: the keys of each one's own `Options`.",
        default=None,
        example="{acme/owner-label: {require: [cost_center]}}",
    )
