"""What `show` says is what the artifacts say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from signalwright.ir.routes import Route
from signalwright.ir.slo import Tier
from signalwright.ir.values import Duration
from signalwright.reading.data import plain
from signalwright.reading.delivery import End, timing
from signalwright.reading.facts.alert import AlertFact, alert_facts
from signalwright.reading.facts.routes import RouteFact, routes_fact
from signalwright.reading.facts.service import service_fact
from signalwright.reading.facts.slo import slo_facts, time_to_fire
from signalwright.reading.facts.stack import stack_fact
from signalwright.reading.view import View
from tests.reading.views import compiled, document, line_of, shop

STACKS = ("shop", "digital-product-creation", "medical-evaluation", "residency-scheduler", "voiceassist")


@cache
def views() -> dict[str, View]:
    return {view.stack.name: view for view in compiled()}


def emitted_rules(view: View) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Returns file → group → rules, as Prometheus reads them."""
    return {
        each.path: {group["name"]: group["rules"] for group in document(view, each.path)["groups"]}
        for each in view.compiled.artifacts
        if each.path.startswith("prometheus/rules/")
    }


def alert(name: str) -> AlertFact:
    (found,) = alert_facts(shop(), name)
    return found


@pytest.mark.parametrize("stack", STACKS)
def test_every_alerting_rule_is_shown_as_it_is_emitted(stack: str) -> None:
    view = views()[stack]
    shown = [
        {
            "alert": fact.name,
            "expr": each.expression.strip(),
            **({"for": str(each.hold)} if each.hold.milliseconds else {}),
            **({"keep_firing_for": str(each.keep)} if each.keep is not None else {}),
            "labels": dict(each.labels),
            "annotations": dict(each.annotations),
        }
        for fact in alert_facts(view)
        for each in fact.severities
    ]
    rules = [rule for groups in emitted_rules(view).values() for group in groups.values() for rule in group]
    expected = [{**rule, "expr": rule["expr"].strip()} for rule in rules if "alert" in rule]
    assert sorted(shown, key=str) == sorted(expected, key=str)
    assert shown


@pytest.mark.parametrize("stack", STACKS)
def test_an_alert_is_found_in_the_file_and_group_that_are_shown(stack: str) -> None:
    rules = emitted_rules(views()[stack])
    for fact in alert_facts(views()[stack]):
        assert fact.name in [rule.get("alert") for rule in rules[fact.file][fact.group]]


@pytest.mark.parametrize("stack", STACKS)
def test_the_runbook_that_is_shown_is_emitted(stack: str) -> None:
    view = views()[stack]
    made = {each.path for each in view.compiled.artifacts if each.path.startswith("runbooks/")}
    shown = {f"runbooks/{fact.runbook}" for fact in alert_facts(view)}
    assert shown <= made
    assert len(shown) > 1


@pytest.mark.parametrize("stack", STACKS)
def test_the_tree_is_that_of_the_configuration(stack: str) -> None:
    def as_shown(route: dict[str, Any]) -> dict[str, Any]:
        return {
            "matches": route.get("matchers", []),
            "receiver": route.get("receiver"),
            "proceed": route.get("continue", False),
            "group_by": route.get("group_by"),
            "wait": route.get("group_wait"),
            "every": route.get("group_interval"),
            "repeat": route.get("repeat_interval"),
            "quiet": route.get("mute_time_intervals", []),
            "routes": [as_shown(each) for each in route.get("routes", [])],
        }

    def without_places(route: dict[str, Any]) -> dict[str, Any]:
        rest = {key: each for key, each in route.items() if key != "at"}
        return {**rest, "routes": [without_places(each) for each in route["routes"]]}

    view = views()[stack]
    shown = without_places(plain(routes_fact(view).tree))
    assert shown == as_shown(document(view, "alertmanager/alertmanager.yml")["route"])


