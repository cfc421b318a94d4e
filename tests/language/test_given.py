"""What templates, libraries and defaults give to services; what services change of it and leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import compile_files, compile_text
from tests.language.given import TOP, WEB, bounds, found, service, stack


def test_a_service_has_what_its_template_says(tmp_path: Path) -> None:
    api = service(tmp_path, WEB + 'services: {api: {use: web, scrape: ["api:8000"]}}\n')
    assert (api.team, list(api.metrics), [each.name for each in api.slos]) == (
        "product",
        ["queue", "requests_total"],
        ["availability"],
    )
    assert bounds(api) == {"Failing": ["5"], "QueueLong": ["100"]}
    assert len(api.records) == 1
    assert api.uses == ("web",)


def test_a_short_form_is_written_out_before_it_is_laid_over_a_mapping(tmp_path: Path) -> None:
    api = service(
        tmp_path,
        WEB
        + 'services: {api: {use: web, scrape: ["api:8000"], metrics: {requests_total: counter, queue: {unit: s}}}}\n',
    )
    assert api.scrape is not None
    assert (api.scrape.targets, str(api.scrape.every)) == (("api:8000",), "10s")
    assert [each.name for each in api.metrics["requests_total"].labels] == ["status"]
    assert (api.metrics["queue"].type, api.metrics["queue"].unit) == ("gauge", "s")


def test_the_later_of_two_templates_goes_before_and_the_service_before_both(tmp_path: Path) -> None:
    text = (
        WEB
        + """\
  strict: {alerts: {Failing: {above: 1, for: 9m}, QueueLong: {above: 50}}}
services:
  api: {use: [web, strict], scrape: ["api:8000"], alerts: {Failing: {for: 1m}}}
"""
    )
    api = service(tmp_path, text)
    assert bounds(api) == {"Failing": ["1"], "QueueLong": ["50"]}
    assert [str(each.hold) for each in api.alerts] == ["1m", "0s"]


def test_a_template_uses_templates_and_libraries(tmp_path: Path) -> None:
    text = WEB + '  python: {use: [process, web]}\nservices: {api: {use: python, scrape: ["api:8000"]}}\n'
    api = service(tmp_path, text)
    assert set(bounds(api)) == {
        "ProcessFileDescriptorsNearLimit",
        "ProcessRestartsInALoop",
        "Failing",
        "QueueLong",
    }
    assert (api.metrics["process_open_fds"].library, api.metrics["queue"].library) == ("process", None)


def test_a_metric_of_a_library_stays_one_when_a_service_adds_to_it(tmp_path: Path) -> None:
    text = (
        'services: {api: {use: process, team: ops, scrape: ["a:1"], metrics: {process_open_fds: {labels: [pool]}}}}\n'
    )
    metric = service(tmp_path, text).metrics["process_open_fds"]
    assert (metric.library, [each.name for each in metric.labels], metric.help) == (
        "process",
        ["pool"],
        "Open file descriptors",
    )


def test_a_template_goes_before_a_library_of_the_same_name(tmp_path: Path) -> None:
    text = """\
templates: {process: {metrics: {threads: gauge}}}
services: {api: {use: process, team: ops, scrape: ["a:1"]}}
"""
    assert list(service(tmp_path, text).metrics) == ["threads"]


def test_bounds_by_severity_take_the_place_of_a_severity_that_is_given(tmp_path: Path) -> None:
    text = (
        WEB
        + """\
services:
  api: {use: web, scrape: ["a:1"], alerts: {QueueLong: {above: {warning: 50, critical: 200}}}}
