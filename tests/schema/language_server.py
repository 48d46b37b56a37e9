"""A client of the YAML language server, as far as the tests ask it something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Self

VARIABLE = "KSPEC_YAML_LANGUAGE_SERVER"
MISSING = (
    f"no YAML language server: {VARIABLE} names its executable, which comes with "
    "`npm install yaml-language-server`"
)
CURSOR = "¦"
CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    },
    "workspace": {"configuration": True},
}


def executable() -> str | None:
    """The server's executable, where there is one."""
    return os.environ.get(VARIABLE) or shutil.which("yaml-language-server")


class Client:
    """Speaks the language server protocol over the server's standard streams."""

    def __init__(self, command: str, schema: Path) -> None:
        self._server = subprocess.Popen(
            [command, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._settings = {
            "yaml": {
                "validate": True,
                "schemas": {schema.as_uri(): "*.yaml"},
                "schemaStore": {"enable": False},
            }
        }
        self._is_configured = False
        self._documents = 0
        self._requests = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._request("initialize", {"rootUri": None, "capabilities": CAPABILITIES})
        self._send({"method": "initialized", "params": {}})
        changed = {"settings": self._settings}
        self._send({"method": "workspace/didChangeConfiguration", "params": changed})
        while not self._is_configured:
            self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.communicate()

    def complete(self, text: str) -> dict[str, str]:
        """What is offered at the cursor, each with its text."""
        answer = self._request("textDocument/completion", self._place(text))
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: str(item.get("documentation")) for item in items}

    def hover(self, text: str) -> str:
        """What is shown for the place of the cursor."""
        answer = self._request("textDocument/hover", self._place(text))
        return answer["contents"]["value"]

    def diagnose(self, text: str) -> list[tuple[int, str]]:
        """What is wrong: the line, from 1, and the message."""
        uri = self._open(text)
        while uri not in self._diagnostics:
            self._read()
        return [
            (found["range"]["start"]["line"] + 1, found["message"])
            for found in self._diagnostics[uri]
        ]

    def _place(self, text: str) -> dict[str, Any]:
        before, _, after = text.partition(CURSOR)
        lines = before.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        uri = self._open(before + after)
        return {"textDocument": {"uri": uri}, "position": position}

    def _open(self, text: str) -> str:
        self._documents += 1
        document = {
            "uri": f"file:///specs/{self._documents}.yaml",
            "languageId": "yaml",
            "version": 1,
            "text": text,
        }
        params = {"textDocument": document}
        self._send({"method": "textDocument/didOpen", "params": params})
        return str(document["uri"])

    def _request(self, method: str, params: dict[str, Any]) -> Any:
        self._requests += 1
        self._send({"id": self._requests, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._requests and "method" not in message:
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._server.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._server.stdout
        length = 0
        while line := self._server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message = json.loads(self._server.stdout.read(length))
        self._answer(message)
        return message

    def _answer(self, message: dict[str, Any]) -> None:
        params: dict[str, Any] = message.get("params") or {}
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = [self._settings.get(item["section"]) for item in params["items"]]
            self._send({"id": message["id"], "result": asked})
            self._is_configured = True
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
