"""Takes metrics pages from files and from running programs."""

from __future__ import annotations

import http.client
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from signalwright.diagnostics.report import Report
from signalwright.exposed.metrics import Exposed, exposed_metrics
from signalwright.importers.pages import read_families
from signalwright.language.source import Sources
from signalwright.language.source.reading import BYTE_ORDER_MARK

ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
"""What pages are asked for, in the order in which Prometheus asks: as it does, so that what it stores is seen."""
_SECONDS = 20
_MOST_BYTES = 128 * 1024 * 1024


class UnreachableError(Exception):
    """A page can't be had; the text says why, and the way out."""


def read_exposed(places: Sequence[str], sources: Sources, report: Report) -> list[tuple[Exposed, ...]]:
    """Reads metrics pages.

    Args:
        places: Files, `-` for standard input, and addresses that begin with `http://` or `https://`.
        sources: Takes the pages, so that places in them are known.
        report: Takes what is wrong with what stands on them.

    Returns:
        The metrics of each page; none of a page that can't be understood.

    Raises:
        UnreachableError: A file can't be read, or a program doesn't answer with a page.
    """
    pages = []
    for place in places:
        if "://" in place:
            file, text = place, ask(place, ACCEPT)
        elif place == "-":
            file, text = "-", _decoded("standard input", sys.stdin.buffer.read(_MOST_BYTES + 1))
        else:
            file, text = sources.name(Path.cwd() / place), _read(place)
        pages.append(tuple(exposed_metrics(read_families(file, text, sources, report).values(), file)))
    return pages


def _read(place: str) -> str:
    try:
        with Path(place).open("rb") as stream:
            return _decoded(f"`{place}`", stream.read(_MOST_BYTES + 1))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreachableError(f"`{place}` can't be read: {reason}; name a saved page, or its address") from None


def _decoded(what: str, content: bytes) -> str:
    if len(content) > _MOST_BYTES:
        raise UnreachableError(f"{what} is larger than {_MOST_BYTES // 1024**2} MiB; name the page of one target")
    try:
        return content.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError:
        raise UnreachableError(f"{what} is no text in UTF-8; name a page of metrics") from None


def ask(address: str, accept: str) -> str:
    """Returns what is answered at an address.

    Args:
        address: The address; no other than `http` and `https`, and without a password in it, which errors would show.
        accept: The types of content that are asked for.

    Raises:
        UnreachableError: There is no answer, or none of text.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreachableError(f"`{address}` is no address; write `http://host:port/metrics`")
    if "@" in parts.netloc:
        raise UnreachableError("an address with a user or password is refused; save the page with `curl`, and name it")
    headers = {"Accept": accept, "User-Agent": "signalwright"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the scheme is one of the two above
    try:
        # Only what was typed is asked: a proxy of the environment would be asked for another machine's loopback.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise UnreachableError(f"`{address}` answers with status {error.code}; name the page of metrics") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(
            f"`{address}` can't be read: {reason}; see that it runs, and is reachable from here"
        ) from None
    return _decoded(f"the answer of `{address}`", content)
