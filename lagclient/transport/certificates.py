"""The certificates that an option or an environment variable names; `tls` loads them."""

from __future__ import annotations

import os
from typing import NamedTuple, Optional


class Certificates(NamedTuple):
    """The location of certificates, and the option or variable that names it."""

    name: str
    path: str
    is_folder: bool = False

    def exist(self) -> bool:
        """Return whether the file exists, or at least one folder of the list."""
        if self.is_folder:
            return any(map(os.path.isdir, self.path.split(os.pathsep)))
        return os.path.isfile(self.path)


def environment_certificates() -> Optional[Certificates]:
    """Return the certificates that the environment names: a file, else a folder."""
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        path = os.environ.get(variable)
        if path:
            return Certificates(variable, path, is_folder=variable == "SSL_CERT_DIR")
    return None
