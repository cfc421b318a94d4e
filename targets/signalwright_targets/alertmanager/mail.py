"""How mail connections are encrypted, in Alertmanager's terms."""

from __future__ import annotations


def encryption(tls: str | None, via: str) -> tuple[bool, bool | None]:
    """Returns what `require_tls` and `force_implicit_tls` are for a mail server.

    On port 465 Alertmanager speaks TLS from the start, and up to 0.30 it then still asks for STARTTLS unless
    `require_tls` is false, which no such server offers. On other ports TLS from the start has to be forced (0.31).

    Args:
        tls: `starttls`, `implicit`, `none`, or None to go by the port.
        via: The server as `host:port`.

    Returns:
        Whether STARTTLS is required, and whether TLS from the start is forced or forbidden; None leaves that to the
        port.
    """
    implicit_port = via.rpartition(":")[2] == "465"
    wanted = tls or ("implicit" if implicit_port else "starttls")
    implicit = wanted == "implicit"
    return wanted == "starttls", None if implicit == implicit_port else implicit
