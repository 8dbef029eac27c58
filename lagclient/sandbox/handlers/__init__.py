"""Handlers: what each route does, one module for each family of routes.

Importing this package imports every module in its folder, so being there registers a handler.
"""

import pkgutil
from importlib import import_module

from lagclient.sandbox.registry import Handlers

__all__ = ["Handlers"]

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)
