"""The values of a YAML text, as YAML 1.2 reads them."""


def read_values(text: str) -> object:
    """Returns the values of a text.

    Args:
        text: One YAML document.

    Raises:
        ValueError: When ryaml refuses it.
    """
    import ryaml

    data: object = ryaml.loads(text)  # type: ignore[attr-defined]  # ryaml's stub does not export what it documents
    return data
