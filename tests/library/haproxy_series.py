"""What makes the alerts of `haproxy` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def backend(state: str) -> Series:
    """Returns the state of a backend."""
    return [
        seen("haproxy_backend_status", f"{int(each == state)}x120", proxy="app", state=each) for each in ("UP", "DOWN")
    ]


def server(state: str, values: str = "1x120") -> Series:
    """Returns the state of a server."""
    return [
        seen("haproxy_server_status", values if each == state else "0x120", proxy="app", server="one", state=each)
        for each in ("UP", "DOWN", "MAINT")
    ]


def responses(failed: int, succeeded: int) -> Series:
    """Returns answers of a backend a minute."""
    return [
        seen("haproxy_backend_http_responses_total", f"0+{failed}x120", proxy="app", code="5xx"),
        seen("haproxy_backend_http_responses_total", f"0+{succeeded}x120", proxy="app", code="2xx"),
    ]


def connections(opened: int) -> Series:
    """Returns connections of 1000 that may be open."""
    return [
        seen("haproxy_process_current_connections", f"{opened}x120"),
        seen("haproxy_process_max_connections", "1000x120"),
    ]


CASES: list[Case] = [
    ("HaproxyDown", [up(0)], True),
    ("HaproxyDown", [], True),
    ("HaproxyDown", [up()], False),
    ("HaproxyBackendDown", backend("DOWN"), True),
    ("HaproxyBackendDown", backend("UP"), False),
    ("HaproxyServerDown", server("DOWN"), True),
    ("HaproxyServerDown", server("DOWN", "0x96 1x20"), False),
    ("HaproxyServerDown", server("MAINT"), False),
    (
        "HaproxyServerFlaps",
        [seen("haproxy_server_check_up_down_total", "0x70 1 2 3 4x50", proxy="a", server="b")],
        True,
    ),
    ("HaproxyServerFlaps", [seen("haproxy_server_check_up_down_total", "0x70 1 2x50", proxy="a", server="b")], False),
    ("HaproxyServerErrors", responses(60, 900), True),
    ("HaproxyServerErrors", responses(40, 900), False),
    ("HaproxyServerErrors", responses(5, 5), False),
    ("HaproxyServerErrors", responses(0, 0), False),
    ("HaproxyRequestsQueue", [seen("haproxy_backend_current_queue", "11x120", proxy="app")], True),
    ("HaproxyRequestsQueue", [seen("haproxy_backend_current_queue", "9x120", proxy="app")], False),
    ("HaproxyCannotConnect", [seen("haproxy_backend_connection_errors_total", "0+66x120", proxy="app")], True),
    ("HaproxyCannotConnect", [seen("haproxy_backend_connection_errors_total", "0+54x120", proxy="app")], False),
    ("HaproxyConnectionsNearLimit", connections(810), True),
    ("HaproxyConnectionsNearLimit", connections(790), False),
]
