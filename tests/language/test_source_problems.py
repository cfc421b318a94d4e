import os
import re
from pathlib import Path

import pytest

from signalwright.diagnostics.report import Report
from signalwright.language.source import Sources
from signalwright.language.source.characters import CONTROL_OR_ODD_SPACE

Found = list[tuple[str, int, int]]


def problems(root: Path, content: str | bytes) -> Found:
    path = root / "a.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    sources, report = Sources(root), Report()
    source = sources.load(path, report)
    assert (source is None) == report.has_errors
    assert all(each.help for each in report)
    found = []
    for each in report.sorted(sources):
        place = sources.locate(each.primary.place)
        assert place is not None
        found.append((each.name.removeprefix("language/"), place.line, place.column))
    return found


def messages(root: Path, content: str) -> list[str]:
    problems(root, content)
    sources, report = Sources(root), Report()
    sources.load(root / "a.yaml", report)
    return [f"{each.message}; {each.help}" for each in report.sorted(sources)]


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        (
            "a: 1\na: 2\nb: {x: 1, x: 2}\nc:\n- y: 1\n  y: 2\n",
            [("duplicate-key", n, c) for n, c in ((2, 1), (3, 11), (6, 3))],
        ),
        ("a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
        ("a: !foo b\nc: !!int 3\nd: !foo {e: 1}\nf: ! g\n- ", None),
        ("a: !foo b\nc: !!int 3\nd: !foo {e: 1}\nf: ! g\n", [("tag", n, 4) for n in (1, 2, 3, 4)]),
        ("!foo\na: 1\n", [("tag", 1, 1)]),
        ("a: != b\n", [("tag", 1, 4)]),
        ("a:\n  != b\n", [("tag", 2, 3)]),
        ("a: &x != b\n", [("tag", 1, 7)]),
        ("a: b != c\nd: [e !f, g *h, i * j]\n", []),
        ("a: &x !y b\n", [("tag", 1, 7)]),
        ("%TAG ! x:\n---\na: !q 1\n", [("tag", 3, 4)]),
        ("a: !<x\n", [("tag", 1, 4)]),
        ("x: &a {q: 1}\ny:\n  <<: *a\n  z: 1\n", [("merge-key", 3, 3)]),
        ("a: 1\n---\nb: 2\n", [("second-document", 2, 1)]),
        ("a:\n\tb: 1\n", [("syntax", 2, 1)]),
        ("a:\n  b: 1\n  \tc: 1\n", [("syntax", 3, 3)]),
        ("a: b: c\n", [("syntax", 1, 4)]),
        ("a: [1, 2\nb: 3\n", [("syntax", 1, 4)]),
        ("a: {b: 1 c: 2}\n", [("syntax", 1, 11)]),
        ('a: "x\nb: 1\n', [("syntax", 1, 4)]),
        ('a: "\\q"\n', [("syntax", 1, 5)]),
        ('a: "\\ud83d\\ude00"\n', [("syntax", 1, 5)]),
        ("a:\n  b: 1\n c: 2\n", [("syntax", 3, 2)]),
        ('a: "b" c\n', [("syntax", 1, 8)]),
        ("a: @x\n", [("syntax", 1, 4)]),
        ("a: 1\nb\nc: 1\n", [("syntax", 2, 1)]),
        ("a: - b\n", [("syntax", 1, 4)]),
        ("a: |x\n  y\n", [("syntax", 1, 5)]),
        ("%FOO\n---\na: 1\n", [("syntax", 1, 1)]),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", [("syntax", 2, 1)]),
        ("a:\n\u00a0\u00a0b: 1\n", [("odd-space", 2, 1)]),
        ("a:\n  b: 1\n\u00a0\u00a0c\n", [("syntax", 3, 1)]),
        ("a: b\u00a0c\nd: '\u00a0'\ne: f\u3000\n", [("odd-space", 3, 5)]),
        ("a: *\n", [("syntax", 1, 4)]),
        ("a: 1\na: !t 2\nb: [\n", [("duplicate-key", 2, 1), ("tag", 2, 4), ("syntax", 3, 4)]),
        ("a: " + "[" * 127 + "]" * 127, []),
        ("a: " + "[" * 128 + "]" * 128, [("too-deep", 1, 131)]),
        ("a: " + "[" * 10_000 + "]" * 10_000, [("too-deep", 1, 131)]),
        ("".join(f"{' ' * n}a:\n" for n in range(3_000)), [("too-deep", 129, 129)]),
        (BOMB, [("alias-bomb", 7, 8)]),
        (
            "a: &a "
            + "[" * 60
            + "]" * 60
            + "\nb: &b "
            + "[" * 60
            + "*a"
            + "]" * 60
            + "\nc: "
            + "[" * 60
            + "*b"
            + "]" * 60,
            None,
        ),
        ("a: &x [*x]\n", [("alias-cycle", 1, 8)]),
        ("a: &x\n  b: *x\n", [("alias-cycle", 2, 6)]),
        ("a: &x [*x, b", [("syntax", 1, 7), ("alias-cycle", 1, 8)]),
        ("a: *x\n", [("unknown-alias", 1, 4)]),
        ("a: &x [1]\nb: *x\n", []),
        ("", [("empty", 1, 1)]),
        ("# only a comment\n", [("empty", 1, 1)]),
        ("---\nnull\n", [("empty", 2, 1)]),
        ("- a\n- b\n", [("not-a-mapping", 1, 1)]),
        ("hello\n", [("not-a-mapping", 1, 1)]),
        ("1: a\n", [("key-not-text", 1, 1)]),
        ("a: {true: b}\n", [("key-not-text", 1, 5)]),
        ("a:\n- ~: b\n- 1.5: c\n- .nan: d\n", [("key-not-text", n, 3) for n in (2, 3, 4)]),
        ("? [a, b]\n: c\n", [("key-not-text", 1, 3)]),
        ("? {a: 1}\n: c\n", [("key-not-text", 1, 3)]),
        ("{: a}\n", [("syntax", 1, 2)]),
        ("? \n: a\n", [("key-not-text", 1, 2)]),
        ("1: a\n'1': b\n", [("key-not-text", 1, 1)]),
        ("yes: a\n12:30: b\n=: c\n", []),
        ("a: x\0y\nb: x\x1by\n", [("control-character", n, 5) for n in (1, 2)]),
        ('a: "x\\0y\\e"\n', [("control-character", 1, 6), ("control-character", 1, 9)]),
        ('a: "x\\ry"\n', [("control-character", 1, 6)]),
        (
            "a: x\x85y\nb: x\u2028y\nc: \ufeffx\n",
            [("control-character", 1, 5), ("control-character", 2, 5), ("control-character", 3, 4)],
        ),
        ('a: "x\\ty\\n"\n', []),
        ("a: xe\u0301y\n", [("not-normalized", 1, 5)]),
        ("xe\u0301y: 1\n", [("not-normalized", 1, 2)]),
        ('a: "xe\\u0301y"\n', [("not-normalized", 1, 6)]),
        ("a: x # e\u0301\n", []),
        ("a: x\u00e9y\n", []),
        ("a: 12345678901234567890123\n", [("number-too-large", 1, 4)]),
        ("a: 18446744073709551615\nb: '12345678901234567890123'\n", []),
        ("a: x\n...\n", []),
        ("\ufeffa: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("a: 1\r\nb: 1\r\n  c: 1\r\n", [("syntax", 3, 4)]),
        ("a: 1\r\na: 1\r\n", [("duplicate-key", 2, 1)]),
        (b"a: \xd0\x96\nb: x\xffy\n", [("not-utf-8", 2, 5)]),
        ("a: 1\n".encode("utf-16"), [("not-utf-8", 1, 1)]),
    ],
)
def test_a_bad_file_is_reported_where_it_is_bad(tmp_path: Path, content: str | bytes, expected: Found | None) -> None:
    found = problems(tmp_path, content)
    if expected is None:
        assert found
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a:\n\tb: 1\n", "a tab can't indent; indent with spaces"),
        ("a: it's: b\n", "put it in quotes: `'it''s: b'`"),
        ('a: "\\q"\n', "`\\q` is no escape"),
        ("1: a\n", 'put it in quotes: `"1"`'),
        ("a: &name 1\nb: *nmae\n", "did you mean `*name`?"),
        ("a:\n  b: 1\n c: 2\n", "fits nothing above it"),
        ("a: xe\u0301\n", "write U+00E9 instead of U+0065 U+0301"),
        ("a: %x\n", "can't begin with `%`"),
        ("a: 1\n<<<<<<< HEAD\nb: 1\n", "a merge conflict is not resolved"),
        ("a:\n  b: 1\n\u00a0\u00a0c\n", "the space U+00A0 can't indent"),
        ("a: |x\n  y\n", "begins on the line after `|`"),
        ("a: b\n  c: d\n", "a value has begun above"),
        ("a: x\0y" + "\0" * 30, "and 11 more follow"),
        ('a: "\0' + "\\0" * 30 + '"', "and 11 more follow"),
    ],
)
def test_a_message_says_what_is_wrong_and_the_way_out(tmp_path: Path, content: str, said: str) -> None:
    assert said in " | ".join(messages(tmp_path, content))


