"""The logger `lagclient`: it warns of what is tried again, and is silent otherwise."""

from __future__ import annotations


def warn(message: str, *values: object) -> None:
    """Tell at WARNING. A program whose calls all succeed never imports `logging` for us."""
    import logging

    logging.getLogger("lagclient").warning(message, *values, stacklevel=2)


def error(message: str, *values: object) -> None:
    """Log at ERROR: something was lost or left out."""
    import logging

    logging.getLogger("lagclient").error(message, *values, stacklevel=2)
