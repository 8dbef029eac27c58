from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path
from typing import Container, List, Optional

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.kit", "tests.cassettes")

from tests.kit import bytecode  # noqa: E402  # after the kit is registered

# Before the other modules are imported. All of them stay, so a search for garbage would only take a
# quarter of the time of a collection.
bytecode.share()
gc.disable()

from tests.cassettes import live  # noqa: E402
from tests.kit import quick, snapshots  # noqa: E402

pytest_plugins = [
    "tests.kit.events",
    "tests.kit.redis_server",
    "tests.kit.route_files",
    "tests.kit.servers",
    "tests.kit.snapshots",
    "tests.kit.ways",
]

TESTS = Path(__file__).parent
LIVE = "cassettes/test_live.py"

# Neither the machine nor chance may decide about a test: it fails because of a change. The profile
# `search` tries cases that were not tried yet: pytest --hypothesis-profile=search
settings.register_profile("unhurried", settings(), deadline=None, derandomize=True)
settings.register_profile("search", settings(), deadline=None, max_examples=2000)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("recording").addoption(
        "--record-live",
        metavar="FOLDER",
        type=Path,
        help="Record the reads of the live API, with your own LAG_TOKEN, into an empty folder, "
        "to compare them with cassettes/. Nothing else is run.",
    )
    parser.addoption(
        "--rewrite-snapshots",
        action="store_true",
        help="Write the committed snapshots again, instead of comparing them. Nothing else is run.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "quick: says in seconds whether an installation or a change is sane"
    )
    # What a shell starts in the background ignores Ctrl+C, and so would the programs of tests.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    mode = config.getoption("--record-mode", default=None)
    folder = config.getoption("--record-live")
    if folder is not None:
        why = live.refusal(folder, os.environ, mode)
        if why:
            raise pytest.UsageError(why)
        config.option.record_mode = mode = "rewrite"
    if mode not in (None, "none") and sys.version_info < (3, 11):
        raise pytest.UsageError("Record with Python 3.11 or newer; replay with any")


def pytest_xdist_auto_num_workers() -> int:
    # One more than there are cores: now and then a test waits for a socket or a program.
    return min(4, (os.cpu_count() or 1) + 1)


def pytest_collection_finish() -> None:
    # Thousands of tests are in memory from here on, and many of them collect garbage: what there
    # is now will not be looked through again.
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: Optional[pytest.Item]) -> None:
    # What a file leaves in memory, such as modules and caches, stays too. Without this, each
    # collection late in a run would take a third of a second, and tests ask for hundreds.
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> Optional[bool]:
    """Collect only the files that the options are about; other files are not even imported."""
    if not collection_path.is_file():
        return None
    name, only = relative(collection_path), chosen(config)
    return True if (name not in only if only else name == LIVE) else None


def chosen(config: pytest.Config) -> Optional[Container[str]]:
    """Return the files that the options are about, or None for all.

    A cassette that is recorded is deleted first, so no other test may read it at the same time.
    """
    if config.getoption("--record-live") is not None:
        return [LIVE]
    if config.getoption("--record-mode", default=None) not in (None, "none"):
        return ["cassettes/test_replay.py"]
    if config.getoption("--rewrite-snapshots"):
        return snapshots.FILES
    return quick.FILES if config.option.markexpr == "quick" else None


def pytest_collection_modifyitems(items: List[pytest.Item]) -> None:
    for item in items:
        if relative(item.path) in quick.FILES:
            item.add_marker("quick")


def relative(file: Path) -> str:
    """Return the path of a file below the folder of the tests."""
    return file.relative_to(TESTS).as_posix() if file.is_relative_to(TESTS) else str(file)
