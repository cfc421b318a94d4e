"""What makes the alerts of `varnish` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether it can read the counters."""
    return [up(exporter), *([] if server is None else [seen("varnish_up", f"{server}x120")])]


def backend(probes: str, refused: str = "0x120") -> Series:
    """Returns whether a backend answers its probes, and the requests that it is spared for that."""
    return [
        seen("varnish_backend_up", probes, backend="shop", server="unknown"),
        seen("varnish_backend_unhealthy", refused, backend="shop", server="unknown"),
    ]


def fetches(failed: int) -> Series:
    """Returns connections that fail of 100 requests a minute."""
    return [
        seen("varnish_main_backend_fail", f"0+{failed}x120"),
        seen("varnish_main_backend_req", "0+100x120"),
    ]


def cache(found: int, missed: int, removed: int) -> Series:
    """Returns requests and removed objects a minute."""
    return [
        seen("varnish_main_cache_hit", f"0+{found}x120"),
        seen("varnish_main_cache_miss", f"0+{missed}x120"),
        seen("varnish_main_n_lru_nuked", f"0+{removed}x120"),
    ]


CASES: list[Case] = [
    ("VarnishDown", answers(server=0), True),
    ("VarnishDown", answers(exporter=0, server=None), True),
    ("VarnishDown", [], True),
    ("VarnishDown", answers(), False),
    ("VarnishRestarted", [seen("varnish_mgt_child_died", "0x90 1x30")], True),
    ("VarnishRestarted", [seen("varnish_mgt_child_panic", "2x90 3x30")], True),
    ("VarnishRestarted", [seen("varnish_mgt_child_died", "2x120"), seen("varnish_mgt_child_panic", "1x120")], False),
    ("VarnishBackendDown", backend("1x60 0x60"), True),
    ("VarnishBackendDown", backend("0x120", "0+1x120"), True),
    ("VarnishBackendDown", backend("0x120"), False),
    ("VarnishBackendDown", backend("1x60 0x20 1x40", "0x60 9x60"), False),
    ("VarnishBackendDown", backend("0x60 1x60"), False),
    ("VarnishFetchesFail", fetches(6), True),
    ("VarnishFetchesFail", fetches(5), False),
    ("VarnishFetchesFail", fetches(0), False),
    ("VarnishThreadsExhausted", [seen("varnish_main_req_dropped", "0x94 5x26")], True),
    ("VarnishThreadsExhausted", [seen("varnish_main_sessions", "0x94 5x26", type="dropped")], True),
    ("VarnishThreadsExhausted", [seen("varnish_main_sessions", "0+5x120", type="queued")], False),
    ("VarnishThreadsExhausted", [seen("varnish_main_req_dropped", "5x120")], False),
    ("VarnishCacheTooSmall", cache(100, 101, 120), True),
    ("VarnishCacheTooSmall", cache(101, 100, 120), False),
    ("VarnishCacheTooSmall", cache(100, 101, 0), False),
    ("VarnishCacheTooSmall", cache(0, 0, 0), False),
]
