"""What is proposed of a page: types, units, labels, buckets, and questions where it leaves something open."""

from __future__ import annotations

import pytest

from signalwright.exposed.domains import Values, bound_above, values_of
from signalwright.exposed.printing import block_of
from signalwright.exposed.proposals import proposals, unsayable
from tests.exposed.projects import metrics_of


def block(*pages: str, honors: bool = False) -> str:
    return "\n".join(block_of(proposals(metrics_of(*pages), honors=honors), ""))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("# TYPE a_total counter\na_total 1\n", "a_total: counter"),
        ("# TYPE a counter\na_total 1\na_created 1\n# EOF\n", "a_total: counter"),
        ("# TYPE a counter\n# EOF\n", "a_total: counter"),
        ("# TYPE a info\na_info 1\n# EOF\n", "a_info: info"),
        ("# TYPE a_info gauge\na_info 1\n", "a_info: info"),
        ("# TYPE a_info gauge\na_info 2\n", "a_info: gauge"),
        ("# TYPE a stateset\na{a='x'} 1\n".replace("'", '"'), "a: {type: gauge, labels: {a: {max: 5}}}"),
        ('# TYPE a summary\na{quantile="0.5"} 1\na_sum 1\na_count 1\n', "a: summary"),
        ("a_total 1\n", "# type: or gauge? The page doesn't say it\na_total: counter"),
        ("a 1\n", "# type: or counter? The page doesn't say it\na: gauge"),
        ("# TYPE on gauge\non 1\n", "'on': gauge"),
        ("# TYPE a gauge\n# HELP a One thing. And more.\na 1\n", "a: {type: gauge, help: 'One thing'}"),
        ("# TYPE a gauge\n# HELP a v1.2 of \\\\ it\na 1\n", "a: {type: gauge, help: 'v1.2 of \\ it'}"),
    ],
)
def test_types_and_helps_are_those_of_the_page(page: str, expected: str) -> None:
    assert block(page) == expected


@pytest.mark.parametrize(
    ("name", "more", "expected"),
    [
        ("a_seconds", "", "a_seconds: gauge"),
        ("a_widgets", "# UNIT a_widgets widgets\n", "a_widgets: {type: gauge, unit: widgets}"),
        ("a_seconds", "# UNIT a_seconds seconds\n", "a_seconds: gauge"),
        ("a_ms", "", "# unit: milliseconds? The end of the name may mean that\na_ms: gauge"),
        ("a_mb", "", "# unit: megabytes? The end of the name may mean that\na_mb: gauge"),
        ("ms", "", "ms: gauge"),
    ],
)
def test_a_unit_is_said_or_asked_and_never_guessed(name: str, more: str, expected: str) -> None:
    assert block(f"# TYPE {name} gauge\n{more}{name} 1\n") == expected


def test_a_unit_in_the_help_is_a_question() -> None:
    page = "# TYPE age gauge\n# HELP age The age in minutes.\nage 1\n"
    assert block(page).startswith("# unit: minutes? The help of the page mentions it\nage: {type: gauge, ")


@pytest.mark.parametrize(
    ("label", "seen", "expected"),
    [
        ("method", {"GET", "POST"}, Values(listed=("GET", "POST"))),
        ("state", {"running", "not_running"}, Values(listed=("not_running", "running"))),
        ("state", {"running"}, Values(most=5)),
        ("state", {f"x{'y' * each}" for each in range(11)}, Values(most=50)),
        ("state", {"running", "10.0.0.1"}, Values(most=5)),
        ("leader", {"true"}, Values(listed=("false", "true"))),
        ("code", {"200", "404"}, Values(like="[1-5][0-9]{2}", most=5)),
        ("status", {"2xx", "5xx"}, Values(like="[1-5]xx")),
        ("code", {"200"}, Values(most=5)),
        ("code", {"OK", "NOT_FOUND"}, Values(most=5)),
        ("user", {"anna", "bernd"}, Values(most=5)),
        ("name", {"anna", "bernd"}, Values(most=5)),
        ("mode", {"anna@example.com", "b"}, Values(most=5)),
        ("type", {"Anna Schmidt", "Bernd Maier"}, Values(most=5)),
        ("requestMethod", {"GET", "PUT"}, Values(listed=("GET", "PUT"))),
        ("state", {""}, Values(most=5)),
    ],
)
def test_only_kinds_are_listed(label: str, seen: set[str], expected: Values) -> None:
    assert values_of(label, seen) == expected


@pytest.mark.parametrize(("count", "bound"), [(0, 5), (1, 5), (3, 10), (7, 20), (30, 100), (60, 200)])
def test_a_bound_is_round_and_has_room(count: int, bound: int) -> None:
    assert bound_above(count) == bound


def test_a_label_that_identifies_people_is_not_declared() -> None:
    page = '# TYPE visits gauge\nvisits{patient_id="17",ward="a"} 1\n'
    assert block(page) == (
        "# the label `patient_id` identifies patients; it isn't declared, so that the program is changed\n"
        "visits: {type: gauge, labels: {ward: {max: 5}}}"
    )


def test_labels_of_a_scrape_are_declared_as_they_are_stored() -> None:
    page = '# TYPE a gauge\na{job="b",instance="c"} 1\n'
    assert block(page) == "a: {type: gauge, labels: {exported_instance: {max: 5}, exported_job: {max: 5}}}"
    assert block(page, honors=True) == "a: gauge"


def test_bounds_of_buckets_are_numbers_in_order() -> None:
    rows = "".join(f'a_bucket{{le="{each}"}} 1\n' for each in ("10.0", "1e-05", "1.0", "+Inf", "1", "1e+06"))
    assert block(f"# TYPE a histogram\n{rows}a_sum 1\na_count 1\n") == (
        "a: {type: histogram, buckets: [0.00001, 1, 10, 1000000]}"
    )


def test_bounds_that_differ_between_pages_are_a_question() -> None:
    first, second = (f'# TYPE a histogram\na_bucket{{le="{each}"}} 1\n' for each in (1, 2))
    assert block(first, second) == "# buckets: the pages have different ones\na: histogram"


def test_a_histogram_without_buckets_may_be_a_native_one() -> None:
    page = '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n'
    assert block(page) == "# type: native-histogram? There are no bounds of buckets\na: histogram"


def test_pages_of_one_service_are_one_catalogue() -> None:
    first, second = ('# TYPE a gauge\na{method="GET"} 1\n', '# TYPE a gauge\na{method="PUT"} 1\n# TYPE b gauge\nb 1\n')
    assert block(first, second) == "a: {type: gauge, labels: {method: [GET, PUT]}}\nb: gauge"


def test_pages_that_do_not_agree_on_a_type_are_a_question() -> None:
    first, second = "# TYPE a gauge\na 1\n", "# TYPE a counter\na 1\n"
    assert block(first, second).splitlines()[0] == "# type: gauge or counter? The pages don't agree"


def test_what_is_too_long_for_a_line_is_a_block() -> None:
    page = f'# TYPE a gauge\n# HELP a {"long " * 30}\na{{method="GET"}} 1\na{{method="PUT"}} 1\n'
    last = f"  help: {('long ' * 30).strip()}"
    assert block(page).splitlines() == ["a:", "  type: gauge", "  labels:", "    method: [GET, PUT]", last]


def test_names_that_no_spec_can_say_are_told() -> None:
    pages = metrics_of('# TYPE "a.b" gauge\n{"a.b"} 1\nc 1\n# EOF\n')
    assert unsayable(pages) == ["a.b"]
    assert [each.name for each in proposals(pages, honors=False)] == ["c"]