def test_each_route_says_the_line_that_it_comes_from() -> None:
    tree = routes_fact(shop()).tree
    assert tree is not None

    def places(route: RouteFact) -> dict[tuple[str, ...], str]:
        return {route.matches: route.at} | {key: at for each in route.routes for key, at in places(each).items()}

    assert tree.at == line_of("routing:")
    found = places(tree)
    assert found['severity="critical"',] == line_of("notify: {critical: [oncall], warning")
    assert found['team="data"',] == line_of("data: {notify")
    assert found['queue="orders"',] == line_of("{labels: {queue: orders}")


@pytest.mark.parametrize("stack", STACKS)
def test_the_records_of_an_slo_are_those_of_its_group(stack: str) -> None:
    rules = emitted_rules(views()[stack])
    for fact in slo_facts(views()[stack]):
        group = [rule for rule in rules[fact.file][fact.group] if "record" in rule]
        assert [(each.name, each.expression.strip()) for each in fact.records] == [
            (rule["record"], rule["expr"].strip()) for rule in group
        ]
        assert all(rule["labels"].items() >= fact.labels.items() for rule in group)


@pytest.mark.parametrize("stack", STACKS)
def test_the_tiers_of_an_slo_are_what_its_alert_compares(stack: str) -> None:
    rules = emitted_rules(views()[stack])
    for fact in slo_facts(views()[stack]):
        expressions = {
            rule["labels"]["severity"]: rule["expr"]
            for rule in rules[fact.file][fact.group]
            if rule.get("alert") == fact.alert
        }
        assert set(expressions) == {tier.severity for tier in fact.tiers}
        for tier in fact.tiers:
            for window in (tier.short, tier.long):
                labels = f'{{service="{fact.service}", slo="{fact.name}"}}'
                compared = f"slo:bad_ratio:rate{window}{labels} > {tier.threshold:f}"
                assert compared in expressions[tier.severity]
            assert float(tier.threshold) == pytest.approx(float(tier.factor * Fraction(fact.share)))


def test_the_budget_is_said_as_time_and_as_a_share() -> None:
    (fact,) = slo_facts(shop())
    assert (str(fact.outage), fact.share) == ("43m12s", Decimal("0.001"))
    assert (fact.bad, fact.total) == (None, 'http_requests_total{job="api"}')
    assert fact.good == 'http_requests_total{job="api", status!~"5.."}'


def test_a_hold_lasts_whole_evaluations() -> None:
    end = End((Route(receiver="chat", wait=Duration(30_000), every=Duration(300_000), origin=shop().stack.origin),))
    found = timing(Duration(100_000), Duration(15_000), end)
    # 100 s are seven evaluations of 15 s, and then the group waits 30 s.
    assert [str(each) for each in (found.earliest, found.latest, found.joining)] == ["2m15s", "2m30s", "7m"]
    at_once = timing(Duration(0), Duration(15_000), end)
    assert [str(each) for each in (at_once.earliest, at_once.latest, at_once.joining)] == ["30s", "45s", "5m15s"]


@pytest.mark.parametrize(
    ("short", "long", "share", "expected"),
    [
        ("5m", "1h", "0.0144", "2m56s"),  # √(2 × 5m × 51.84s)
        ("5m", "1h", "0.1", "8m30s"),  # 6m and the 2m30s that a rate over 5m lags behind
        ("5m", "5m", "0.5", "2m30s"),
        ("5m", "1h", "1", None),
    ],
)
def test_the_time_until_a_tier_fires_follows_from_its_windows(
    short: str, long: str, share: str, expected: str | None
) -> None:
    lengths = {"5m": Duration(300_000), "1h": Duration(3_600_000)}
    tier = Tier(budget=Decimal("0.02"), short=lengths[short], long=lengths[long], severity="critical")
    found = time_to_fire(tier, Decimal(share))
    assert (None if found is None else str(found)) == expected


def test_who_is_told_of_some_series_only_is_said_with_the_condition() -> None:
    (only,) = alert("QueueLong").severities
    assert [(each.receiver, each.where) for each in only.deliveries] == [
        ("chat", ()),
        ("stores", ('queue="orders"',)),
    ]


