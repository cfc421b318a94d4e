"""Every generated metric, label, group, route and file name. Nothing else in the project spells one."""

from __future__ import annotations

import re
from hashlib import sha256

from signalwright.ir.values import Duration

# Labels (DESIGN: what every series and alert carries).
JOB = "job"
INSTANCE = "instance"
SERVICE = "service"
TEAM = "team"
SEVERITY = "severity"
STACK = "stack"
ENVIRONMENT = "environment"
SLO = "slo"
ALERT_NAME = "alertname"
BUCKET_BOUND = "le"
METRIC_NAME = "__name__"

# Labels that are derived, so a spec can't set them.
RESERVED_ALERT_LABELS = frozenset({ALERT_NAME, SEVERITY, TEAM, SERVICE, STACK, ENVIRONMENT, SLO, METRIC_NAME})
RESERVED_SCRAPE_LABELS = frozenset({JOB, INSTANCE, SERVICE, STACK, ENVIRONMENT, METRIC_NAME})

# Labels of log streams that a class of lines is told by, unless the spec names others.
LOG_LEVEL = "level"
LOG_CLASS = "class"
LOG_LEVELS = frozenset(
    {"trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "alert", "fatal", "emergency"}
)

# Annotations.
SUMMARY = "summary"
DESCRIPTION = "description"
RUNBOOK_URL = "runbook_url"
DASHBOARD_URL = "dashboard_url"

# Metrics that Prometheus itself makes for each target.
UP = "up"
# What Prometheus stores of each alert that is pending or fires.
ALERTS = "ALERTS"

# Recording rules of SLOs; kept for ever once shipped, because renaming loses a window of history.
SLO_EVENTS_RATE_5M = "slo:events:rate5m"
SLO_BAD_RATE_5M = "slo:bad:rate5m"
SLO_EVENTS_INCREASE_5M = "slo:events:increase5m"
SLO_BAD_INCREASE_5M = "slo:bad:increase5m"
SLO_OBJECTIVE = "slo:objective:ratio"
SLO_INFO = "slo:info"

# What costs are worked out over, and the label that says which counter they come from.
COST_RANGE = Duration.of_seconds(300)
METRIC = "metric"

STACK_FILE = "_stack"
SLO_FILE = "_slos"

# The backend that keeps metrics.
PROMETHEUS = "prometheus"

# The backend that shows dashboards, and the dashboards of a whole stack by the names that their identities end in.
GRAFANA = "grafana"
STACK_DASHBOARD = "all-services"
SLO_DASHBOARD = "slos"

# Dashboards: Grafana takes no longer identity. Variables and the interval that rates are made over are Grafana's own.
_LONGEST_UID = 40
JOB_VARIABLE = "$job"
INSTANCE_VARIABLE = "$instance"
RATE_INTERVAL = "$__rate_interval"
RUNBOOKS = "runbooks"


def slo_bad_ratio(window: Duration) -> str:
    """Returns the record of the share of bad events within a window: `slo:bad_ratio:rate1h`."""
    return f"slo:bad_ratio:rate{window}"


def slo_events_increase(period: Duration) -> str:
    """Returns the record of all events of the period: `slo:events:increase30d`."""
    return f"slo:events:increase{period}"


def slo_bad_increase(period: Duration) -> str:
    """Returns the record of the bad events of the period: `slo:bad:increase30d`."""
    return f"slo:bad:increase{period}"


def slo_budget_remaining(period: Duration) -> str:
    """Returns the record of the share of the error budget that is left: `slo:budget_remaining:ratio30d`."""
    return f"slo:budget_remaining:ratio{period}"


def pascal_case(*names: str) -> str:
    """Joins names into one in PascalCase: `api-gateway`, `availability` → `ApiGatewayAvailability`."""
    words = [word for name in names for word in re.split(r"[-_.]", name)]
    return "".join(word[:1].upper() + word[1:] for word in words)


def slo_alert(service: str, slo: str) -> str:
    """Returns the name of the alert that an SLO's error budget burns: `ApiAvailabilityBudgetBurn`."""
    return pascal_case(service, slo) + "BudgetBurn"


def slo_group(service: str, slo: str) -> str:
    """Returns the name of the rule group of an SLO: `api:slo:availability`."""
    return f"{service}:slo:{slo}"


def alert_group(owner: str) -> str:
    """Returns the name of the rule group of a service's (or the stack's) own alerts: `api:alerts`."""
    return f"{owner}:alerts"


def record_level(owner: str) -> str:
    """Returns what the names of all records of a service, of the stack or of SLOs begin with: `api_gateway:`."""
    return f"{re.sub(r'[^a-zA-Z0-9_]', '_', owner)}:"


def recorded(owner: str, name: str, operation: str, over: Duration | None) -> str:
    """Returns the metric that a record is stored as, `level:metric:operations`: `api:jobs_created:rate5m`.

    The form is that of Prometheus's naming practice for recording rules.

    Args:
        owner: The service, or the stack; what a metric's name can't have is replaced.
        name: What the team calls it.
        operation: What is done to the metric: `rate`.
        over: The window, or None.
    """
    return f"{record_level(owner)}{name}:{operation}{over or ''}"


def record_group(owner: str) -> str:
    """Returns the name of the rule group of what a service (or the stack) keeps: `api:records`."""
    return f"{owner}:records"


def cost(service: str, currency: str) -> str:
    """Returns the metric that what a service costs per second is stored as: `api:cost_usd:rate5m`."""
    return recorded(service, f"cost_{currency.lower()}", "rate", COST_RANGE)


def cost_group(service: str) -> str:
    """Returns the name of the rule group of what a service costs: `api:costs`."""
    return f"{service}:costs"


def runbook_page(alert: str) -> str:
    """Returns the file name of the runbook page of an alert: `HighErrorRate` → `high-error-rate.md`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", alert)
    return words.replace("_", "-").lower().strip("-") + ".md"


def rule_file(owner: str) -> str:
    """Returns the path of a rule file in the stack's folder: `prometheus/rules/api.yml`."""
    return f"prometheus/rules/{owner}.yml"


def slug(text: str) -> str:
    """Returns a text as it stands in paths and URLs: `VoiceAssist Overview` → `voiceassist-overview`.

    A text without any letter or digit of ASCII is told by a hash.
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or sha256(text.encode()).hexdigest()[:8]


def service_dashboard(service: str) -> str:
    """Returns what the dashboard of a service is called where dashboards are told apart: `service-api`."""
    return f"service-{service}"


def dashboard_uid(stack: str, environment: str | None, name: str) -> str:
    """Returns the identity of a dashboard in Grafana: `shop-api`, and `shop-staging-api` in an environment.

    Grafana takes 40 characters; of a longer one the end is replaced by a hash of the whole. A name that starts with the
    stack's doesn't say it twice.
    """
    own = slug(name).removeprefix(f"{slug(stack)}-")
    whole = "-".join([slug(stack), *([slug(environment)] if environment is not None else []), own])
    if len(whole) <= _LONGEST_UID:
        return whole
    return f"{whole[: _LONGEST_UID - 9].rstrip('-')}-{sha256(whole.encode()).hexdigest()[:8]}"
