"""Speaks with a language server over its standard input and output, as an editor does (LSP 3.17)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from typing import IO, Any

from tests.servers.processes import NotInTimeError

CURSOR = "¦"
_ANSWER_SECONDS = 60
_ABILITIES: Mapping[str, Any] = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
}


class LanguageClient:
    """An editor without a screen."""

    def __init__(self, process: subprocess.Popen[bytes], settings: Mapping[str, Any]) -> None:
        """Greets the server.

        Args:
            process: The server, with pipes.
            settings: What the user has set, by section.
        """
        assert process.stdin is not None
        assert process.stdout is not None
        self._input = process.stdin
        self._settings = settings
        self._said: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._asked = 0
        self._opened = 0
        Thread(target=_listen, args=(process.stdout, self._said), daemon=True).start()
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": _ABILITIES})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": settings})

    def problems(self, folder: str, text: str) -> list[dict[str, Any]]:
        """Returns what the server finds in a document.

        Args:
            folder: The folder that it seems to stand in, by which its schema is found.
            text: The document.
        """
        return self._open(folder, text)[1]

    def suggestions(self, folder: str, text: str) -> dict[str, str]:
        """Returns what the server suggests where the sign `CURSOR` stands in a document: labels with documentation."""
        answer = self._at_cursor("textDocument/completion", folder, text)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {each["label"]: _words(each.get("documentation")) for each in items}

    def hover(self, folder: str, text: str) -> str:
        """Returns what the server says of the place where the sign `CURSOR` stands in a document."""
        answer = self._at_cursor("textDocument/hover", folder, text)
        return _words((answer or {}).get("contents"))

    def _at_cursor(self, method: str, folder: str, text: str) -> Any:
        before, _, behind = text.partition(CURSOR)
        uri, _ = self._open(folder, before + behind)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self._ask(method, {"textDocument": {"uri": uri}, "position": position})

    def _open(self, folder: str, text: str) -> tuple[str, list[dict[str, Any]]]:
        self._opened += 1
        uri = f"file:///specs/{folder}/{self._opened}.yaml"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while True:
            said = self._next()
            if said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri:
                return uri, said["params"]["diagnostics"]

    def _ask(self, method: str, params: Mapping[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            said = self._next()
            if said.get("id") == self._asked and "method" not in said:
                assert "error" not in said, said["error"]
                return said["result"]

    def _tell(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._input.flush()

    def _next(self) -> dict[str, Any]:
        """Returns the next message, after answering it where the server asks something."""
        try:
            said = self._said.get(timeout=_ANSWER_SECONDS)
        except Empty:
            raise NotInTimeError(f"the language server said nothing for {_ANSWER_SECONDS} s") from None
        if said is None:
            raise NotInTimeError("the language server has ended")
        if "method" in said and "id" in said:
            items = said["params"]["items"] if said["method"] == "workspace/configuration" else None
            answer = None if items is None else [self._settings.get(each.get("section")) for each in items]
            self._send({"id": said["id"], "result": answer})
        return said


@contextmanager
def language_server(program: Path, settings: Mapping[str, Any], seconds: float) -> Iterator[LanguageClient]:
    """Runs a language server.

    Args:
        program: The server.
        settings: What the user has set, by section.
        seconds: After how long it is ended whatever happens.
    """
    command: Sequence[str] = [str(program), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        ending = Timer(seconds, process.kill)
        ending.start()
        try:
            yield LanguageClient(process, settings)
        finally:
            ending.cancel()
            process.kill()


def _listen(output: IO[bytes], said: SimpleQueue[dict[str, Any] | None]) -> None:
    """Puts each message of a server into a queue, and None at the end."""
    while header := output.readline():
        name, _, value = header.partition(b":")
        if name.strip().lower() == b"content-length":
            while output.readline().strip():
                pass  # Other headers say nothing that matters; a blank line ends them.
            said.put(json.loads(output.read(int(value))))
    said.put(None)


def _words(contents: Any) -> str:
    """Returns the text of what may be text or Markdown, or nothing."""
    return str(contents.get("value", "")) if isinstance(contents, dict) else str(contents or "")
