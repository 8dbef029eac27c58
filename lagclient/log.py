"""The loggers below `lagclient`, one for each part of the package.

Nothing is written unless the program sets up logging. No line has a token, a query or a body.
"""

from __future__ import annotations

import functools
import re
import sys

TYPE_CHECKING = False  # importing typing would cost start-up time
if TYPE_CHECKING:
    import logging

DEBUG, INFO, WARNING, ERROR = 10, 20, 30, 40  # of logging, which takes time to import
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Log:
    """The logger of one part of the package, such as ``lagclient.calls``."""

    def __init__(self, part: str) -> None:
        self._name = f"lagclient.{part}"

    @functools.cached_property
    def _logger(self) -> logging.Logger:
        import logging

        return logging.getLogger(self._name)

    def is_on(self, level: int = INFO) -> bool:
        """Return whether a level is on. A program that logs nothing never imports `logging`."""
        return "logging" in sys.modules and self._logger.isEnabledFor(level)

    def log(self, level: int, message: str, *values: object) -> None:
        """Log at a level. Text becomes one line, because a server may put line breaks into it."""
        if level >= WARNING or self.is_on(level):
            lines = (_UNPRINTABLE.sub(" ", v) if isinstance(v, str) else v for v in values)
            self._logger.log(level, message, *lines, stacklevel=3)

    def info(self, message: str, *values: object) -> None:
        """Log what happened."""
        self.log(INFO, message, *values)

    def debug(self, message: str, *values: object) -> None:
        """Log what helps to find a fault."""
        self.log(DEBUG, message, *values)

    def warn(self, message: str, *values: object) -> None:
        """Log that something failed and is tried again."""
        self.log(WARNING, message, *values)

    def error(self, message: str, *values: object) -> None:
        """Log that something was lost or left out."""
        self.log(ERROR, message, *values)
