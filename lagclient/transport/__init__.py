"""Bytes on the wire: connections, TLS, proxies and HTTP; no module here knows a route.

The default transport is `httpx`: a `Dialer` in `httpx.sockets` opens each of its sockets, and
`httpx.pool` keeps its connections. With `aiohttp` and `pyreqwest`, which a caller passes as
`transport=`, those libraries open the sockets. `protocol` is the interface of every transport.
"""