def test_a_duplicate_key_points_to_the_first_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\nb: 2\na: 3\na: 4\n")
    sources, report = Sources(tmp_path), Report()
    sources.load(Path("a.yaml"), report)
    firsts = [sources.locate(each.secondary[0].place) for each in report]
    assert [(place.line, place.column) for place in firsts if place is not None] == [(1, 1), (1, 1)]


def test_a_hopeless_file_is_reported_up_to_a_point_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a:\n" + "- *x\n" * 5_000)
    sources, report = Sources(tmp_path), Report()
    assert sources.load(Path("a.yaml"), report) is None
    assert report.errors == 1_000
    assert [each.name for each in report][-1] == "language/more-problems"


def test_what_is_no_file_is_unreadable_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "pipe", "dangling", "missing.yaml", "folder/../missing.yaml", "a\0b", "x" * 300):
        report = Report()
        sources = Sources(tmp_path)
        assert sources.load(tmp_path / name, report) is None
        assert [each.name for each in report] == ["language/unreadable"]
        assert [each.help for each in report] != [None]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    report = Report()
    assert Sources(tmp_path).load(path, report) is None
    assert [each.name for each in report] == ["language/unreadable"]


def test_a_file_that_vanishes_before_it_is_opened_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    state = path.stat()
    path.unlink()
    monkeypatch.setattr("pathlib.Path.stat", lambda _: state)
    report = Report()
    assert Sources(tmp_path).load(path, report) is None
    assert [each.name for each in report] == ["language/unreadable"]


