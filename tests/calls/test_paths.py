"""Arguments that are paths: of a `str` or an `os.PathLike`, and of nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Callable, Dict, List

import httpx
import pytest

from lagclient import Bot, Client, LagInvalidRequestError
from lagclient.calls.download import _opened
from lagclient.calls.upload import Upload
from lagclient.listening.cursor import place_of
from lagclient.sandbox.options import database
from lagclient.types import path_of
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN


class Odd:
    """An `os.PathLike` whose path is something else, or bytes."""

    def __init__(self, path: Any) -> None:
        self._path = path

    def __fspath__(self) -> Any:
        return self._path

    def __repr__(self) -> str:
        return "<odd>"


def client() -> Client:
    """A client that sends nothing."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    http = httpx.Client(transport=httpx.MockTransport(refuse))
    return Client(token=USER_TOKEN, http_client=http)


PLACES: Dict[str, Callable[[Any], Any]] = {
    "image": lambda path: client().images.upload(path, purpose="chat"),
    "to": lambda path: client().images.download("img_1", to=path),
    "routes": lambda path: Client(token=USER_TOKEN, routes=path),
    "state": lambda path: Bot(token=ROBOT_TOKEN, state=path),
    "cursor": lambda path: Bot(token=ROBOT_TOKEN, cursor=path),
    "db": database,
}


@pytest.mark.parametrize("name", PLACES)
def test_path_of_another_type_is_refused_before_anything_is_sent(name: str) -> None:
    """A PathLike without a path, bytes and numbers are refused by the name of the argument."""
    wrong: List[Any] = [Odd(5), Odd(None), 5]
    for path in wrong:
        with pytest.raises(ValueError, match=rf"`{name}` must be .*, not {path!r}"):
            PLACES[name](path)


def test_path_may_be_bytes_inside(tmp_path: Path) -> None:
    """A PathLike of bytes is the path that the system makes of them."""
    file = tmp_path / "a.png"
    file.write_bytes(b"png")
    odd: Any = Odd(os.fsencode(file))
    assert path_of(odd) == str(file)
    upload = Upload.of("image", odd)
    assert (upload.filename, upload.content_type, upload.size) == ("a.png", "image/png", 3)
    with _opened(Odd(os.fsencode(tmp_path / "b.png"))) as (target, _):
        target.write(b"png")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.png", "b.png"]
    assert database(odd) == str(file)
    assert place_of(odd).blocks


def test_home_directory_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~/` is the home directory in each path, because no shell has replaced it."""
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    file = tmp_path / "a.png"
    file.write_bytes(b"png")
    for path in ("~/a.png", Path("~/a.png"), Odd(b"~/a.png")):
        assert path_of(path) == str(file)
    assert database("~/lag.db") == str(tmp_path / "lag.db")
    assert Upload.of("image", "~/a.png").size == 3
    place_of("~/cursor").save("evt_1")
    with _opened("~/b.png") as (target, _):
        target.write(b"png")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.png", "b.png", "cursor"]
    with pytest.raises(LagInvalidRequestError, match=re.escape(f"{tmp_path}{os.sep}ca.pem")):
        Client(token=USER_TOKEN, verify="~/ca.pem")
    for path in ("~", "~user", "a~/b", "./~/a"):
        assert path_of(path) == path


def test_empty_path_is_no_file() -> None:
    """SQLite would take an empty name for a file that it removes at the end."""
    with pytest.raises(LagInvalidRequestError, match="`state` must be the path of a file"):
        Bot(token=ROBOT_TOKEN, state="")
