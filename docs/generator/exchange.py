"""A recorded exchange as it went over the wire: the request and the response of a cassette."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any, Dict, Iterator, List, Union
from urllib.parse import urlsplit

import yaml

_PART = re.compile(rb"\r\n\r\n(.*?)(?=\r\n--)", re.DOTALL)


def exchanges(cassette: Path) -> Iterator[str]:
    """Yield each request of a cassette, and its response, as fenced HTTP."""
    recorded = yaml.safe_load(cassette.read_text(encoding="utf-8"))
    for one in recorded["interactions"]:
        for message in (_request(one["request"]), _response(one["response"])):
            yield f"```http\n{message}\n```"


def _request(request: Dict[str, Any]) -> str:
    url = urlsplit(request["uri"])
    target = url.path + (f"?{url.query}" if url.query else "")
    head = [f"{request['method']} {target} HTTP/1.1", f"Host: {url.netloc}"]
    return _message(head, request["headers"], request["body"])


def _response(response: Dict[str, Any]) -> str:
    code = response["status"]["code"]
    head = [f"HTTP/1.1 {code} {HTTPStatus(code).phrase}"]
    return _message(head, response["headers"], response["body"]["string"])


def _message(
    head: List[str], headers: Dict[str, List[str]], body: Union[str, bytes]
) -> str:
    for name, values in headers.items():
        head += [
            f"{name.title()}: {value.replace('scrubbed', '...')}"
            for value in values
        ]
    return "\n".join([*head, *(["", _text(body)] if body else [])])


def _text(body: Union[str, bytes]) -> str:
    """The body to read: JSON indented, and binary data replaced by its size."""
    if isinstance(body, bytes):
        body = _PART.sub(_readable, body).decode().replace("\r\n", "\n")
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body.strip()


def _readable(part: re.Match[bytes]) -> bytes:
    try:
        part[1].decode()
    except UnicodeDecodeError:
        return f"\r\n\r\n({len(part[1])} bytes)".encode()
    return part[0]
