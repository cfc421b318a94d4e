"""The passes, in order: each takes the whole stack and returns it with what it derives.

`resolve` comes first and makes the resolved model; everything after it is here.
"""

from collections.abc import Callable

from signalwright.ir.stack import Stack
from signalwright.passes.derive_alert_rules import derive_alert_rules
from signalwright.passes.derive_costs import derive_costs
from signalwright.passes.derive_dashboards import derive_dashboards
from signalwright.passes.derive_features import derive_features
from signalwright.passes.derive_inhibitions import derive_inhibitions
from signalwright.passes.derive_pages import derive_pages
from signalwright.passes.derive_records import derive_records
from signalwright.passes.derive_routes import derive_routes
from signalwright.passes.derive_slo_rules import derive_slo_rules
from signalwright.passes.fill_defaults import fill_defaults
from signalwright.passes.name_groups import name_groups

Pass = Callable[[Stack], Stack]

PASSES: tuple[Pass, ...] = (
    fill_defaults,
    derive_slo_rules,
    derive_alert_rules,
    derive_records,
    derive_costs,
    name_groups,
    derive_routes,
    derive_inhibitions,
    derive_pages,
    derive_dashboards,
    derive_features,
)


def run_passes(stack: Stack) -> Stack:
    """Runs every pass in order.

    Args:
        stack: A resolved stack without errors.

    Returns:
        The stack with everything derived.
    """
    for each in PASSES:
        stack = each(stack)
    return stack
