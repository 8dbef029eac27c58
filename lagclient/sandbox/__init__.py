"""A stand-in for the Lag API on this machine, to try programs, test them and record traffic.

::

    from lagclient import Client
    from lagclient.sandbox import Sandbox

    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        client.servers.rooms.messages.send(lag.server_id, lag.room_id, content="hi")

It serves real HTTP, keeps state, and enforces the documented rules of the API. Where the
documentation is silent, the module that decides says what was chosen. The sandbox is not the live
API and never claims to be.

A request takes one step after another, each in a module of its own. A step that refuses the
request answers with the status on the right::

    http/app          find the route by method and path, both from the SDK's table   404 405
    http/callers      identify the caller by its token                               401
    http/limits       count the request for the rate limits of robots                429
    http/admission    check that this kind of caller may use the route               403
    http/reading      validate path, query and body by the table's parameters        400
    handlers/         do the work of the route, in one transaction of the store      403 404 409 ...
    http/app          send the response, or the error envelope

Between the first two steps, ``http/failing`` lets the request fail if ``faults`` says so.

Imports point down this list, so a module can be read without those above it::

    sandbox.py, demo.py    the sandbox as programs use it, and its demonstration
    options.py             the validation of its options
    page/                  what a browser shows at the root of the sandbox
    seed.py, accounts.py   the first world; accounts and robots, which the API itself cannot create
    http/                  from the socket to a handler and back
    handlers/              one function for each route
    registry.py            which function handles which route
    delivery/              events on their way to robots
    rules/                 what is allowed, and what follows from it
    world/                 the store, the clock, ids, and the journal of events
    errors.py, faults.py   refusals; faults on demand

Three things happen outside of API requests: ``http/media`` serves uploaded images,
``delivery/delivering`` posts webhooks, and ``page`` shows what happens, by the newest requests in
``world/exchanges``.

To support another route, write a function with ``@handles("its.full.name")`` in a module of
``handlers/``, and a file in ``schema/`` if it needs tables. Both are loaded because they are there.
"""

from lagclient.lazy import lazily

_EXPORTS = {
    "world.clock": ("Clock", "Ticking", "system_clock"),
    "errors": ("ApiError",),
    "faults": ("Fault", "Faults"),
    "world.world": ("Request",),
    "world.ids": ("Counters", "Ids", "random_ids"),
    "sandbox": ("Sandbox",),
    "delivery.webhooks": ("Delivery",),
}

__getattr__, __dir__, __all__ = lazily(__name__, _EXPORTS)
