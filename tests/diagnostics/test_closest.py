import pytest

from signalwright.diagnostics.closest import closest

KEYS = (
    "objective",
    "window",
    "good",
    "bad",
    "total",
    "by",
    "for",
    "over",
    "notify",
    "group_by",
    "scrape_every",
    "labels",
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("objctive", "objective"),
        ("objective_", "objective"),
        ("Window", "window"),
        ("widnow", "window"),
        ("godo", "good"),
        ("group-by", "group_by"),
        ("groupBy", "group_by"),
        ("scrapeEvery", "scrape_every"),
        ("scrape every", "scrape_every"),
        ("fro", "for"),
        ("label", "labels"),
        ("tot", "total"),
        ("ovre", "over"),
        ("totl", "total"),
    ],
)
def test_a_slip_leads_to_the_word_that_was_meant(written: str, meant: str) -> None:
    assert closest(written, KEYS) == meant


@pytest.mark.parametrize(
    "written", ["", "x", "of", "keep", "dashboards", "severity", "runbook", "interval", "日本", "owner", "b"]
)
def test_nothing_is_suggested_for_a_word_that_is_like_no_other(written: str) -> None:
    assert closest(written, KEYS) is None


def test_the_order_of_the_candidates_decides_nothing() -> None:
    assert closest("cat", ["car", "cap"]) == closest("cat", ["cap", "car"]) == "cap"


def test_the_word_itself_is_no_suggestion() -> None:
    assert closest("good", ["good"]) is None


def test_a_beginning_counts_only_when_it_begins_one_candidate() -> None:
    assert closest("http", ["http_requests_total"]) == "http_requests_total"
    assert closest("http", ["http_requests_total", "http_request_duration_seconds"]) is None
