"""What makes the alerts of `http-server` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen
from tests.stacks.firing import Case

Series = list[dict[str, str]]
_NAME = "http_server_request_duration_seconds"
_ASKED = {"http_request_method": "GET", "url_scheme": "https"}


def requests(failed: int, route: str = "/orders", a_minute: int = 1000) -> Series:
    """Returns requests of a route."""
    labels = {**_ASKED, "http_route": route}
    error = {"error_type": "500", "http_response_status_code": "500"}
    return [
        seen(f"{_NAME}_count", f"0+{failed}x120", **labels, **error),
        seen(f"{_NAME}_count", f"0+{a_minute - failed}x120", **labels, http_response_status_code="200"),
    ]


def answers(soon: int) -> Series:
    """Returns how many of a hundred answers a minute came within a second; the others took up to 2.5."""
    labels = {**_ASKED, "http_response_status_code": "200", "http_route": "/orders"}
    counts = {"1": soon, "2.5": 100, "+Inf": 100}
    return [seen(f"{_NAME}_bucket", f"0+{count}x120", le=bound, **labels) for bound, count in counts.items()]


def active(requests_at_once: int) -> Series:
    """Returns requests that are being answered."""
    return [seen("http_server_active_requests", f"{requests_at_once}x120", **_ASKED)]


CASES: list[Case] = [
    ("HttpServerErrors", requests(21), True),
    ("HttpServerErrors", requests(101), True),
    ("HttpServerErrors", requests(19), False),
    ("HttpServerErrors", requests(0, a_minute=0), False),
    ("HttpServerRouteFails", [*requests(6, "/rare", 10), *requests(0)], True),
    ("HttpServerRouteFails", [*requests(5, "/rare", 10), *requests(0)], False),
    # 95 of 100 are at (95 - soon) / (100 - soon) of the way from 1 s to 2.5 s.
    ("HttpServerSlow", answers(80), True),
    ("HttpServerSlow", answers(90), False),
    ("HttpServerRequestsPileUp", active(1001), True),
    ("HttpServerRequestsPileUp", active(1000), False),
]
