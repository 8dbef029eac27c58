"""A stand-in for the Lag API that runs on this machine, for trying, testing and recording.

::

    from lagclient import Client
    from lagclient.sandbox import Sandbox

    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        client.servers.rooms.messages.send(lag.server_id, lag.room_id, content="hi")

It serves real HTTP, keeps state, and enforces what is known of the API's rules; where nothing is
known, the module that decides says what was chosen. It is not the live API and never says it is.

How a request travels, one module for each step::

    app          finds the route by method and path: both come from the SDK's own table
    callers      whose token is it                                               401
    limits       has this robot asked too often                                  429
    admission    may this kind of caller use the route                           403
    reading      do path, query and body hold what the table says                400
    handlers/    the route's own work, inside one transaction of the store       403 404 409 ...
    app          the answer, or the error envelope

Before the second step, ``faults`` may have it fail, for tests of what clients do then; ``failing``
carries that out.

Outside of the API, ``media`` serves the images that were uploaded, and ``delivering`` posts the
webhooks of robots: what is to be posted, and when, is in ``webhooks``.

To support another route, write a function with ``@handles("its.full.name")`` in a module of
`handlers`, and a file in ``schema/`` if it needs tables; both are found by being there.
"""

from lagclient.lazy import lazily

_EXPORTS = {
    "world.clock": ("Clock", "Ticking", "system_clock"),
    "http.faults": ("Fault", "Faults"),
    "world.ids": ("Counters", "Ids", "random_ids"),
    "sandbox": ("Sandbox",),
    "delivery.webhooks": ("Delivery",),
}

__getattr__, __dir__, __all__ = lazily(__name__, _EXPORTS)
