"""What makes the alerts of `nginx` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("nginx_up", f"{server}x120")])]


def connections(accepted: int, handled: int) -> Series:
    """Returns connections a minute."""
    return [
        seen("nginx_connections_accepted", f"0+{accepted}x120"),
        seen("nginx_connections_handled", f"0+{handled}x120"),
    ]


CASES: list[Case] = [
    ("NginxDown", answers(server=0), True),
    ("NginxDown", answers(exporter=0, server=None), True),
    ("NginxDown", [], True),
    ("NginxDown", answers(), False),
    ("NginxDropsConnections", connections(10000, 9980), True),
    ("NginxDropsConnections", connections(10000, 9995), False),
    ("NginxDropsConnections", connections(100, 100), False),
    ("NginxDropsConnections", connections(0, 0), False),
]
