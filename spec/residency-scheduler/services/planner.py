"""The worker that makes plans and judges them. It has no page to scrape, so it pushes what it knows every minute.

The guide has it push under the application's own job. It gets one of its own here, because series under one job are one
service's: nobody could tell a plan that is missing from an application that is. Nor is a metric measured both ways:
plans and their rules are the worker's, requests and people are the application's.
"""

from signalwright.spec import Part

from ..stack import platform, scheduling

# Rules of the accreditation council. The worker counts on for as long as it lives, and begins with a 0 for each rule:
# of a series that begins with 1, nobody sees an increase.
RULES = ["weekly_hours", "day_off", "rest_between_duties", "duty_length", "night_float", "supervision"]

part = Part()
pushgateway = part.service("pushgateway", team=platform, scrape=["pushgateway:9091"])
pushgateway.alert("PushgatewayDown", when=pushgateway.down(), for_="5m", severity="warning")

planner = part.service(
    "planner", team=scheduling, job="residency-scheduler-planner", push={"via": pushgateway, "every": "60s"}
)
violations = planner.counter("acgme_violations_total", labels={"rule": RULES}, help="Broken rules that an audit found")
score = planner.gauge("acgme_compliance_ratio", help="Share of duties that keep every rule")
audited = planner.gauge("acgme_audit_last_success_timestamp_seconds", help="When a plan was last judged to its end")
generation = planner.histogram(
    "schedule_generation_duration_seconds", buckets=[1, 5, 15, 30, 60, 120, 300, 600, 1200], help="Time to make a plan"
)

# Below 90 % a plan as a whole is wrong, and the next duty may begin tonight.
planner.alert(
    "ComplianceScoreLow",
    when=score.value() < {"warning": "98%", "critical": "90%"},
    for_="15m",
    summary="Only {{ $value | humanizePercentage }} of duties keep every rule of the ACGME",
)
planner.alert(
    "ACGMEViolations",
    when=violations.growth(over="1d", by=["rule"]) > 0,
    severity="warning",
    summary="{{ $value | humanize }} duties broke the rule {{ $labels.rule }} within a day",
)
# An audit runs every hour. Its age also tells when nothing is pushed any more, which no other alert here would.
planner.alert("ComplianceUnknown", when=audited.age() > "3h", for_="15m", severity="warning")
planner.alert("SlowScheduleGeneration", when=generation.p95(over="1h") > "5m", severity="warning")
