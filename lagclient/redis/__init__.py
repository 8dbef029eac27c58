"""Share a robot between processes through Redis (extra `redis`).

`RedisPacer` counts the limits of the API for all processes that use one key.
"""

from lagclient.redis.pacing import RedisPacer

__all__ = ["RedisPacer"]
