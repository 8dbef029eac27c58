"""The public names. Generated from `_EXPORTS` by `lagclient generate`."""

from lagclient.sandbox.world.clock import Clock as Clock
from lagclient.sandbox.world.clock import Ticking as Ticking
from lagclient.sandbox.world.clock import system_clock as system_clock
from lagclient.sandbox.errors import ApiError as ApiError
from lagclient.sandbox.faults import Fault as Fault
from lagclient.sandbox.faults import Faults as Faults
from lagclient.sandbox.world.world import Request as Request
from lagclient.sandbox.world.ids import Counters as Counters
from lagclient.sandbox.world.ids import Ids as Ids
from lagclient.sandbox.world.ids import random_ids as random_ids
from lagclient.sandbox.sandbox import Sandbox as Sandbox
from lagclient.sandbox.delivery.webhooks import Delivery as Delivery

__all__ = [
    "ApiError",
    "Clock",
    "Counters",
    "Delivery",
    "Fault",
    "Faults",
    "Ids",
    "Request",
    "Sandbox",
    "Ticking",
    "random_ids",
    "system_clock",
]
