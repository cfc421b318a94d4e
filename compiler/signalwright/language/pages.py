"""Reads the runbook pages that people wrote."""

from __future__ import annotations

from pathlib import Path

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.source import Sources
from signalwright.records import record

RUNBOOKS = "runbooks"
"""The folder of the pages, beside a spec or a library."""
_PAGE_LIMIT = 1 << 20


@record
class RunbookPage:
    """A runbook page that a person wrote.

    Attributes:
        name: The file's name.
        text: The Markdown text.
        file: The file's path, relative to the project.
        given: Whether a library gives it, so that it counts only where it is named.
    """

    name: str
    text: str
    file: str
    given: bool = False


def read_pages(folder: Path, sources: Sources, report: Report, *, library: str | None = None) -> dict[str, RunbookPage]:
    """Reads the runbook pages of a folder.

    Args:
        folder: The folder; it needn't exist.
        sources: Names the files.
        report: Takes what is wrong with a page.
        library: The library that has the folder, or None for one of the project.

    Returns:
        The pages by file name.
    """
    pages: dict[str, RunbookPage] = {}
    if not folder.is_dir():
        return pages
    for path in sorted(folder.glob("*.md")):
        file = sources.name(path) if library is None else f"library/{library}/{RUNBOOKS}/{path.name}"
        try:
            content = path.read_bytes()
            if len(content) > _PAGE_LIMIT:
                report.error(
                    "language/file-too-large",
                    "a runbook page is larger than 1 MiB",
                    Origin(file, ()),
                    help="shorten it",
                )
                continue
            text = content.decode("utf-8").replace("\r\n", "\n")
            pages[path.name] = RunbookPage(path.name, text, file, given=library is not None)
        except UnicodeDecodeError:
            report.error("language/not-utf-8", "the page isn't UTF-8", Origin(file, ()), help="save it as UTF-8")
        except OSError as error:
            report.error(
                "language/unreadable",
                f"the page can't be read: {error.strerror}",
                Origin(file, ()),
                help="check its mode",
            )
    return pages
