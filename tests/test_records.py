"""Records are frozen, slotted dataclasses in all but the time that they take to import."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.records import record, write_init_later


@record
class Point:
    """Where something is."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@record(kw_only=True)
class Line:
    """Two ends, and what was worked out from them."""

    start: Point
    end: Point
    tags: list[str] = field(default_factory=list)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", abs(self.end.x - self.start.x))


@record
class Dot(Point):
    size: int = 1


# What a field can be: its default, whether it takes part in comparing and printing, whether it is given by name.
FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["required", "default", "default_factory"]),
        st.fixed_dictionaries(
            {
                "compare": st.booleans(),
                "repr": st.booleans(),
                "kw_only": st.booleans(),
                "hash": st.sampled_from([None, False]),
            }
        ),
    ),
    max_size=5,
)
VALUES = st.lists(st.integers(0, 2), min_size=5, max_size=5)


def declared(fields: list[tuple[str, dict[str, Any]]], *, order: bool) -> tuple[Any, Any]:
    """Returns a class of these fields as a record and as a dataclass."""
    body: dict[str, Any] = {"__annotations__": {}, "__doc__": "Some fields."}
    optional = False
    for number, (kind, options) in enumerate(fields):
        by_position = not options["kw_only"]
        if by_position and optional and kind == "required":
            kind = "default"  # noqa: PLW2901 - Python allows no other after a default
        optional = optional or (by_position and kind != "required")
        given_by: dict[str, Any] = {kind: number if kind == "default" else lambda: 7} if kind != "required" else {}
        body["__annotations__"][f"f{number}"] = "int"
        body[f"f{number}"] = field(**options, **given_by)
    decorators: list[Callable[[type], Any]] = [record(order=order), dataclass(frozen=True, slots=True, order=order)]
    ours, theirs = [decorate(type("Model", (), dict(body))) for decorate in decorators]
    return ours, theirs


def made(model: type, values: list[int]) -> Any:
    return model(**{each.name: value for each, value in zip(dataclasses.fields(model), values, strict=False)})


def parameters(model: type) -> list[tuple[str, Any, Any, bool]]:
    """Returns name, kind, type and whether there is a default of everything that a model is made with."""
    return [
        (each.name, each.kind, each.annotation, each.default is each.empty)
        for each in inspect.signature(model).parameters.values()
    ]


def outcome(act: Callable[[], Any]) -> Any:
    """Returns what something gives, or the kind of error that it ends with."""
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error)


@given(fields=FIELDS, first=VALUES, second=VALUES, order=st.booleans())
def test_records_compare_hash_and_print_as_dataclasses_do(
    fields: list[tuple[str, dict[str, Any]]], first: list[int], second: list[int], order: bool
) -> None:
    ours, theirs = declared(fields, order=order)
    mine, yours = ([made(model, values) for values in (first, second)] for model in (ours, theirs))
    assert (mine[0] == mine[1]) == (yours[0] == yours[1])
    assert (mine[0] != mine[1]) == (yours[0] != yours[1])
    assert [hash(each) for each in mine] == [hash(each) for each in yours]
    assert [repr(each) for each in mine] == [repr(each) for each in yours]
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert outcome(lambda: getattr(mine[0], compare)(mine[1])) == outcome(  # noqa: B023 - called at once
            lambda: getattr(yours[0], compare)(yours[1])  # noqa: B023
        )
    assert mine[0] != yours[0]


@given(fields=FIELDS, values=VALUES)
def test_records_are_made_replaced_and_described_as_dataclasses_are(
    fields: list[tuple[str, dict[str, Any]]], values: list[int]
) -> None:
    ours, theirs = declared(fields, order=False)
    assert parameters(ours) == parameters(theirs)
    for name in ("__match_args__", "__slots__", "__doc__", "__annotations__"):
        assert getattr(ours, name) == getattr(theirs, name)
    for count in range(len(fields) + 2):
        assert str(outcome(lambda: ours(*values[:count]))) == str(outcome(lambda: theirs(*values[:count])))  # noqa: B023
    mine, yours = made(ours, values), made(theirs, values)
    assert dataclasses.asdict(mine) == dataclasses.asdict(yours)
    for each in dataclasses.fields(theirs):
        assert repr(dataclasses.replace(mine, **{each.name: 9})) == repr(dataclasses.replace(yours, **{each.name: 9}))


def test_a_record_refuses_every_change() -> None:
    point = Point(1)
    for name in ("x", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(point, name, 2)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(point, name)
    assert point == Point(1)
    assert not hasattr(point, "__dict__")


def test_fields_may_be_left_out_of_comparing_and_printing() -> None:
    assert Point(1, note="here") == Point(1, note="there")
    assert repr(Point(1, note="here")) == "Point(x=1, y=0)"


def test_a_record_can_work_out_fields_and_has_a_value_of_its_own_from_a_factory() -> None:
    line = Line(start=Point(1), end=Point(5))
    assert line.width == 4
    assert line.tags is not Line(start=Point(1), end=Point(5)).tags
    assert dataclasses.replace(line, end=Point(2)).width == 1


def test_fields_can_be_given_by_name_only() -> None:
    model: Any = Line
    assert model(start=Point(1), end=Point(2)).width == 1
    with pytest.raises(TypeError):
        model(Point(1), Point(2))


def test_records_take_part_in_patterns() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("the pattern didn't match")


def test_a_record_of_a_record_has_all_fields_and_equals_only_its_own_kind() -> None:
    assert Dot(1, 2, "", 3).size == 3
    assert repr(Dot(1)) == "Dot(x=1, y=0, size=1)"
    assert Dot(1) != Point(1)
    assert Dot(1) == Dot(1, note="here")


def test_copies_and_pickles_of_a_record_equal_it() -> None:
    line = Line(start=Point(1, note="kept"), end=Dot(5), tags=["a"])
    for again in (copy.copy(line), copy.deepcopy(line), pickle.loads(pickle.dumps(line))):
        assert again == line
        assert again.width == line.width
        assert again.start.note == "kept"


def test_methods_that_a_class_writes_itself_are_kept() -> None:
    @record
    class Word:
        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Word) and self.text.lower() == other.text.lower()

        def __hash__(self) -> int:
            return hash(self.text.lower())

        def __repr__(self) -> str:
            return "a word"

    assert {Word("A"), Word("a")} == {Word("a")}
    assert repr(Word("a")) == "a word"


def test_a_record_without_equality_is_known_by_identity() -> None:
    @record(eq=False)
    class Thing:
        name: str

    thing = Thing("a")
    assert thing == thing
    assert thing != Thing("a")
    assert hash(thing) == object.__hash__(thing)


def test_a_method_is_written_once_and_only_when_it_is_asked_for() -> None:
    @record
    class Unused:
        x: int

    unwritten = Unused.__dict__["__hash__"]
    assert not inspect.isfunction(unwritten)
    hash(Unused(1))
    written = Unused.__dict__["__hash__"]
    assert inspect.isfunction(written)
    assert written.__qualname__.endswith("Unused.__hash__")
    assert not inspect.isfunction(Unused.__dict__["__eq__"])
    hash(Unused(2))
    assert Unused.__dict__["__hash__"] is written


def test_a_class_without_slots_gets_its_init_when_it_is_first_called() -> None:
    @dataclass(init=False)
    class Plain:
        x: int
        y: list[int] = field(default_factory=list)

    write_init_later(Plain)
    plain = Plain(1)  # type: ignore[call-arg]  # the method is there at run time only
    assert (plain.x, plain.y) == (1, [])
    plain.x = 2
    assert plain.x == 2
