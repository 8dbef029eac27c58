"""The certificates that an option or an environment variable names; `tls` loads them."""

from __future__ import annotations

import os
import re
from typing import NamedTuple, Optional

_FIRST = rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----\s([^-]+)-----END "
_HASHED = r"[0-9a-f]{8}\.[0-9]+"


class Certificates(NamedTuple):
    """The location of certificates, and the option or variable that names it."""

    name: str
    path: str
    is_folder: bool = False

    def exist(self) -> bool:
        """Return whether the file has a certificate, or a folder of the list has a file of one.

        It parses no certificate, because that would import ssl. OpenSSL looks up the files of a
        folder by a hash, as in ``3513523f.0``.
        """
        if not self.is_folder:
            return _has_certificate(self.path)
        folders = filter(os.path.isdir, self.path.split(os.pathsep))
        return any(re.fullmatch(_HASHED, name) for folder in folders for name in os.listdir(folder))


def _has_certificate(path: str) -> bool:
    import binascii

    try:
        with open(path, "rb") as file:
            first = re.search(_FIRST, file.read())
        return first is not None and len(binascii.a2b_base64(first[1])) > 0
    except (OSError, ValueError):
        return False


def environment_certificates() -> Optional[Certificates]:
    """Return the certificates that the environment names: a file, else a folder."""
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        path = os.environ.get(variable)
        if path:
            return Certificates(variable, path, is_folder=variable == "SSL_CERT_DIR")
    return None
