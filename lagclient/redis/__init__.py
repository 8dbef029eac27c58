"""Share a robot between processes through Redis (extra `redis`).

`RedisPacer` counts the limits of the API for all processes that use one key. `RedisSeen` remembers
webhooks for several receivers.
"""

from lagclient.redis.pacing import RedisPacer
from lagclient.redis.seen import RedisSeen

__all__ = ["RedisPacer", "RedisSeen"]
