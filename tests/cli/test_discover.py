"""`discover`: what it prints, what it puts into a spec, what it tells."""

from __future__ import annotations

import pytest

from tests.cli.console import SPEC, Console

PAGE = """\
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{status="200"} 3
http_requests_total{status="404"} 1
# HELP queue_depth What waits.
# TYPE queue_depth gauge
queue_depth{queue="a"} 3
"""


def test_a_page_becomes_a_block_of_metrics(console: Console) -> None:
    console.write("page.txt", PAGE)
    answer = console.run("discover", "page.txt")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "metrics:\n"
        "  http_requests_total: {type: counter, labels: {status: {like: '[1-5][0-9]{2}', max: 5}}, help: Requests}\n"
        "  queue_depth: {type: gauge, labels: {queue: {max: 5}}, help: 'What waits'}\n"
    )


def test_what_is_new_is_put_into_a_spec_that_stays_as_it_was(console: Console) -> None:
    console.write("page.txt", PAGE)
    spec = console.write("spec/shop/stack.yaml", SPEC)
    answer = console.run("discover", "page.txt", "--service", "api", "--into", "spec/shop/stack.yaml")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "1 metric is new in `spec/shop/stack.yaml`\nnew: `queue_depth`\n"
    line = "      queue_depth: {type: gauge, labels: {queue: {max: 5}}, help: 'What waits'}\n"
    before, after = SPEC.split("    records:")
    assert spec.read_text() == f"{before}{line}    records:{after}"
    assert console.run("conform", "page.txt").code == 0
    again = console.run("discover", "page.txt", "--service", "api", "--into", "spec/shop/stack.yaml")
    assert again.err == "0 metrics are new in `spec/shop/stack.yaml`\n"


def test_what_is_gone_and_what_differs_is_told(console: Console) -> None:
    console.write("page.txt", PAGE.replace("http_requests_total", "queue_length_total"))
    console.write("spec/shop/stack.yaml", SPEC.replace("records:", "  queue_depth: counter\n    records:"))
    answer = console.run("discover", "page.txt", "--service", "api", "--into", "spec/shop/stack.yaml")
    assert "declared, and no longer exposed: `http_requests_total`\n" in answer.err
    assert "declared otherwise (`signalwright conform` says how): `queue_depth`\n" in answer.err


def test_a_spec_is_made_where_there_is_none(console: Console) -> None:
    console.write("page.txt", "depth 1\n")
    answer = console.run("discover", "page.txt", "--service", "web", "--into", "spec/web/stack.yaml")
    assert answer.code == 0
    assert "1 question stands in comments" in answer.err
    assert (console.folder / "spec/web/stack.yaml").read_text() == (
        "signalwright: 1\nservices:\n  web:\n    metrics:\n"
        "      # type: or counter? The page doesn't say it\n      depth: gauge\n"
    )


def test_a_service_that_another_file_declares_is_not_declared_again(console: Console) -> None:
    console.write("page.txt", PAGE)
    console.write("spec/shop/stack.yaml", SPEC)
    answer = console.run("discover", "page.txt", "--service", "api", "--into", "spec/shop/more.yaml")
    assert answer.code == 2
    assert "write `--into spec/shop/stack.yaml`" in answer.err
    assert not (console.folder / "spec/shop/more.yaml").exists()


def test_a_spec_that_gives_no_place_is_left_alone(console: Console) -> None:
    console.write("page.txt", PAGE)
    spec = console.write("spec/shop/stack.yaml", "signalwright: 1\nservices:\n  api:\n    metrics:\n")
    answer = console.run("discover", "page.txt", "--service", "api", "--into", "spec/shop/stack.yaml")
    assert answer.code == 2
    assert "by hand" in answer.err
    assert spec.read_text().endswith("metrics:\n")


def test_a_library_that_knows_the_page_is_named(console: Console) -> None:
    rows = (
        "process_cpu_seconds_total process_max_fds process_open_fds process_resident_memory_bytes "
        "process_start_time_seconds process_virtual_memory_bytes"
    )
    console.write("page.txt", "".join(f"# TYPE {each} gauge\n{each} 1\n" for each in rows.split()))
    assert "write `use: process`" in console.run("discover", "page.txt").err


def test_a_page_that_can_not_be_read_has_a_place(console: Console) -> None:
    console.write("page.txt", "depth 1\n<html>\n")
    answer = console.run("discover", "page.txt")
    assert (answer.code, answer.out) == (1, "")
    assert "error[files/broken-page]" in answer.err
    assert "page.txt:2:1" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("page.txt", "--into", "spec/shop/stack.yaml"),
        ("page.txt", "--job", "api"),
        ("page.txt", "--service", "api", "--into", "spec/shop/stack.py"),
        ("--server", "http://127.0.0.1:9"),
        ("--server", "http://127.0.0.1:9", "--service", "api"),
        ("http://127.0.0.1:9/metrics",),
        ("ftp://127.0.0.1/metrics",),
        ("http://me:secret@127.0.0.1:9/metrics",),
    ],
)
def test_what_can_not_be_done_is_said_in_a_line(console: Console, arguments: tuple[str, ...]) -> None:
    console.write("page.txt", PAGE)
    answer = console.run("discover", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert "secret" not in answer.err
