"""What makes the alerts of `http-client` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen
from tests.stacks.firing import Case

Series = list[dict[str, str]]
_NAME = "http_client_request_duration_seconds"
_ASKED = {"http_request_method": "GET", "server_address": "pay.example.com", "server_port": "443"}


def requests(failed: int, error: str = "", code: str = "") -> Series:
    """Returns requests, a thousand a minute, of which some have an error or a code."""
    said = {name: value for name, value in {"error_type": error, "http_response_status_code": code}.items() if value}
    return [
        seen(f"{_NAME}_count", f"0+{failed}x120", **_ASKED, **said),
        seen(f"{_NAME}_count", f"0+{1000 - failed}x120", **_ASKED, http_response_status_code="200"),
    ]


def answers(soon: int) -> Series:
    """Returns how many of a hundred answers a minute came within 2.5 s; the others took up to 7.5."""
    counts = {"2.5": soon, "7.5": 100, "+Inf": 100}
    return [seen(f"{_NAME}_bucket", f"0+{count}x120", le=bound, **_ASKED) for bound, count in counts.items()]


CASES: list[Case] = [
    ("HttpClientServerFails", requests(51, "timeout"), True),
    ("HttpClientServerFails", requests(51, "503", "503"), True),
    ("HttpClientServerFails", requests(501, "ConnectionError"), True),
    ("HttpClientServerFails", requests(49, "timeout"), False),
    ("HttpClientServerFails", requests(501, "404", "404"), False),
    ("HttpClientServerFails", requests(501), False),
    # 95 of 100 are at (95 - soon) / (100 - soon) of the way from 2.5 s to 7.5 s.
    ("HttpClientServerSlow", answers(85), True),
    ("HttpClientServerSlow", answers(92), False),
    *(("HttpClientRefused", requests(201, code, code), True) for code in ("401", "403", "429")),
    ("HttpClientRefused", requests(199, "429", "429"), False),
    ("HttpClientRefused", requests(900, "404", "404"), False),
]
