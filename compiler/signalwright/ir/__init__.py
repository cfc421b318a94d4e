"""The resolved model: complete, frozen, every node with its origin in the spec.

What a person wrote is in `signalwright.language`; what a backend reads is in the target's own folder. Between them
stands this model: references are bound, defaults are filled in, units are parsed. The passes add what is derived
(rules, routes, runbook pages) to the same `Stack`; checks and targets only read it.
"""

from signalwright.ir.alert import Alert, Threshold
from signalwright.ir.backend import Backend, Integration, Receiver, Secret, Team
from signalwright.ir.dashboard import (
    Annotation,
    Dashboard,
    LabelColumn,
    Level,
    LogSearch,
    Measure,
    Panel,
    PanelLink,
    PanelRow,
    Step,
    ValueText,
    Variable,
)
from signalwright.ir.logs import LogClass, Logs
from signalwright.ir.metric import LabelDomain, Metric, MetricType, Series
from signalwright.ir.price import Price
from signalwright.ir.record import Record, RecordedSeries
from signalwright.ir.routes import (
    Inhibition,
    LabelMatch,
    Notify,
    Quiet,
    Route,
    Routing,
    TimeInterval,
    TimeSpan,
)
from signalwright.ir.rules import AlertingRule, Query, RecordingRule, RuleFile, RuleGroup, Shaped, Written
from signalwright.ir.service import Push, Scrape, Service
from signalwright.ir.slo import SLI, SLO, EventRatio, HistogramThreshold, Tier
from signalwright.ir.stack import Links, Page, Stack
from signalwright.ir.values import Duration, Size, Version

__all__ = [
    "SLI",
    "SLO",
    "Alert",
    "AlertingRule",
    "Annotation",
    "Backend",
    "Dashboard",
    "Duration",
    "EventRatio",
    "HistogramThreshold",
    "Inhibition",
    "Integration",
    "LabelColumn",
    "LabelDomain",
    "LabelMatch",
    "Level",
    "Links",
    "LogClass",
    "LogSearch",
    "Logs",
    "Measure",
    "Metric",
    "MetricType",
    "Notify",
    "Page",
    "Panel",
    "PanelLink",
    "PanelRow",
    "Price",
    "Push",
    "Query",
    "Quiet",
    "Receiver",
    "Record",
    "RecordedSeries",
    "RecordingRule",
    "Route",
    "Routing",
    "RuleFile",
    "RuleGroup",
    "Scrape",
    "Secret",
    "Series",
    "Service",
    "Shaped",
    "Size",
    "Stack",
    "Step",
    "Team",
    "Threshold",
    "Tier",
    "TimeInterval",
    "TimeSpan",
    "ValueText",
    "Variable",
    "Version",
    "Written",
]
