"""What makes the alerts of `pushgateway` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case


def requests(code: str, values: str, handler: str = "push") -> list[dict[str, str]]:
    """Returns requests that were answered with a status."""
    return [seen("pushgateway_http_requests_total", values, handler=handler, code=code, method="post")]


CASES: list[Case] = [
    ("PushgatewayDown", [up(0)], True),
    ("PushgatewayDown", [], True),
    ("PushgatewayDown", [up()], False),
    ("PushgatewayRefusesPushes", requests("400", "0x90 2x20"), True),
    ("PushgatewayRefusesPushes", requests("500", "0x90 2x20"), True),
    ("PushgatewayRefusesPushes", requests("400", "2x120"), False),
    ("PushgatewayRefusesPushes", requests("200", "0+5x120"), False),
    ("PushgatewayRefusesPushes", requests("404", "0+5x120", "status"), False),
]
