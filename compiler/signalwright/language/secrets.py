"""Settings that name a secret, and the detection of secrets that were written into a spec."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic_core import PydanticCustomError

from signalwright.language.model import Scalar
from signalwright.language.scalars import describe
from signalwright.records import record


@record
class SecretMark:
    """Marks a setting that names a secret.

    Attributes:
        address: Whether a plain URL without user, password or token may stand there as well.
    """

    address: bool = False


_SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[^\s?#]*)?")


def _looks_random(text: str) -> bool:
    """Returns whether a word looks like a token: long, with digits and letters mixed, or of a single long run."""
    return len(text) >= 20 and any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def _refuse_inline() -> PydanticCustomError:
    return PydanticCustomError(
        "inline-secret",
        "{message}",
        {
            "message": "a secret is written into the spec",
            "help": "declare it once, `secrets: {my-secret: {file: /run/secrets/my-secret}}`, and name it here",
        },
    )


def _read_secret_name(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError(
            "wrong-kind",
            "{message}",
            {
                "message": f"expected the name of a secret, found {describe(value)}",
                "help": "name an entry of `secrets`",
            },
        )
    if not _SECRET_NAME.fullmatch(value) or _looks_random(value):
        raise _refuse_inline()
    return value


def _read_address_or_secret(value: object) -> str:
    if isinstance(value, str) and "://" in value:
        if _PLAIN_ADDRESS.fullmatch(value) and not any(_looks_random(part) for part in re.split(r"[/.:]", value)):
            return value
        raise _refuse_inline()
    return _read_secret_name(value)


SecretName = Annotated[str, SecretMark(), Scalar(_read_secret_name, {"type": "string", "names": "secrets"})]
AddressOrSecret = Annotated[
    str, SecretMark(address=True), Scalar(_read_address_or_secret, {"type": "string", "names": "secrets"})
]
