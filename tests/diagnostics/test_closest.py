import pytest

from signalwright.diagnostics.closest import certain, closest

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


@pytest.mark.parametrize(
    ("written", "candidates", "meant"),
    [
        ("http_reqests_total", ("http_requests_total", "up"), "http_requests_total"),
        ("statsu", ("status", "method"), "status"),
        ("HTTPRequests", ("http_requests",), "http_requests"),
        ("web-", ("web",), "web"),
        ("http_requests", ("http_requests_total",), None),
        ("rx_bytes_total", ("tx_bytes_total",), None),
        ("sync_total", ("async_total",), None),
        ("requests_v1", ("requests_v2",), None),
        ("5xxxx", ("4xxxx",), None),
        ("objctve", ("objective",), None),
        ("reading", ("readings", "reading_s", "readinga"), None),
        ("lead", ("load",), None),
        ("status", ("status",), None),
    ],
)
def test_only_one_word_that_is_a_single_mistake_away_is_certain(
    written: str, candidates: tuple[str, ...], meant: str | None
) -> None:
    assert certain(written, candidates) == meant


def test_short_words_are_certain_where_the_language_has_few() -> None:
    assert certain("taem", ("team", "scrape")) is None
    assert certain("taem", ("team", "scrape"), shortest=4) == "team"
