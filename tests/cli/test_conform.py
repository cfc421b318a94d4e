"""`conform`: a page against a spec or a library."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import SPEC, Console

PAGE = '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 3\n'
WRONG = PAGE.replace(" counter", " gauge")


def test_a_page_that_is_as_declared_exits_with_0(console: Console) -> None:
    console.write("spec/shop/stack.yaml", SPEC)
    console.write("page.txt", PAGE)
    answer = console.run("conform", "page.txt")
    assert (answer.code, answer.out, answer.err) == (0, "", "1 metric compared\n")


def test_what_differs_is_told_in_the_spec_and_on_the_page_and_exits_with_1(console: Console) -> None:
    console.write("spec/shop/stack.yaml", SPEC)
    console.write("page.txt", WRONG)
    answer = console.run("conform", "page.txt", "--service", "api")
    assert (answer.code, answer.out) == (1, "")
    assert "error[conform/wrong-type]" in answer.err
    assert "spec/shop/stack.yaml:12:" in answer.err
    assert "page.txt:1:1" in answer.err


def test_an_undeclared_metric_is_a_warning_that_can_be_made_to_count(console: Console) -> None:
    console.write("spec/shop/stack.yaml", SPEC)
    console.write("page.txt", f"{PAGE}depth 1\n")
    assert console.run("conform", "page.txt").code == 0
    assert console.run("conform", "page.txt", "--fail-on", "warning").code == 1
    console.write("signalwright.yaml", "signalwright: 1\npolicy: {levels: {conform/extra-metric: error}}\n")
    assert console.run("conform", "page.txt").code == 1


@pytest.mark.parametrize("format", ["json", "sarif", "github"])
def test_findings_are_data_in_the_formats_for_programs(console: Console, format: str) -> None:
    console.write("spec/shop/stack.yaml", SPEC)
    console.write("page.txt", WRONG)
    answer = console.run("conform", "page.txt", "--format", format)
    assert (answer.code, answer.err) == (1, "")
    assert "conform/wrong-type" in answer.out
    if format != "github":
        json.loads(answer.out)


def test_what_is_allowed_with_a_reason_does_not_count(console: Console) -> None:
    comment = "      # signalwright: allow conform/wrong-type because the client library is wrong\n"
    spec = SPEC.replace("      http_requests_total", f"{comment}      http_requests_total")
    console.write("spec/shop/stack.yaml", spec)
    console.write("page.txt", WRONG)
    assert console.run("conform", "page.txt").code == 0
    answer = console.run("check")
    assert "unused-allowance" not in answer.err
    assert "can't be allowed" not in answer.err


def test_what_a_service_allows_is_allowed(console: Console) -> None:
    console.write(
        "spec/shop/stack.yaml", SPEC.replace("    team:", "    allow: {conform/wrong-type: it is}\n    team:")
    )
    console.write("page.txt", WRONG)
    assert console.run("conform", "page.txt").code == 0


def test_a_page_is_compared_with_a_library(console: Console) -> None:
    console.write("page.txt", "# TYPE redis_up counter\nredis_up 1\n# TYPE redis_else gauge\nredis_else 1\n")
    answer = console.run("conform", "page.txt", "--library", "redis")
    assert answer.code == 1
    assert "library/redis/library.yaml:" in answer.err
    assert "1 metric compared; 1 more is exposed, of which the library says nothing\n" in answer.err


def test_a_spec_with_errors_is_told_first(console: Console) -> None:
    console.write("spec/shop/stack.yaml", SPEC.replace("team: web", "team: nobody"))
    console.write("page.txt", WRONG)
    answer = console.run("conform", "page.txt")
    assert answer.code == 1
    assert "conform/" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("page.txt", "--service", "apy"), "did you mean `api`?"),
        (("page.txt", "--library", "reddis"), "there is no library `reddis`"),
        (("page.txt", "--library", "redis", "--service", "api"), "leave out `--service`"),
        (("http://127.0.0.1:9/metrics",), "can't be read"),
        (("page.txt", "--format", "xml"), "there is no format"),
    ],
)
def test_what_can_not_be_done_exits_with_2(console: Console, arguments: tuple[str, ...], said: str) -> None:
    console.write("spec/shop/stack.yaml", SPEC)
    console.write("page.txt", PAGE)
    answer = console.run("conform", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_service_is_named_where_several_have_metrics(console: Console) -> None:
    other = "  web: {team: web, scrape: ['web:80'], metrics: {hits_total: counter}}\n"
    console.write("spec/shop/stack.yaml", SPEC.replace("environments:", f"{other}environments:"))
    console.write("page.txt", PAGE)
    answer = console.run("conform", "page.txt")
    assert answer.code == 2
    assert "there are `api`, `web`" in answer.err