"""
    )
    assert bounds(service(tmp_path, text)) == {"Failing": ["5"], "QueueLong": ["200", "50"]}


def test_a_bound_may_also_be_changed_in_the_condition(tmp_path: Path) -> None:
    text = WEB + 'services: {api: {use: web, scrape: ["a:1"], alerts: {QueueLong: {when: {above: 50}}}}}\n'
    assert bounds(service(tmp_path, text))["QueueLong"] == ["50"]


@pytest.mark.parametrize(
    ("left_out", "alerts", "slos", "metrics"),
    [
        ("[QueueLong]", {"Failing"}, 1, 2),
        ("[alerts]", set(), 1, 2),
        ("[slos, QueueLong, queue]", {"Failing"}, 0, 1),
        ("[alerts, slos, records, requests_total]", set(), 0, 1),
        ("[availability, rate]", {"Failing", "QueueLong"}, 0, 2),
    ],
)
def test_what_is_left_out_is_not_there(
    left_out: str, alerts: set[str], slos: int, metrics: int, tmp_path: Path
) -> None:
    api = service(tmp_path, WEB + f'services: {{api: {{use: web, scrape: ["a:1"], without: {left_out}}}}}\n')
    assert (set(bounds(api)), len(api.slos), len(api.metrics)) == (alerts, slos, metrics)
    assert bool(api.records) == ("rec" not in left_out and "rate" not in left_out)


def test_leaving_out_what_one_declares_oneself_replaces_what_is_given(tmp_path: Path) -> None:
    text = (
        WEB
        + """\
services:
  api:
    use: web
    scrape: ["a:1"]
    without: [Failing]
    alerts: {Failing: {when: {growth: queue, over: 1h, above: 7}, severity: warning}}
"""
    )
    api = service(tmp_path, text)
    assert bounds(api) == {"QueueLong": ["100"], "Failing": ["7"]}
    assert [str(each.hold) for each in api.alerts] == ["0s", "0s"]


def test_a_template_leaves_out_what_it_uses_and_what_the_defaults_give(tmp_path: Path) -> None:
    text = """\
defaults: {service: {team: ops, alerts: {Down: {when: down, severity: critical}}}}
templates: {batch: {use: process, without: [Down, ProcessRestartsInALoop]}}
services:
  api: {use: batch, scrape: ["a:1"]}
  other: {scrape: ["b:1"]}
"""
    made = stack(tmp_path, text)
    assert [each.name for each in made.services["api"].alerts] == ["ProcessFileDescriptorsNearLimit"]
    assert [each.name for each in made.services["other"].alerts] == ["Down"]


DEFAULTS = """\
defaults:
  service:
    team: ops
    metrics: {queue: gauge}
    alerts: {QueueLong: {when: {value: queue, above: 9}, severity: warning}}
  slo: {window: 14d, objective: 99%}
  alert: {for: 5m, labels: {origin: spec}}
"""


def test_defaults_hold_unless_a_thing_says_otherwise(tmp_path: Path) -> None:
    text = (
        DEFAULTS
        + """\
services:
  api:
    team: product
    scrape: ["a:1"]
    metrics: {requests_total: {type: counter, labels: [status]}}
    alerts: {Failing: {when: {rate: requests_total, above: 1}, for: 0s, severity: critical}, QueueLong: {above: 5}}
    slos:
      one: {bad: 'requests_total{status="500"}', total: requests_total}
      two: {bad: 'requests_total{status="500"}', total: requests_total, window: 7d, tiers: ticket-only}
alerts: {Odd: {when: {expr: 'up < 1'}, severity: critical, summary: Odd, team: ops}}
"""
    )
    made = stack(tmp_path, text)
    api = made.services["api"]
    assert api.team == "product"
    assert [(each.name, str(each.hold), dict(each.labels)) for each in (*api.alerts, *made.alerts)] == [
        ("QueueLong", "5m", {"origin": "spec"}),
        ("Failing", "0s", {"origin": "spec"}),
        ("Odd", "5m", {"origin": "spec"}),
    ]
    assert [(str(each.window), str(each.objective)) for each in api.slos] == [("14d", "0.99"), ("7d", "0.99")]
    assert bounds(api)["QueueLong"] == ["5"]


def test_the_default_of_alerts_does_not_reach_into_a_library(tmp_path: Path) -> None:
    text = (
        DEFAULTS + 'services: {api: {use: process, scrape: ["a:1"], alerts: {ProcessRestartsInALoop: {below: 1m}}}}\n'
    )
    held = {each.name: str(each.hold) for each in service(tmp_path, text).alerts}
    assert held == {"QueueLong": "5m", "ProcessFileDescriptorsNearLimit": "10m", "ProcessRestartsInALoop": "15m"}


def test_defaults_of_services_may_use_a_library(tmp_path: Path) -> None:
    text = 'defaults: {service: {team: ops, use: process}}\nservices: {api: {scrape: ["a:1"], without: [alerts]}}\n'
    api = service(tmp_path, text)
    assert api.metrics["process_open_fds"].library == "process"
    assert not api.alerts


def test_an_slo_without_a_window_has_thirty_days(tmp_path: Path) -> None:
    (slo,) = service(tmp_path, WEB + 'services: {api: {use: web, scrape: ["a:1"]}}\n').slos
    assert str(slo.window) == "30d"


def test_the_only_team_owns_everything(tmp_path: Path) -> None:
    text = TOP.replace(", ops: {notify: {critical: [relay]}}", "") + (
        "services: {api: {scrape: [a:1]}}\nalerts: {Odd: {when: {expr: 'up < 1'}, severity: critical, summary: x}}\n"
    )
    made = compile_text(tmp_path, text).stacks["shop"].stack
    assert (made.services["api"].team, made.alerts[0].team) == ("product", "product")


def test_a_template_of_the_organization_is_used_and_needs_no_user(tmp_path: Path) -> None:
    shared = """\
