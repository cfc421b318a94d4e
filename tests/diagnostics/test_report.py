from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Place


class Rows:
    """Locates an origin at the line that is its only step."""

    def locate(self, place: Place) -> Location | None:
        if isinstance(place, Location):
            return place
        return Location(place.file, int(place.path[0]), 1, int(place.path[0]), 2) if place.path else None

    def line(self, file: str, number: int) -> str | None:
        return None


def test_equal_diagnostics_are_kept_once() -> None:
    report = Report()
    for _ in range(2):
        report.error("area/state", "wrong", Origin("a.yaml", ("x",)), help="mend it")
    report.error("area/state", "wrong", Origin("a.yaml", ("y",)), help="mend it")
    assert len(report) == report.errors == 2


def test_diagnostics_come_in_the_order_of_file_line_name_and_message() -> None:
    report = Report()
    report.error("b/b", "second message", Origin("a.yaml", (3,)))
    report.error("b/b", "first message", Origin("a.yaml", (3,)))
    report.error("a/a", "same line", Origin("a.yaml", (3,)))
    report.error("z/z", "line ten", Origin("a.yaml", (10,)))
    report.error("z/z", "no line", Origin("a.yaml"))
    report.error("z/z", "early file", Location("A.yaml", 99, 1, 99, 2))
    assert [each.message for each in report.sorted(Rows())] == [
        "early file",
        "no line",
        "same line",
        "first message",
        "second message",
        "line ten",
    ]


def test_warnings_and_notes_are_no_errors() -> None:
    report = Report()
    report.warning("a/a", "careful", Origin("a.yaml"))
    report.note("a/a", "by the way", Origin("a.yaml"))
    assert not report.has_errors
    assert (report.errors, report.count(Level.WARNING), report.count(Level.NOTE)) == (0, 1, 1)
    report.error("a/a", "wrong", Origin("a.yaml"))
    assert report.has_errors


def test_a_diagnostic_keeps_everything_that_was_said() -> None:
    report = Report()
    first = Label(Origin("a.yaml", ("x",)), "first here")
    report.error("a/a", "wrong", Origin("a.yaml", ("y",)), help="mend it", secondary=[first])
    assert list(report) == [
        Diagnostic("a/a", "wrong", Label(Origin("a.yaml", ("y",))), (first,), "mend it", Level.ERROR)
    ]


def test_reports_can_be_joined() -> None:
    one, two = Report(), Report()
    one.error("a/a", "wrong", Origin("a.yaml"))
    two.extend(one)
    two.extend(one)
    assert list(two) == list(one)
