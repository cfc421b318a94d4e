"""Random documents with the texts that YAML readers get wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NASTY = (
    "", " ", "  two  ", "yes", "No", "ON", "off", "y", "N", "true", "False", "null", "Null", "~", "nan", ".NaN",
    ".inf", "-.Inf", "+.inf", "inf", "Infinity", "1_000", "12:30", "190:20:30.15", "1:2:3", "=", "<<", "<",
    "2001-01-01", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "0o17", "0o8", "017", "0x1f", "0x1p-2",
    "0b101", "1e3", "1E3", "1e+16", "1.", ".5", "-1", "+5", "+", "-", "--", "---", "--- a", "--- bar", "...", "... x",
    "-foo", "--web.enable-lifecycle", "- a", "?", "? a", "?a", ":", ": a", ":a", "a:", "a: b", "a:b", "a :b", "a #b",
    "a#b", "#a", ",", ",a", "[a]", "]", "{{ $value }}", "}", "&a", "*a", "!a", "|", "|-", ">", "'", "''", "a'b", '"',
    'a"b', "%a", "@a", "`a`", "\\", "\\n", "a\\", "tab\there", "\tfirst", "last\t", "a\nb", "a\nb\n", "\na", "\n",
    "\n\n", "a\n\n", "a\n\nb\n", " a\nb", "  a\n b\n", "\n  a\nb", "a \nb", "a\n b", "a\n  \nb", "a\n\tb", "a\n \tb",
    "a\tb\nc", "# c\nd", "a\n# c", "---\na", "a\n---\nb", "a\n...\nb", "- a\n- b", "a: b\nc: d", "{\n}", "a\r\nb",
    "a\rb", "\x00", "\x07", "\x1b[0m", "\x7f", "\x85", "a\x85b", "a\nb\x85", "\xa0", "a\xa0b", "\xad", "\u200b",
    "\u2028", "a\u2028b\n", "\u2029", "\ufeff", "\ufeffa", "a\nb\ufeff", "\ufffe", "\uffff", "\ufffd", "é", "日本語",
    "a\n日本", "😀", "😀: 😀", "\U0010ffff", "30d", "1m30s", "5y", "1d", "5m ", "0.25", "3.10", "0.0.0.0:9090",
    "127.0.0.1", "::1", "./x", "../x", ".x", "..", "_1", "_a", "$x", "$", "$1", "(a)", "/a", "e3", "0e",
    "00:1b:44:11:3a:b7", "1e3s", "0x", "0xg", "99.9%", "(", "^a$", ";", "a,b", "[[", "no\n", "1\n2",
    "k" * 2000, "k\n" * 600, "k " * 700 + "x",
    'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) > 0.05',
    "sum(\n  a{b='c'}\n)\n/\nsum(d) # e\n",
    '{__name__=~"a:.*"} == 1',
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.sampled_from(" \n\t:#-?[]{},&*!|>'\"%@`\\=<~ayn01.ex_+\x85\u2028\xa0"), max_size=12),
)
scalars = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)
documents: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