signalwright: 1
templates:
  job: {metrics: {done_total: counter}, records: {done: {rate: done_total}}}
  other: {metrics: {left: gauge}}
"""
    text = TOP + 'services: {api: {use: job, team: ops, scrape: ["a:1"]}}\n'
    outcome = compile_files(tmp_path, {"shop/stack.yaml": text, "_organization/templates.yaml": shared})
    assert [str(each) for each in outcome.found] == []
    assert list(outcome.stacks["shop"].stack.services["api"].metrics) == ["done_total"]


WRONG = {
    "services: {api: {use: wbe, scrape: [a:1]}}": ("language/unknown-reference", (16, 23), "did you mean `web`?"),
    "services: {api: {use: [web, proces], scrape: [a:1]}}": (
        "language/unknown-reference",
        (16, 29),
        "did you mean `process`?",
    ),
    "services: {api: {use: web, without: [Failng], scrape: [a:1]}}": (
        "language/unknown-reference",
        (16, 38),
        "did you mean `Failing`?",
    ),
    "services: {api: {use: web, without: [metrics], scrape: [a:1]}}": (
        "language/unknown-reference",
        (16, 38),
        "leave it out of `without`",
    ),
    "services: {api: {use: web, scrape: [a:1], alerts: {QueueLong: {when: {growth: queue, above: 5}}}}}": (
        "language/conflicting-keys",
        (16, 71),
        "keep its kind, or leave the other one out: `without: [QueueLong]`",
    ),
    "services: {api: {use: web, scrape: [a:1], alerts: {QueueLong: {when: down}}}}": (
        "language/conflicting-keys",
        (16, 64),
        "keep its kind, or leave the other one out: `without: [QueueLong]`",
    ),
    "services: {api: {use: web, scrape: [a:1], slos: {availability: {good: queue}}}}": (
        "language/conflicting-keys",
        (16, 65),
        "keep its kind, or leave the other one out: `without: [availability]`",
    ),
    "services: {api: {use: web, scrape: [a:1], records: {rate: {value: queue}}}}": (
        "language/conflicting-keys",
        (16, 60),
        "keep its kind, or leave the other one out: `without: [rate]`",
    ),
    "services: {api: {use: web, scrape: [a:1], alerts: {QueueLong: {when: {above: 5}, above: 6}}}}": (
        "language/conflicting-keys",
        (16, 82),
        "leave one of them out",
    ),
    "services: {api: {use: web, scrape: [a:1], slos: {availabilty: {objective: 90%}}}}": (
        "language/nothing-given",
        (16, 50),
        "did you mean `availability`?",
    ),
    "services: {api: {use: web, scrape: [a:1], records: {rates: {over: 1h}}}}": (
        "language/nothing-given",
        (16, 53),
        "did you mean `rate`?",
    ),
    "services: {api: {use: web, without: [Sleepy], scrape: [a:1]}}": (
        "language/unknown-reference",
        (16, 38),
        "the alerts that are given are `Failing`, `QueueLong`",
    ),
    "services: {api: {use: web, scrape: [a:1], alerts: {Slow: {above: 5, severity: critical}}}}": (
        "language/nothing-given",
        (16, 52),
        "the alerts that are given are `Failing`, `QueueLong`; another one needs a `when`",
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_can_not_be_is_told_at_its_place_with_the_way_out(text: str, tmp_path: Path) -> None:
    name, place, way_out = WRONG[text]
    (one,) = found(tmp_path, WEB + text + "\n")
    assert (one.name, one.place, one.help) == (name, place, way_out)


def test_two_kinds_are_told_in_plain_words_with_the_place_of_the_other(tmp_path: Path) -> None:
    text = WEB + "services: {api: {use: web, scrape: [a:1], alerts: {QueueLong: {when: {growth: queue}}}}}\n"
    (one,) = found(tmp_path, text)
    assert one.message == "`QueueLong` is of the kind `value` in `web`, so it can't be of the kind `growth` here"
    assert one.also == (("shop/stack.yaml", 13, 26),)


def test_a_mistake_in_a_template_is_told_once_with_a_service_that_uses_it(tmp_path: Path) -> None:
    text = (
        WEB.replace("value: queue", "value: quene")
        + "services:\n"
        + "".join(f'  s{index}: {{use: web, scrape: ["s{index}:1"], without: [Failing]}}\n' for index in range(5))
    )
    (one,) = found(tmp_path, text)
    assert (one.name, one.place) == ("promql/unknown-metric", (13, 33))
    assert one.also[-1] == ("shop/stack.yaml", 17, 13)


def test_a_mistake_of_the_defaults_is_told_once_with_a_service_that_has_it(tmp_path: Path) -> None:
    text = "defaults: {service: {team: opps}}\nservices: {a: {scrape: [a:1]}, b: {scrape: [b:1]}}\n"
    (one,) = found(tmp_path, text)
    assert (one.name, one.place, one.also) == (
        "language/unknown-reference",
        (6, 28),
        (("shop/stack.yaml", 7, 12),),
    )


def test_a_finding_in_a_library_is_shown_in_its_file(tmp_path: Path) -> None:
    text = "services: {a: {use: process, team: ops, scrape: [a:1], without: [process_max_fds]}}\n"
    (one,) = found(tmp_path, text)
    assert (one.name, one.file) == ("promql/unknown-metric", "library/process/library.yaml")
    assert one.also[-1] == ("shop/stack.yaml", 6, 21)


def test_mistakes_in_a_template_that_nobody_uses_are_told(tmp_path: Path) -> None:
    text = """\
