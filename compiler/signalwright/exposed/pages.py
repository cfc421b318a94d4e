"""Takes metrics pages from files and from running programs."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from signalwright.diagnostics.report import Report
from signalwright.exposed.metrics import Exposed, exposed_metrics
from signalwright.importers.pages import read_families
from signalwright.language.source import Sources
from signalwright.language.source.reading import read_text

ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
"""What pages are asked for, in the order in which Prometheus asks: as it does, so that what it stores is seen."""
_SECONDS = 20
_MOST_BYTES = 128 * 1024 * 1024


class UnreachableError(Exception):
    """A program doesn't answer with a page; the text says why, and the way out."""


def is_address(place: str) -> bool:
    """Returns whether a page is asked for, and not read from a file."""
    return "://" in place


def read_exposed(places: Sequence[str], sources: Sources, report: Report) -> list[tuple[Exposed, ...]]:
    """Reads metrics pages.

    Args:
        places: Files, and addresses that begin with `http://` or `https://`.
        sources: Takes the pages, so that places in them are known.
        report: Takes what keeps one from being read.

    Returns:
        The metrics of each page; none of a page that can't be read.

    Raises:
        UnreachableError: A program doesn't answer with a page.
    """
    pages = []
    for place in places:
        if is_address(place):
            file, text = place, ask(place, ACCEPT)
        else:
            problems = Report()
            file = sources.name(Path.cwd() / place)
            read = read_text(Path.cwd() / place, file, problems)
            report.extend(problems)
            if read is None or problems.has_errors:
                continue
            text = read
        pages.append(tuple(exposed_metrics(read_families(file, text, sources, report).values(), file)))
    return pages


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
        if len(content) > _MOST_BYTES:
            raise UnreachableError(f"`{address}` answers with more than {_MOST_BYTES // 1024**2} MiB")
        return content.decode()
    except urllib.error.HTTPError as error:
        error.close()
        raise UnreachableError(f"`{address}` answers with status {error.code}; name the page of metrics") from None
    except UnicodeDecodeError:
        raise UnreachableError(f"`{address}` doesn't answer with text in UTF-8") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(
            f"`{address}` can't be read: {reason}; see that it runs, and is reachable from here"
        ) from None
