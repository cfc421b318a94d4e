from signalwright.diagnostics.span import Location, Origin


def test_a_child_is_below_the_value_even_when_asked_of_a_key_or_a_part() -> None:
    place = Origin("a.yaml", ("services",), "key", (1, 2))
    assert place.child("api", 0) == Origin("a.yaml", ("services", "api", 0))


def test_a_key_has_the_path_of_its_value_and_no_span() -> None:
    assert Origin("a.yaml", ("x",), "value", (1, 2)).key() == Origin("a.yaml", ("x",), "key")


def test_a_part_of_a_part_counts_from_the_part() -> None:
    assert Origin("a.yaml", ("x",)).within(4, 9).within(1, 3).span == (5, 7)


def test_origins_are_ordered_although_paths_mix_keys_and_indices() -> None:
    ordered = [Origin("a", ("x", 2)), Origin("a", ("x", 10)), Origin("a", ("x", "10")), Origin("b", ())]
    assert sorted(set(ordered)) == ordered


def test_locations_are_ordered_by_file_line_and_column() -> None:
    ordered = [Location("a", 2, 9), Location("a", 10, 1), Location("a", 10, 2), Location("b", 1, 1)]
    assert sorted(set(ordered)) == ordered