templates: {web: {alerts: {A: {for: 5}}, slos: {b: {objectve: 1%}}}}
services: {a: {team: ops, scrape: [a:1]}}
"""
    assert [(each.name, each.place) for each in found(tmp_path, text)] == [
        ("language/unused-template", (6, 13)),
        ("language/wrong-kind", (6, 37)),
        ("language/unknown-key", (6, 53)),
    ]


def test_what_only_follows_from_an_unknown_name_is_not_told(tmp_path: Path) -> None:
    text = """\
services:
  api: {use: weeb, without: [Failing], scrape: [a:1], alerts: {QueueLong: {above: 5}}, slos: {x: {objective: 9%}}}
  other: {team: opps, scrape: [b:1]}
"""
    assert [each.name for each in found(tmp_path, text)] == ["language/unknown-reference"] * 2


def test_a_page_of_a_library_is_there_when_an_alert_names_it(tmp_path: Path) -> None:
    text = 'services: {api: {use: process, team: ops, scrape: ["a:1"], without: [ProcessRestartsInALoop]}}\n'
    assert [each.path for each in stack(tmp_path, text).pages] == ["process-file-descriptors.md"]


def test_a_page_of_the_stack_goes_before_that_of_the_library(tmp_path: Path) -> None:
    text = TOP + 'services: {api: {use: process, team: ops, scrape: ["a:1"]}}\n'
    files = {"shop/stack.yaml": text, "shop/runbooks/process-restarts.md": "# Ours\n"}
    pages = {each.path: each.text for each in compile_files(tmp_path, files).stacks["shop"].stack.pages}
    assert pages["process-restarts.md"] == "# Ours\n"
    assert pages["process-file-descriptors.md"].startswith("# File descriptors")