def test_an_alert_with_receivers_of_its_own_tells_nobody_else() -> None:
    (only,) = alert("QueueStuck").severities
    assert [each.receiver for each in only.deliveries if not each.where] == ["audit"]
    special = [each for each in routes_fact(shop()).special if each.instead]
    assert [(each.alerts, each.receivers) for each in special] == [(('alertname="QueueStuck"',), ("audit",))]


def test_quiet_times_stand_with_what_they_mute() -> None:
    critical, warning = alert("HighErrorRate").severities
    assert [each.quiet for each in critical.deliveries] == [(), ()]
    quiet = [[found.name for found in each.quiet] for each in warning.deliveries]
    assert quiet == [["nights"], ["nights"]]
    assert warning.deliveries[0].quiet[0].when == ("every day 22:00-24:00", "every day 00:00-06:00")


def test_graver_holds_back_milder_and_both_say_so() -> None:
    critical, warning = alert("HighErrorRate").severities
    assert [(each.alert, each.severity) for each in critical.holds_back] == [("HighErrorRate", "warning")]
    assert [(each.alert, each.severity) for each in warning.held_back_by] == [("HighErrorRate", "critical")]


def test_a_label_that_only_one_alert_has_keeps_it_from_being_held_back() -> None:
    # `ApiDown` lacks `compliance`, which must be equal because somebody listens to it; the SLO's alert lacks it too.
    (down,) = alert("ApiDown").severities
    assert [(each.alert, each.severity) for each in down.holds_back] == [("ApiAvailabilityBudgetBurn", "warning")]


def test_a_metric_says_who_reads_it_and_how_many_series_it_has() -> None:
    metrics = {each.name: each for each in service_fact(shop(), "api").metrics}
    read = metrics["http_requests_total"]
    assert [(each.kind, each.name) for each in read.readers] == [("alert", "HighErrorRate"), ("SLO", "availability")]
    assert (read.automatic, read.series) == (False, 1_000)
    assert metrics["http_request_duration_seconds"].series == 10 * (4 + 2)
    assert (metrics["unread_total"].readers, metrics["unread_total"].automatic) == ((), True)
    (waiting,) = service_fact(shop(), "worker").metrics
    assert {(each.kind, each.name) for each in waiting.readers} == {
        ("alert", "QueueLong"),
        ("alert", "QueueStuck"),
        ("record", "waiting"),
    }


def test_the_jobs_that_are_shown_are_scraped_there() -> None:
    for view in views().values():
        jobs = {each["job_name"]: each for each in document(view, "prometheus/prometheus.yml")["scrape_configs"]}
        for name in view.stack.services:
            scrape = service_fact(view, name).scrape
            if scrape is not None and not scrape.pushed and (found := jobs[scrape.job].get("static_configs")):
                assert list(scrape.addresses) == [each for block in found for each in block["targets"]]


def test_a_stack_lists_what_only_automatic_pages_show() -> None:
    fact = stack_fact(shop())
    assert [(each.service, each.metric) for each in fact.unread] == [
        ("api", "http_request_duration_seconds"),
        ("api", "unread_total"),
    ]
    assert fact.files == tuple(each.path for each in shop().compiled.artifacts)
    used = {each.name: each.used_by for each in fact.receivers}
    assert used["audit"] == ('compliance="hipaa"', 'alertname="QueueStuck"')
    assert used["oncall"] == ("data critical", "web critical")


def test_every_fact_has_a_plain_form() -> None:
    for view in views().values():
        assert plain(stack_fact(view))["files"]
        assert [plain(service_fact(view, name))["name"] for name in view.stack.services] == list(view.stack.services)
    (slo,) = slo_facts(shop())
    shown = plain(slo)
    assert (shown["objective"], shown["window"], shown["tiers"][0]["factor"]) == (0.999, "30d", 14.4)
