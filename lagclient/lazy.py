"""Import the public names of a package on first use (PEP 562)."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # Type checkers know the name; importing typing would cost start-up time.
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Callable


def lazily(
    package: str, exports: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return the ``__getattr__``, ``__dir__`` and ``__all__`` of a package.

    `exports` maps each submodule to the names that the package exports from it. A name or a
    submodule is imported when it is first used; then it is an ordinary global.
    """
    namespace = sys.modules[package].__dict__
    home = {name: module for module, names in exports.items() for name in names}
    submodules = {module.partition(".")[0] for module in exports}
    public = sorted(home)

    def __getattr__(name: str) -> Any:
        if name in home:
            value = getattr(import_module(f"{package}.{home[name]}"), name)
        elif name in submodules:
            value = import_module(f"{package}.{name}")
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        namespace[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*public, *namespace})

    return __getattr__, __dir__, public
