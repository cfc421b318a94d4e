"""Every character of a value is found in the source, whatever the style that it is written in."""

import re

import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from signalwright.language.source.characters import CONTROL_CHARACTER, CONTROL_OR_ODD_SPACE, ODD_SPACE
from signalwright.language.source.document import Document
from signalwright.language.source.outline import Node
from signalwright.language.source.values import read_values

LETTERS = st.one_of(
    st.sampled_from("ab \n'\"\\:#-,[]{}|>&*!%?\t{}()жЯ日本😀é"),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
)
TEXTS = st.text(LETTERS, max_size=80)
LINES = st.lists(st.text(LETTERS.filter(lambda each: each != "\n"), max_size=12), min_size=1, max_size=6)


def scalar_of(document: Document) -> Node:
    root = document.outline.root
    assert document.outline.failure is None
    assert root is not None
    value = root.pairs[0][1]
    return value.items[0] if value.kind == "sequence" else value


def read_mapping(text: str) -> dict[str, object]:
    data = read_values(text)
    assert isinstance(data, dict)
    return data


def check(source: str, expected: str | None = None) -> None:
    """Checks each character of the text under `key`, with both kinds of line ends."""
    for text in (source, source.replace("\n", "\r\n")):
        document = Document("a.yaml", text)
        node = scalar_of(document)
        value = node.value
        assert expected is None or value == expected
        read = read_mapping(text)["key"]
        read = read[0] if isinstance(read, list) else read
        assert not isinstance(read, str) or read == value
        covered: list[tuple[int, int]] = []
        for index, letter in enumerate(value):
            place = document.place_within(node, (index, index + 1))
            assert place is not None, (text, value)
            assert not covered or place[0] >= covered[-1][1], "characters stand in their order"
            assert stands_for(text[place[0] : place[1]], letter, node.style), (text, index)
            covered.append(place)
        assert left_out(text, node, covered) <= set(" \t\r\n\\'\""), text


def left_out(text: str, node: Node, covered: list[tuple[int, int]]) -> set[str]:
    """Returns the characters of a scalar's source that no character of its value stands for."""
    header = text.index("\n", node.start) if node.style in ("|", ">") and node.style else node.start
    offsets = set(range(header, node.end))
    for start, end in covered:
        offsets -= set(range(start, end))
    return {text[offset] for offset in offsets}


def stands_for(source: str, letter: str, style: str) -> bool:
    if source == letter:
        return True
    if letter in " \n" and source in ("\n", "\r\n"):
        return True
    if style == "'":
        return source == "''" and letter == "'"
    return style == '"' and source.startswith("\\") and read_values(f'"{source}"') == letter


@given(TEXTS, st.sampled_from(["'", '"', "|", ">", ""]), st.integers(10, 60), st.booleans())
@example("a\n\n b\n  c\n", ">", 10, False)
@example("it's\n\n\nso", "'", 10, True)
def test_text_of_every_style_that_an_emitter_writes(value: str, style: str, width: int, unicode: bool) -> None:
    source = yaml.dump(
        {"key": [value]}, default_style=style or None, width=width, allow_unicode=unicode, Dumper=yaml.SafeDumper
    )
    assume(yaml.safe_load(source) == {"key": [value]})
    document = Document("a.yaml", source)
    assume(document.outline.failure is None)
    check(source, value)


@given(TEXTS)
def test_escapes_of_double_quotes(value: str) -> None:
    def escape(index: int, letter: str) -> str:
        code = ord(letter)
        forms = [f"\\U{code:08X}"] + [f"\\u{code:04x}"] * (code < 0x10000) + [f"\\x{code:02x}"] * (code < 0x100)
        return {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}.get(letter, forms[index % len(forms)])

    check('key: "' + "".join(escape(index, letter) for index, letter in enumerate(value)) + '"\n', value)


@given(st.lists(st.text("ab ж\t", max_size=8), min_size=1, max_size=6), st.integers(1, 5))
def test_lines_that_double_quotes_fold_or_escape(lines: list[str], indentation: int) -> None:
    breaks = ["\\\n" + " " * indentation, "\n" + " " * indentation, "\n\n" + " " * indentation, " \\\n \\  "]
    body = "x".join(line + breaks[index % 4] for index, line in enumerate(lines))
    check(f'key: "{body}"\n')


@given(
    LINES, st.integers(1, 4), st.sampled_from(["|", ">"]), st.sampled_from(["", "-", "+"]), st.booleans(), st.booleans()
)
def test_block_text_of_any_indentation_and_chomping(
    lines: list[str], indentation: int, style: str, chomping: str, indicated: bool, nested: bool
) -> None:
    outer = "  - " if nested else ""
    lead = " " * (indentation + (2 if nested else 0))
    header = f"{style}{indentation}{chomping}" if indicated else f"{style}{chomping} # note"
    assume(indicated or not lines[0][:1].isspace())
    assume(indicated or lines[0])
    body = "".join((lead + line if line else "") + "\n" for line in lines)
    source = f"key:\n{outer}{header}\n{body}\n\nnext: 1\n" if nested else f"key: {header}\n{body}\n\nnext: 1\n"
    assume(Document("a.yaml", source).outline.failure is None)
    assume("\t" not in {line[:1] for line in lines})
    check(source)


@given(st.lists(st.text('ab(){x="y"}[5m] /*<>\'ж', min_size=1, max_size=20), min_size=1, max_size=6), st.integers(0, 3))
def test_plain_text_of_several_lines(lines: list[str], empty: int) -> None:
    words = [f"w{line.strip()}w" for line in lines]
    source = "key: " + ("\n" + " \n" * empty + "    ").join(words) + "  # note\n"
    document = Document("a.yaml", source)
    assume(document.outline.failure is None)
    check(source)


def test_a_block_at_the_end_of_a_file_without_a_line_break() -> None:
    check("key: |\n  a\n  b", "a\nb")
    check("key: >-\n  a\n  b", "a b")


def test_an_anchor_is_no_part_of_the_text() -> None:
    check("key: &x\n  'it''s'\n", "it's")
    check("key: &x >-\n  one\n  two\n", "one two")


def test_folded_text_keeps_the_breaks_around_deeper_lines() -> None:
    check("key: >\n  a\n   b\n  c\n  d\n\n   e\n\n  f\n", "a\n b\nc d\n\n e\n\nf\n")


def test_a_block_of_spaces_alone() -> None:
    check("key: |2\n     \n", "   \n")
    check("key: |+\n\n\nnext: 1\n", "\n\n")


def test_the_class_for_searching_is_the_union_of_both() -> None:
    alone, both = re.compile(f"{CONTROL_CHARACTER}|{ODD_SPACE}"), re.compile(CONTROL_OR_ODD_SPACE)
    letters = [chr(code) for code in range(0x11000)]
    assert [each for each in letters if alone.match(each)] == [each for each in letters if both.match(each)]


def test_a_value_that_decodes_otherwise_has_no_places() -> None:
    document = Document("a.yaml", "key: abc\n")
    node = scalar_of(document)
    node.value = "abd"
    assert document.place_within(node, (0, 1)) is None
