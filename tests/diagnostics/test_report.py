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


def found(*messages: str, level: Level = Level.ERROR, path: tuple[str, ...] = ("x",)) -> Report:
    report = Report()
    for each in messages:
        report.add(Diagnostic("a/a", each, Label(Origin("a.yaml", path)), level=level))
    return report


def gathered(**environments: Report) -> dict[str, tuple[str, ...]]:
    report = Report()
    report.gather(dict(zip(environments, environments.values(), strict=True)))
    return {each.message: each.environments for each in report}


def test_what_some_environments_lack_says_where_it_is() -> None:
    told = gathered(drill=found("all"), production=found("all", "two"), staging=found("all", "two", "one"))
    assert told == {"all": (), "two": ("production", "staging"), "one": ("staging",)}


def test_the_only_environment_needs_no_name() -> None:
    assert gathered(staging=found("wrong")) == {"wrong": ()}


def test_a_place_in_the_block_of_an_environment_names_it_already() -> None:
    block = ("environments", "staging", "change")
    assert gathered(production=found(), staging=found("wrong", path=block)) == {"wrong": ()}
    assert gathered(production=found("wrong", path=block), staging=found()) == {"wrong": ("production",)}


def test_a_warning_is_not_missed_where_errors_ended_the_work() -> None:
    careful = found("careful", level=Level.WARNING)
    assert gathered(production=careful, staging=found("wrong")) == {"careful": (), "wrong": ("staging",)}
    assert gathered(production=careful, staging=found()) == {"careful": ("production",)}


def test_what_was_said_of_the_whole_stack_is_not_said_again_of_a_part() -> None:
    report = found("wrong")
    report.gather({"production": found(), "staging": found("wrong")})
    assert [each.environments for each in report] == [()]
