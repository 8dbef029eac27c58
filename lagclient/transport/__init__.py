"""Bytes on the wire: connections, TLS, proxies and HTTP; no module here knows a route."""
