"""What conditions, panels, records and SLOs share: series that they read, and one key that says what they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from signalwright.language.model import PARTIAL, Scalar, SpecModel, key
from signalwright.language.scalars import read_text

# The metric, its labels and their values are looked up when the spec is resolved, where all metrics are known.
SeriesText = Annotated[str, Scalar(read_text, {"type": "string", "minLength": 1})]


def percentile(percent: int, example: str) -> Any:
    """Declares a key for a percentile of a histogram.

    Args:
        percent: Which percentile, 1 to 99.
        example: The name of a histogram.

    Returns:
        The pydantic field.
    """
    return key(f"The {percent}th percentile of a histogram.", default=None, example=example, names="histograms")


def check_one_kind(
    model: type[SpecModel],
    written: Mapping[Any, Any],
    kinds: Collection[str],
    *,
    lacking: str,
    several: str,
    apart: str,
    context: object = None,
) -> None:
    """Refuses a mapping that has none of some keys, or more than one.

    One with a key that the model doesn't know is let through: that key is the mistake, and is told for itself.

    Args:
        model: The model of the mapping.
        written: What was written.
        kinds: The keys of which it has one.
        lacking: The message when it has none.
        several: The beginning of the message when it has several: `a panel shows one thing`.
        apart: What to do with several.
        context: The context of the validation; one that is partial may have none.

    Raises:
        PydanticCustomError: When it has none or several.
    """
    found, known = [each for each in written if each in kinds], model.keys()
    if not found and context is not PARTIAL and all(isinstance(each, str) and each in known for each in written):
        raise PydanticCustomError(
            "missing-key", "{message}", {"message": lacking, "help": f"add one of {', '.join(kinds)}"}
        )
    if len(found) > 1:
        raise PydanticCustomError(
            "conflicting-keys",
            "{message}",
            {"message": f"{several}, this one has `{'` and `'.join(found)}`", "help": apart},
        )