def test_a_huge_file_is_refused_by_its_size_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    monkeypatch.setattr("pathlib.Path.open", lambda *_, **__: pytest.fail("the file was opened"))
    report = Report()
    assert Sources(tmp_path).load(path, report) is None
    assert [each.name for each in report] == ["language/file-too-large"]


def test_a_file_is_read_once_and_reported_to_each_report(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    sources = Sources(tmp_path)
    first = sources.load(path, Report())
    path.write_text("a: [\n")
    assert sources.load(Path("a.yaml"), Report()) is first
    other = Sources(tmp_path)
    reports = Report(), Report()
    for report in reports:
        assert other.load(path, report) is None
    assert list(reports[0]) == list(reports[1]) != []


def test_values_are_those_of_yaml_1_2(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.yaml").write_text("\ufeffon: [yes, 12:30, 1_000, 3.10, 0o10, true, ~, '5']\n")
    source = Sources(tmp_path).load(Path("deep/a.yaml"), Report())
    assert source is not None
    assert source.file == "deep/a.yaml"
    assert source.text.startswith("on:")
    assert source.data == {"on": ["yes", "12:30", "1_000", 3.1, 8, True, None, "5"]}


def test_a_file_of_ascii_alone_is_searched_for_the_same_control_characters_as_any_other(tmp_path: Path) -> None:
    for letter in map(chr, range(128)):
        found, beside = ([name for name, *_ in problems(tmp_path, f"a: 1  # {each}{letter}\n")] for each in ("e", "é"))
        assert found == beside
        assert bool(found) == (re.match(CONTROL_OR_ODD_SPACE, letter) is not None)
