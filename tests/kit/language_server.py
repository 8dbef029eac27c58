"""A small client of language servers, and what they show when an editor's mouse rests on a name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Optional, Sequence, Tuple, Type

Place = Tuple[int, int]
"""A line and a column of a file, from 0."""


class LanguageServer:
    """pyright's language server over its standard streams, with one folder open."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self._number = 0
        self._ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            capabilities={
                "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
                "workspace": {"configuration": True},
            },
            workspaceFolders=[{"uri": folder.as_uri(), "name": "programs"}],
        )
        self._send("initialized", {})

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: object, traceback: object
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def open(self, file: Path) -> None:
        """Open a file, as an editor does."""
        text = file.read_text(encoding="utf-8")
        document = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": text}
        self._send("textDocument/didOpen", {"textDocument": document})

    def hovers(self, file: Path, places: Sequence[Place]) -> Dict[Place, str]:
        """Return what is shown at each place of an open file."""
        shown: Dict[Place, str] = {}
        for line, column in places:
            answer = self._ask(
                "textDocument/hover",
                textDocument={"uri": file.as_uri()},
                position={"line": line, "character": column},
            )
            shown[line, column] = answer["contents"]["value"] if answer else ""
        return shown

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send(method, params, id=self._number)
        while True:
            message = self._receive()
            if "method" not in message and message.get("id") == self._number:
                return message.get("result")
            if "id" in message and "method" in message:  # a question of the server
                items = (message.get("params") or {}).get("items", [])
                settings = [
                    {"pythonPath": sys.executable} if item.get("section") == "python" else {}
                    for item in items
                ]
                self._write({"id": message["id"], "result": settings or None})

    def _send(self, method: str, params: Any, **more: Any) -> None:
        self._write({"method": method, "params": params, **more})

    def _write(self, message: Dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> Dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            if not line and self._process.poll() is not None:
                raise RuntimeError("The language server ended")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: Dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
